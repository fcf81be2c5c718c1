import type { FieldValue } from "../schema/read_field.ts";
import { findSnippet } from "../text/find_snippet.ts";

/** Which of two values a stretch of a post bears out. */
export type Mark = "none" | "left" | "right" | "both";

/** A stretch of a text that is marked alike. */
export interface MarkedText {
  readonly text: string;
  readonly mark: Mark;
}

/** Cuts a post where what the two values hold stands in it word for word. The stretches make up the whole text. */
export function markValues(text: string, left: FieldValue, right: FieldValue): MarkedText[] {
  const inLeft = coverage(text, left);
  const inRight = coverage(text, right);
  const stretches: { text: string; mark: Mark }[] = [];
  for (let at = 0; at < text.length; at++) {
    const mark = inLeft[at] ? (inRight[at] ? "both" : "left") : inRight[at] ? "right" : "none";
    const last = stretches.at(-1);
    if (last?.mark === mark) last.text += text[at];
    else stretches.push({ text: text[at] ?? "", mark });
  }
  return stretches;
}

function coverage(text: string, value: FieldValue): Uint8Array {
  const covered = new Uint8Array(text.length);
  if (value === null) return covered;
  for (const part of typeof value === "object" ? value : [String(value)]) {
    const places = findSnippet(text, part);
    // What was put together from several lines stands in the post line by line.
    const found = places.length > 0 ? places : part.split(/\n|; /).flatMap((line) => findSnippet(text, line));
    for (const { start, end } of found) covered.fill(1, start, end);
  }
  return covered;
}
