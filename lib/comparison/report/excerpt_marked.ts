import type { MarkedText } from "../mark_values.ts";

/** Lines before and after a marked one. */
const CONTEXT = 1;
const LONGEST_EXCERPT = 480;
const MOST_LINES = 10;
const GAP: MarkedText = { text: "…\n", mark: "none" };

/**
 * The marked lines of a text with those around them, gaps shown as "…"; its beginning where nothing is marked. Null where the text is
 * short enough to be shown whole.
 */
export function excerptMarked(marked: readonly MarkedText[]): MarkedText[] | null {
  const lines = splitLines(marked);
  const length = marked.reduce((sum, { text }) => sum + text.length, 0);
  if (length <= LONGEST_EXCERPT && lines.length <= MOST_LINES) return null;
  const wanted = lines.flatMap((line, index) => line.some(({ mark }) => mark !== "none") ? [index] : []);
  const near = new Set(
    (wanted.length === 0 ? [0] : wanted).flatMap((index) =>
      Array.from({ length: 2 * CONTEXT + 1 }, (_, step) => index - CONTEXT + step)
    ),
  );
  const excerpt: MarkedText[] = [];
  let shown = 0;
  let last = -1;
  for (const [index, line] of lines.entries()) {
    if (!near.has(index) || isBlank(line)) continue;
    if (shown === MOST_LINES) break;
    if (!lines.slice(last + 1, index).every(isBlank)) excerpt.push(GAP);
    excerpt.push(...cutLine(line));
    last = index;
    shown++;
  }
  if (!lines.slice(last + 1).every(isBlank)) excerpt.push(GAP);
  return excerpt;
}

function isBlank(line: readonly MarkedText[]): boolean {
  return line.every(({ text }) => text.trim() === "");
}

/** Each line with its end. */
function splitLines(marked: readonly MarkedText[]): MarkedText[][] {
  const lines: MarkedText[][] = [[]];
  for (const { text, mark } of marked) {
    for (const part of text.split(/(?<=\n)/)) {
      if (part !== "") lines.at(-1)?.push({ text: part, mark });
      if (part.endsWith("\n")) lines.push([]);
    }
  }
  return lines.at(-1)?.length === 0 ? lines.slice(0, -1) : lines;
}

/** A line so long that it would be an excerpt by itself keeps what is marked and a little around it. */
function cutLine(line: readonly MarkedText[]): MarkedText[] {
  const length = line.reduce((sum, { text }) => sum + text.length, 0);
  if (length <= LONGEST_EXCERPT) return [...line];
  const isAllPlain = line.every(({ mark }) => mark === "none");
  return line.map(({ text, mark }, index) => {
    if (mark !== "none" || text.length <= 160) return { text, mark };
    const head = Array.from(text).slice(0, isAllPlain ? 240 : index === 0 ? 0 : 70).join("");
    const tail = isAllPlain || index === line.length - 1 ? "" : Array.from(text).slice(-70).join("");
    return { text: `${head} … ${tail}${text.endsWith("\n") && tail === "" ? "\n" : ""}`, mark };
  });
}
