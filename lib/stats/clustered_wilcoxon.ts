import { type SignFlipTest, signFlipTest } from "./sign_flip.ts";
import { signedRanks } from "./signed_ranks.ts";
import { weightedSignFlipTest } from "./weighted_sign_flip.ts";

export interface ClusteredWilcoxon extends SignFlipTest {
  /** Clusters whose ranks do not cancel; the p-value cannot be less than 2 / 2ⁿ of them. */
  readonly clusters: number;
  /** (positive - negative) / (positive + negative) ranks, from -1 to 1; 0 where there are none. */
  readonly effect: number;
}

/** With more clusters that differ, their sum is as good as normal; with fewer it is counted, however many pairs they have. */
const MOST_COUNTED = 80;

/**
 * Wilcoxon's signed rank test where pairs of a cluster resemble each other, as the latencies of a day do, and only the clusters are
 * independent: under the null hypothesis A and B might be exchanged in each cluster as a whole, which turns the signs of all its ranks
 * ({@linkcode signedRanks}) together. Where every cluster is one pair, it is `wilcoxonSignedRank`.
 *
 * The unweighted statistic of B. Rosner, R. J. Glynn and M.-L. T. Lee, The Wilcoxon Signed Rank Test for Paired Comparisons of Clustered
 * Data, Biometrics 62, 2006: the sum S of the clusters' rank sums, and for many clusters S / √Σs² as normal. For few of them all ways of
 * giving signs are counted, with sums rounded to a thousandth of the largest where they are too large to count as they are.
 *
 * @param clusters Of each difference, in the same order.
 * @throws {RangeError} If a difference is not finite.
 */
export function clusteredWilcoxon(
  differences: readonly number[],
  clusters: readonly number[],
): ClusteredWilcoxon {
  if (differences.length !== clusters.length) {
    throw new RangeError(`${differences.length} differences, ${clusters.length} clusters`);
  }
  const { doubled, effect } = signedRanks(differences);
  const byCluster = new Map<number, number>();
  for (const [place, cluster] of clusters.entries()) {
    byCluster.set(cluster, (byCluster.get(cluster) ?? 0) + (doubled[place] ?? 0));
  }
  const sums = [...byCluster.values()].filter((sum) => sum !== 0);
  const test = signFlipTest(sums);
  const isCounted = test.method === "exact" || sums.length > MOST_COUNTED;
  return { ...(isCounted ? test : weightedSignFlipTest(sums)), clusters: sums.length, effect };
}
