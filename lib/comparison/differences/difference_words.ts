import type { DifferenceKind } from "./difference_kind.ts";
import type { SimilarityMeasure } from "./field_similarity.ts";

/** In what two values differ, in a person's words. */
export const DIFFERENCE_WORDS: Readonly<Record<DifferenceKind, string>> = {
  a_null: "A has none",
  b_null: "B has none",
  format: "spelling",
  order: "order",
  value: "value",
};

/** By what it is told how alike two values are, in a person's words. */
export const SIMILARITY_WORDS: Readonly<Record<SimilarityMeasure, string>> = {
  token_f1: "words",
  list_f1: "items",
  list_f1_of_alike: "items, in part",
  edit_similarity: "characters",
  ratio: "size",
  exact: "equal or not",
};
