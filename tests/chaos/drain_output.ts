/** What a worker said of itself at its end. */
export interface DrainOutput {
  readonly claimed: number;
  /** Of ok and of all skipped. */
  readonly finished: number;
  readonly late: number;
  /** Thrown away because the message was edited meanwhile. */
  readonly edited: number;
  /** Of all that it said became of the jobs. */
  readonly sum: number;
}

/** Reads the totals out of what a drain printed; null where it printed none. */
export function parseDrainOutput(text: string): DrainOutput | null {
  const lines = text.split("\n").map((line) => line.trim());
  const start = lines.findIndex((line) => /^outcome\s+jobs$/.test(line));
  if (start < 0) return null;
  let [finished, late, edited, sum] = [0, 0, 0, 0];
  for (const line of lines.slice(start + 2)) {
    const [, name, digits] = /^(.+?)\s{2,}([\d,]+)$/.exec(line) ?? [];
    if (name === undefined || digits === undefined) break;
    const count = Number(digits.replaceAll(",", ""));
    if (name === "jobs claimed") return { claimed: count, finished, late, edited, sum };
    sum += count;
    if (name === "ok" || name.startsWith("skipped: ")) finished += count;
    if (name === "refused, too late") late += count;
    if (name.startsWith("edited meanwhile")) edited += count;
  }
  return null;
}
