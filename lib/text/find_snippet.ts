import { foldText } from "./fold_text.ts";
import type { Span } from "./span.ts";

const INSIDE = /^(?:\p{L}{2}|\p{N}{2})$/u;

/**
 * Finds all places where a snippet stands in a text word for word, but for letter case, the length of white space and the style of
 * dashes and quotes; none begins or ends inside of a word or number.
 */
export function findSnippet(text: string, snippet: string): Span[] {
  const words = foldText(snippet).trim().split(/\s+/).filter((word) => word !== "");
  if (words.length === 0) return [];
  const folded = foldText(text);
  const pattern = new RegExp(words.map((word) => RegExp.escape(word)).join("\\s+"), "g");
  return [...folded.matchAll(pattern)]
    .map(({ index, 0: found }) => ({ start: index, end: index + found.length }))
    .filter(({ start, end }) => isEdge(folded, start) && isEdge(folded, end));
}

function isEdge(text: string, at: number): boolean {
  return at === 0 || !INSIDE.test(text.slice(at - 1, at + 1));
}
