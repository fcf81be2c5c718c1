import type { GoldFields } from "../schema/gold_label.ts";
import type { AssignmentFields } from "../schema/tuition_assignment.ts";
import { type PrecisionRecall, precisionRecall } from "../stats/precision_recall.ts";
import { SCORE_FIELDS, type ScoredValue } from "./score_fields.ts";

/** A label and what an extractor made of the same post; null where it was skipped or failed. */
export interface GoldPair {
  readonly gold: GoldFields;
  readonly output: AssignmentFields | null;
}

export interface FieldScore {
  readonly exact: PrecisionRecall;
  readonly token: PrecisionRecall;
  /** Posts whose label has a value for the field. */
  readonly n: number;
}

export interface GoldScore {
  readonly posts: number;
  /** By path; only fields that have a value in a label, or in the output of a post labelled for them. */
  readonly fields: Readonly<Record<string, FieldScore>>;
  /** The mean over `fields` of token F1 for texts and exact F1 for all else; null where there is no field. */
  readonly macro_f1: number | null;
}

/** What was found, what was answered and what was expected, in answers or in tokens. */
interface Tally {
  hits: number;
  predicted: number;
  expected: number;
}

/**
 * Scores outputs against labels, field by field. Where both are null there is no hit and no miss; a field that a label
 * leaves out is not scored for that post. Counts are summed over the posts before precision and recall are taken.
 */
export function scoreGold(pairs: Iterable<GoldPair>): GoldScore {
  const tallies = SCORE_FIELDS.map((field) => ({ field, exact: emptyTally(), token: emptyTally(), n: 0 }));
  let posts = 0;
  for (const { gold, output } of pairs) {
    posts++;
    for (const tally of tallies) {
      const expected = tally.field.read(gold);
      if (expected === undefined) continue;
      const predicted = output ? tally.field.read(output) : undefined;
      if (expected.items.size > 0) tally.n++;
      addExact(tally.exact, expected, predicted);
      addTokens(tally.token, expected.tokens, predicted?.tokens ?? []);
    }
  }
  const occurring = tallies.filter(({ exact }) => exact.predicted + exact.expected > 0)
    .map(({ field, exact, token, n }) => ({
      field,
      score: { exact: toScore(exact), token: toScore(token), n },
    }));
  const sum = occurring.reduce((total, { field, score }) => total + score[field.macro].f1, 0);
  return {
    posts,
    fields: Object.fromEntries(occurring.map(({ field, score }) => [field.path, score])),
    macro_f1: occurring.length === 0 ? null : sum / occurring.length,
  };
}

function emptyTally(): Tally {
  return { hits: 0, predicted: 0, expected: 0 };
}

function toScore({ hits, predicted, expected }: Tally): PrecisionRecall {
  return precisionRecall(hits, predicted, expected);
}

function addExact(tally: Tally, expected: ScoredValue, predicted: ScoredValue | undefined): void {
  const shared = [...expected.items].filter((item) => predicted?.items.has(item)).length;
  const predictedSize = predicted?.items.size ?? 0;
  if (expected.kind === "items") {
    tally.hits += shared;
    tally.expected += expected.items.size;
    tally.predicted += predictedSize;
    return;
  }
  tally.hits += shared > 0 && shared === expected.items.size && shared === predictedSize ? 1 : 0;
  tally.expected += expected.items.size > 0 ? 1 : 0;
  tally.predicted += predictedSize > 0 ? 1 : 0;
}

/** Tokens are a bag: one that the label has twice may be found twice. */
function addTokens(tally: Tally, expected: readonly string[], predicted: readonly string[]): void {
  const left = new Map<string, number>();
  for (const token of expected) left.set(token, (left.get(token) ?? 0) + 1);
  for (const token of predicted) {
    const count = left.get(token) ?? 0;
    if (count === 0) continue;
    left.set(token, count - 1);
    tally.hits++;
  }
  tally.expected += expected.length;
  tally.predicted += predicted.length;
}
