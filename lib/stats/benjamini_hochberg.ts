/**
 * Adjusts p-values for having asked many questions: of those that are called different because their adjusted value is at most
 * 0.05, at most 5 % are expected to be called so wrongly. In the order given: min over the ranks j >= i of p(j) m / j, at most 1.
 *
 * Y. Benjamini and Y. Hochberg, Controlling the False Discovery Rate, Journal of the Royal Statistical Society B 57, 1995; it
 * holds for independent tests and for those that depend positively on each other (Y. Benjamini and D. Yekutieli, Annals of
 * Statistics 29, 2001), as fields of the same posts do.
 *
 * @throws {RangeError} If a value is not a probability.
 */
export function benjaminiHochberg(pValues: readonly number[]): number[] {
  const descending = [...pValues.entries()].sort(([, a], [, b]) => b - a);
  const adjusted = new Array<number>(pValues.length);
  let lowest = 1;
  for (const [passed, [index, p]] of descending.entries()) {
    if (!(p >= 0 && p <= 1)) throw new RangeError(`Not a p-value: ${p}`);
    lowest = Math.min(lowest, p * (pValues.length / (pValues.length - passed)));
    adjusted[index] = lowest;
  }
  return adjusted;
}
