/**
 * The value below which a share of `sorted` lies, between its neighbours in proportion: type 7 of R. J. Hyndman and Y. Fan,
 * Sample Quantiles in Statistical Packages, The American Statistician 50, 1996, as R and numpy have it.
 *
 * @param sorted In ascending order, at least one.
 */
export function quantileOfSorted(sorted: ArrayLike<number>, share: number): number {
  if (sorted.length === 0 || !(share >= 0 && share <= 1)) {
    throw new RangeError(`There is no quantile ${share} of ${sorted.length} values`);
  }
  const position = (sorted.length - 1) * share;
  const below = sorted[Math.floor(position)] ?? NaN;
  const above = sorted[Math.ceil(position)] ?? NaN;
  return below + (above - below) * (position - Math.floor(position));
}
