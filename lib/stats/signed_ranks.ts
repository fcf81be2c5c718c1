/** What {@linkcode signedRanks} makes of differences. */
export interface SignedRanks {
  /** Twice the rank of each difference with its sign, a whole number, in the order of the differences; 0 where there is none. */
  readonly doubled: Float64Array;
  /** Sums of the ranks of the differences above and below 0. */
  readonly positiveRanks: number;
  readonly negativeRanks: number;
  /** (positive - negative) / (positive + negative) ranks, from -1 to 1; 0 where there are none. */
  readonly effect: number;
}

/**
 * Ranks differences by their size. Equal sizes share their middle rank. Zeros are ranked and then dropped: J. W. Pratt, Remarks on Zeros
 * and Ties in the Wilcoxon Signed Rank Procedures, Journal of the American Statistical Association 54, 1959; dropping them first can call
 * a difference significant that stops being so when all the values rise. The effect is the matched-pairs rank-biserial correlation of
 * D. S. Kerby, The Simple Difference Formula, Comprehensive Psychology 3, 2014.
 *
 * @throws {RangeError} If a difference is not finite.
 */
export function signedRanks(differences: readonly number[]): SignedRanks {
  const bad = differences.find((difference) => !Number.isFinite(difference));
  if (bad !== undefined) throw new RangeError(`Not a difference: ${bad}`);
  const sizeAt = (place: number) => Math.abs(differences[place] ?? 0);
  const order = [...differences.keys()].sort((one, other) => sizeAt(one) - sizeAt(other));
  const doubled = new Float64Array(differences.length);
  let [positive, negative] = [0, 0];
  for (let from = 0; from < order.length;) {
    const size = sizeAt(order[from] ?? 0);
    let to = from + 1;
    while (to < order.length && sizeAt(order[to] ?? 0) === size) to++;
    // The ranks from + 1 ... to have the middle (from + 1 + to) / 2: twice that is a whole number.
    for (const place of size === 0 ? [] : order.slice(from, to)) {
      const isPositive = (differences[place] ?? 0) > 0;
      doubled[place] = (isPositive ? 1 : -1) * (from + 1 + to);
      if (isPositive) positive += (from + 1 + to) / 2;
      else negative += (from + 1 + to) / 2;
    }
    from = to;
  }
  const ranks = positive + negative;
  return {
    doubled,
    positiveRanks: positive,
    negativeRanks: negative,
    effect: ranks === 0 ? 0 : (positive - negative) / ranks,
  };
}
