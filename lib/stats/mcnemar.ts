import { binomialCumulative, binomialProbability } from "./binomial.ts";

/**
 * McNemar's exact test: whether A alone and B alone come about equally often, in pairs that are independent of each other.
 * The two-sided p-value, given the number of discordant pairs: min(1, 2 P(X <= min(onlyA, onlyB))), X ~ Binomial(onlyA +
 * onlyB, 1/2); 1 where no pair is discordant.
 *
 * Q. McNemar, Note on the Sampling Error of the Difference between Correlated Proportions or Percentages, Psychometrika
 * 12, 1947. Reposts and posts of one template are not independent: see {@linkcode clusteredMcNemar}.
 *
 * @param onlyA, onlyB Discordant pairs: A has it and B has not, and the other way round.
 * @param options.midP Counts what was observed half: more power with few discordant pairs. M. W. Fagerland, S. Lydersen and
 * P. Laake (The McNemar test for binary matched-pairs data, BMC Medical Research Methodology 13:91, 2013) recommend it. Off
 * by default, since it may pass the level by a little, and "at most 5 % are called different" is what we promise.
 */
export function mcnemar(
  onlyA: number,
  onlyB: number,
  { midP = false }: { readonly midP?: boolean } = {},
): number {
  for (const count of [onlyA, onlyB]) {
    if (!Number.isSafeInteger(count) || count < 0) throw new RangeError(`Not a count of pairs: ${count}`);
  }
  const discordant = onlyA + onlyB;
  if (discordant === 0) return 1;
  const fewer = Math.min(onlyA, onlyB);
  const tail = binomialCumulative(fewer, discordant, 0.5);
  const observed = midP ? binomialProbability(fewer, discordant, 0.5) : 0;
  return Math.min(1, 2 * tail - observed);
}
