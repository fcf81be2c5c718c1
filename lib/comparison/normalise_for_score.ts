const END_PUNCTUATION = /^[\s\p{P}]+|[\s\p{P}]+$/gu;
const TOKEN = /[\p{L}\p{N}]+(?:[.'\u2019][\p{L}\p{N}]+)*/gu;

/** A text as scoring compares it: NFKC, case folded, runs of white space as one space, no punctuation at the ends. */
export function normaliseForScore(text: string): string {
  // Upper case first, so that letters with two lower forms (such as sigma) fold to one.
  return text.normalize("NFKC").toUpperCase().toLowerCase().replace(/\s+/g, " ").replace(END_PUNCTUATION, "");
}

/** The tokens of a text: runs of letters and digits, with the points and apostrophes within them ("1.5", "king's"). */
export function scoreTokens(text: string): string[] {
  return normaliseForScore(text).match(TOKEN) ?? [];
}
