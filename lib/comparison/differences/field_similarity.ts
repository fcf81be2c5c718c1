import type { Field } from "../../schema/field_paths.ts";
import type { FieldValue } from "../../schema/read_field.ts";
import { editSimilarity } from "../../stats/edit_similarity.ts";
import { listScore } from "../../stats/list_score.ts";
import { tokenF1 } from "../../stats/token_f1.ts";
import { comparableText } from "../../text/comparable_text.ts";
import { sameFieldValue } from "./field_equality.ts";
import { scoreTokens } from "../labels/score_tokens.ts";
import { comparableSlot } from "./weekly_slot.ts";

/**
 * How it is measured how alike two values are, from 0 to 1:
 * - `token_f1`: texts, by the words they have in common
 * - `list_f1`: lists, by the items they have in common, in any order; slots by days and times
 * - `list_f1_of_alike`: the same of lists of free text, whose items count as far as they are alike (edit similarity)
 * - `edit_similarity`: codes, by the characters that have to be changed
 * - `ratio`: numbers, 1 less their distance over the larger
 * - `exact`: names from a list, which are alike or not
 */
export const SIMILARITY_MEASURES = [
  "token_f1",
  "list_f1",
  "list_f1_of_alike",
  "edit_similarity",
  "ratio",
  "exact",
] as const;
export type SimilarityMeasure = typeof SIMILARITY_MEASURES[number];

/** The measure for the values of a field. */
export function similarityMeasure({ kind, judgedBy }: Pick<Field, "kind" | "judgedBy">): SimilarityMeasure {
  switch (kind) {
    case "text":
      return "token_f1";
    case "list":
      return judgedBy === "token" ? "list_f1_of_alike" : "list_f1";
    case "slots":
      return "list_f1";
    case "code":
      return "edit_similarity";
    case "number":
      return "ratio";
    case "enum":
      return "exact";
  }
}

/** How alike two values of a field are, from 0 to 1: 1 where they are equal, and 0 where one is null. */
export function fieldSimilarity(
  a: FieldValue,
  b: FieldValue,
  field: Pick<Field, "kind" | "judgedBy">,
): number {
  if (sameFieldValue(a, b, field.kind)) return 1;
  if (a === null || b === null) return 0;
  switch (similarityMeasure(field)) {
    case "token_f1":
      return similarityOfTexts(a, b);
    case "list_f1":
      return listScore(
        distinctItems(a, field.kind === "slots" ? comparableSlot : comparableText),
        distinctItems(b, field.kind === "slots" ? comparableSlot : comparableText),
      ).f1;
    case "list_f1_of_alike":
      return listScore(distinctItems(a, comparableText), distinctItems(b, comparableText), {
        similarity: editSimilarity,
      }).f1;
    case "edit_similarity":
      return editSimilarity(comparableText(String(a)), comparableText(String(b)));
    case "ratio":
      return similarityOfNumbers(Number(a), Number(b));
    case "exact":
      return 0;
  }
}

/** Two that have no words have none in common. */
function similarityOfTexts(a: FieldValue, b: FieldValue): number {
  const tokens = scoreTokens(a);
  return tokens.length === 0 ? 0 : tokenF1(tokens, scoreTokens(b)).f1;
}

function similarityOfNumbers(a: number, b: number): number {
  const larger = Math.max(Math.abs(a), Math.abs(b));
  return larger === 0 ? 1 : Math.max(0, 1 - Math.abs(a - b) / larger);
}

function distinctItems(value: FieldValue, comparable: (text: string) => string): string[] {
  return typeof value === "object" && value !== null ? [...new Set(value.map(comparable))] : [];
}
