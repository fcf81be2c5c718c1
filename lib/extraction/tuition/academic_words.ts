import { foldText } from "../../text/fold_text.ts";
import type { Span } from "../../text/span.ts";

/** A word, a number, a joiner ("&") or a dash between numbers ("-") of a text that tells what is taught. */
export interface AcademicWord {
  readonly text: string;
  readonly span: Span;
  readonly isBracketed: boolean;
}

const PIECE = /#[\p{L}\p{N}_]+|\p{L}+|\p{N}+|[&+/,;|\n()[\]-]/gu;
/** The words of a tag, parted by case and digits: AMath, Sec3, JC1H2Chemistry. */
const TAG_WORD = /\p{Lu}+(?!\p{Ll})|\p{L}\p{Ll}*|\p{N}+/gu;
const JOINERS = new Set(["&", "+", "/", ",", ";", "|", "\n", "and", "or", "plus"]);

/** The words of a text in lower case; "sec3" is "sec" and "3", "E-Math" is "e" and "math", "#AMath" is "&", "a" and "math". */
export function splitAcademicWords(text: string): AcademicWord[] {
  const folded = foldText(text);
  const words: AcademicWord[] = [];
  let depth = 0;
  const add = (word: string, start: number, end: number) =>
    words.push({ text: word, span: { start, end }, isBracketed: depth > 0 });
  for (const match of folded.matchAll(PIECE)) {
    const [piece] = match;
    const start = match.index;
    const end = start + piece.length;
    if (piece === "(" || piece === "[") depth++;
    else if (piece === ")" || piece === "]") depth = Math.max(0, depth - 1);
    else if (JOINERS.has(piece)) add("&", start, end);
    else if (piece === "-") {
      if (/^\d/.test(words.at(-1)?.text ?? "")) add("-", start, end);
    } else if (piece.startsWith("#")) {
      add("&", start, start);
      for (const { 0: word, index } of text.slice(start, end).matchAll(TAG_WORD)) {
        add(foldText(word), start + index, start + index + word.length);
      }
    } else add(piece, start, end);
  }
  return words;
}
