import type { Mode } from "../../runtime/mode.ts";
import { wrapText } from "../../runtime/wrap_text.ts";
import { describeNoise, NOISE_HEADER, noiseRows, type NoisyComparison } from "./noise_rows.ts";

/** Prints how much A differs from itself beside how much it differs from B; nothing where there is no noise floor. */
export function printNoise(
  { print, printTable }: Pick<Mode<Record<never, never>>, "print" | "printTable">,
  comparison: NoisyComparison,
): void {
  const described = describeNoise(comparison);
  if (described === null) return;
  const rows = noiseRows(comparison);
  print("");
  wrapText(described.head, 80).forEach(print);
  if (rows.length > 0) printTable(NOISE_HEADER, rows);
  described.notes.flatMap((note) => wrapText(note, 80)).forEach(print);
}
