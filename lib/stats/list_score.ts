import { multisetOverlap } from "./multiset_overlap.ts";
import { optimalAssignment } from "./optimal_assignment.ts";
import { type PrecisionRecall, precisionRecall } from "./precision_recall.ts";

/** How alike two items are, from 0 to 1. */
export type Similarity = (a: string, b: string) => number;

export interface ListScoreOptions {
  /** Lets items that are not equal count as far as they are alike. Default: only equal items count. */
  readonly similarity?: Similarity;
  /** Items less alike than this do not pair. Default 0.5. */
  readonly atLeast?: number;
}

/**
 * Precision, recall and F1 of a list, in any order: each item pairs with one of the other list at most, so that one given twice must
 * be there twice. Two empty lists are alike.
 *
 * With a similarity the hits are its sum over the pairs. Equal items pair first; the rest so that the sum is the greatest there
 * can be ({@linkcode optimalAssignment}): taking the most alike first can leave two others nothing to pair with, and would make the
 * score depend on the order of equals, while lists of fields are too short for the cost to matter.
 */
export function listScore(
  expected: readonly string[],
  predicted: readonly string[],
  { similarity, atLeast = 0.5 }: ListScoreOptions = {},
): PrecisionRecall {
  if (expected.length === 0 && predicted.length === 0) return { p: 1, r: 1, f1: 1 };
  const equal = multisetOverlap(expected, predicted);
  const alike = similarity === undefined
    ? 0
    : sumOfAlike(withoutShared(expected, predicted), withoutShared(predicted, expected), similarity, atLeast);
  return precisionRecall(equal + alike, predicted.length, expected.length);
}

/** What is left of a list when each item of the other takes one equal to it away. */
function withoutShared(list: readonly string[], other: readonly string[]): string[] {
  const rest = [...list];
  for (const item of other) {
    const place = rest.indexOf(item);
    if (place !== -1) rest.splice(place, 1);
  }
  return rest;
}

function sumOfAlike(
  a: readonly string[],
  b: readonly string[],
  similarity: Similarity,
  atLeast: number,
): number {
  const weights = a.map((one) =>
    b.map((other) => {
      const alike = similarity(one, other);
      return alike >= atLeast ? alike : 0;
    })
  );
  return optimalAssignment(weights)
    .reduce((sum, column, row) => sum + (weights[row]?.[column] ?? 0), 0);
}
