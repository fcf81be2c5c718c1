import { multisetOverlap } from "./multiset_overlap.ts";
import { type PrecisionRecall, precisionRecall } from "./precision_recall.ts";

/**
 * Precision, recall and F1 of the tokens of an answer, as bags: order does not count, number does. Two without tokens are alike.
 *
 * P. Rajpurkar, J. Zhang, K. Lopyrev and P. Liang, SQuAD: 100,000+ Questions for Machine Comprehension of Text, 2016, section 6.1.
 */
export function tokenF1(expected: readonly string[], predicted: readonly string[]): PrecisionRecall {
  if (expected.length === 0 && predicted.length === 0) return { p: 1, r: 1, f1: 1 };
  return precisionRecall(multisetOverlap(expected, predicted), predicted.length, expected.length);
}
