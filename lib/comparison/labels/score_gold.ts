import { DOMAIN } from "../../extraction/current_domain.ts";
import type { Field } from "../../schema/field_paths.ts";
import { type FieldValue, readField } from "../../schema/read_field.ts";
import { multisetOverlap } from "../../stats/multiset_overlap.ts";
import { type PrecisionRecall, precisionRecall } from "../../stats/precision_recall.ts";
import { sameFieldValue } from "../differences/field_equality.ts";
import { scoreTokens } from "./score_tokens.ts";

/** A label and what an extractor made of the same post; null where it was skipped or failed. */
export interface GoldPair {
  readonly gold: object;
  readonly output: unknown;
}

export interface FieldScore {
  readonly exact: PrecisionRecall;
  readonly token: PrecisionRecall;
  /** Posts whose label has a value for the field. */
  readonly n: number;
  /** Posts with a label of the field, be it that they do not tell, and of these those whose output is wholly what it says. */
  readonly labels: number;
  readonly right: number;
  /** Which of the two counts in the mean. */
  readonly judged_by: Field["judgedBy"];
}

export interface GoldScore {
  readonly posts: number;
  /** By path; only fields that have a value in a label, or in the output of a post labelled for them. */
  readonly fields: Readonly<Record<string, FieldScore>>;
  /** The mean over `fields` of token F1 for texts and exact F1 for all else; null where there is no field. */
  readonly macro_f1: number | null;
}

/** What was found, what was answered and what was expected: whole values, slots or tokens. */
interface Tally {
  hits: number;
  predicted: number;
  expected: number;
}

/**
 * Scores outputs against labels, field by field. Lists are right or wrong as sets, time slots one by one. Where both are
 * null there is no hit and no miss; a field that a label leaves out is not scored for that post. Counts are summed over
 * the posts before precision and recall are taken.
 */
export function scoreGold(
  pairs: Iterable<GoldPair>,
  fields: readonly Field[] = DOMAIN.fields,
): GoldScore {
  const scored = fields.filter(({ isScored }) => isScored !== false);
  const tallies = scored.map((field) => ({
    field,
    exact: emptyTally(),
    token: emptyTally(),
    n: 0,
    labels: 0,
    right: 0,
  }));
  let posts = 0;
  for (const { gold, output } of pairs) {
    posts++;
    for (const tally of tallies) {
      if (!isLabelled(gold, tally.field.path)) continue;
      const expected = readField(gold, tally.field);
      const predicted = readField(output, tally.field);
      if (expected !== null) tally.n++;
      tally.labels++;
      if (sameFieldValue(expected, predicted, tally.field.kind)) tally.right++;
      addExact(tally.exact, expected, predicted, tally.field);
      addShared(tally.token, scoreTokens(expected), scoreTokens(predicted));
    }
  }
  const scores = tallies.filter(({ exact }) => exact.predicted + exact.expected > 0)
    .map(({ field, exact, token, n, labels, right }) => ({
      field,
      score: { exact: rate(exact), token: rate(token), n, labels, right, judged_by: field.judgedBy },
    }));
  const sum = scores.reduce((total, { score }) => total + score[score.judged_by].f1, 0);
  return {
    posts,
    fields: Object.fromEntries(scores.map(({ field, score }) => [field.path, score])),
    macro_f1: scores.length === 0 ? null : sum / scores.length,
  };
}

/** Whether a label says anything of a field, be it that the post does not tell. */
export function isLabelled(gold: unknown, path: string): boolean {
  let value = gold;
  for (const key of path.split(".")) {
    if (typeof value !== "object" || value === null || !Object.hasOwn(value, key)) return false;
    value = Reflect.get(value, key);
  }
  return value !== undefined;
}

function emptyTally(): Tally {
  return { hits: 0, predicted: 0, expected: 0 };
}

function rate({ hits, predicted, expected }: Tally): PrecisionRecall {
  return precisionRecall(hits, predicted, expected);
}

function addExact(tally: Tally, expected: FieldValue, predicted: FieldValue, field: Field): void {
  if (field.kind === "slots") {
    addShared(tally, slotsOf(expected), slotsOf(predicted));
    return;
  }
  if (expected !== null) tally.expected++;
  if (predicted !== null) tally.predicted++;
  if (expected !== null && sameFieldValue(expected, predicted, field.kind)) tally.hits++;
}

function slotsOf(value: FieldValue): readonly string[] {
  return Array.isArray(value) ? [...new Set(value)] : [];
}

/** Tokens count as bags: one that the label has twice may be found twice. */
function addShared(tally: Tally, expected: readonly string[], predicted: readonly string[]): void {
  tally.hits += multisetOverlap(expected, predicted);
  tally.expected += expected.length;
  tally.predicted += predicted.length;
}
