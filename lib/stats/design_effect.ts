/** What one cluster adds to a mean of differences. */
export interface ClusterDifference {
  /** Pairs of the cluster. */
  readonly pairs: number;
  /** Pairs with B alone less those with A alone. */
  readonly difference: number;
  /** Pairs with either alone. */
  readonly discordant: number;
}

/**
 * How many times as large the variance of a mean difference is as if all pairs were independent: 1 where they are; with 3, 300
 * pairs tell as much as 100 would. Null with fewer than two clusters or where no pair is discordant.
 *
 * L. Kish, Survey Sampling, 1965, section 8.2: the variance between clusters, K / (K - 1) Σ (d - n δ)², over that of the pairs,
 * Σ discordant - N δ², with δ the mean difference.
 */
export function designEffect(clusters: readonly ClusterDifference[]): number | null {
  const total = (key: keyof ClusterDifference) => clusters.reduce((sum, { [key]: value }) => sum + value, 0);
  const pairs = total("pairs");
  const mean = total("difference") / pairs;
  const ofPairs = total("discordant") - pairs * mean ** 2;
  if (clusters.length < 2 || !(ofPairs > 0)) return null;
  const ofClusters = clusters.reduce(
    (sum, { difference, pairs }) => sum + (difference - pairs * mean) ** 2,
    0,
  );
  return clusters.length / (clusters.length - 1) * ofClusters / ofPairs;
}
