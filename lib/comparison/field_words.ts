import type { FieldWord } from "./comparison_schema.ts";

/** How B compares with A, in a person's words. */
export const FIELD_WORD_TEXTS: Readonly<Record<FieldWord, string>> = {
  better: "better",
  worse: "worse",
  fills_more: "fills more",
  fills_less: "fills less",
  differs: "differs",
  within_noise: "within noise",
  undecided: "too few to tell",
  alike: "alike",
  empty: "empty",
};

/** `fills more, differs`. */
export function formatFieldWords(words: readonly FieldWord[]): string {
  return words.map((word) => FIELD_WORD_TEXTS[word]).join(", ");
}
