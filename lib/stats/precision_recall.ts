/** Precision, recall and their harmonic mean, each from 0 to 1. */
export interface PrecisionRecall {
  readonly p: number;
  readonly r: number;
  readonly f1: number;
}

/**
 * Precision and recall of `hits` among `predicted` answers and `expected` ones (van Rijsbergen, Information Retrieval,
 * 1979, chapter 7). A share of nothing is 0, and so is F1 where there is no hit.
 */
export function precisionRecall(hits: number, predicted: number, expected: number): PrecisionRecall {
  return {
    p: predicted === 0 ? 0 : hits / predicted,
    r: expected === 0 ? 0 : hits / expected,
    f1: predicted + expected === 0 ? 0 : (2 * hits) / (predicted + expected),
  };
}
