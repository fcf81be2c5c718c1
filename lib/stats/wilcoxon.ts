import { type SignFlipTest, signFlipTest } from "./sign_flip.ts";

export interface WilcoxonSignedRank extends SignFlipTest {
  /** Sums of the ranks of the differences above and below 0. */
  readonly positiveRanks: number;
  readonly negativeRanks: number;
  /** Differences that are not 0. */
  readonly n: number;
  /** (positive - negative) / (positive + negative) ranks, from -1 to 1; 0 where there are none. */
  readonly effect: number;
}

/**
 * Wilcoxon's signed rank test: whether paired differences, of cost or latency, lie around 0. Only their order counts, so that
 * one slow answer does not decide.
 *
 * F. Wilcoxon, Individual Comparisons by Ranking Methods, Biometrics Bulletin 1, 1945. Equal sizes share their middle rank, and
 * the p-value is that of the ranks as they are, ties and all: exact for some hundred differences, beyond as normal with the
 * variance Σr², and no correction for continuity. Zeros are ranked and then dropped: J. W. Pratt, Remarks on Zeros and
 * Ties in the Wilcoxon Signed Rank Procedures, Journal of the American Statistical Association 54, 1959; dropping them first
 * can call a difference significant that stops being so when all the values rise. The effect is the matched-pairs rank-biserial
 * correlation of D. S. Kerby, The Simple Difference Formula, Comprehensive Psychology 3, 2014.
 *
 * @throws {RangeError} If a difference is not finite.
 */
export function wilcoxonSignedRank(differences: readonly number[]): WilcoxonSignedRank {
  const bad = differences.find((difference) => !Number.isFinite(difference));
  if (bad !== undefined) throw new RangeError(`Not a difference: ${bad}`);
  const sorted = differences.toSorted((a, b) => Math.abs(a) - Math.abs(b));
  const doubledRanks: number[] = [];
  let [positive, negative] = [0, 0];
  for (let from = 0; from < sorted.length;) {
    const size = Math.abs(sorted[from] ?? 0);
    let to = from + 1;
    while (to < sorted.length && Math.abs(sorted[to] ?? 0) === size) to++;
    // The ranks from + 1 ... to have the middle (from + 1 + to) / 2: twice that is a whole number.
    for (const difference of size === 0 ? [] : sorted.slice(from, to)) {
      doubledRanks.push(Math.sign(difference) * (from + 1 + to));
      if (difference > 0) positive += (from + 1 + to) / 2;
      else negative += (from + 1 + to) / 2;
    }
    from = to;
  }
  const ranks = positive + negative;
  return {
    ...signFlipTest(doubledRanks),
    positiveRanks: positive,
    negativeRanks: negative,
    n: doubledRanks.length,
    effect: ranks === 0 ? 0 : (positive - negative) / ranks,
  };
}
