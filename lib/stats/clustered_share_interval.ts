import type { Interval } from "./interval.ts";
import { sizeFactor } from "./size_factor.ts";
import { wilsonInterval } from "./wilson.ts";

/**
 * The 95 % interval of a share, such as of pairs that are equal, where those of a cluster resemble each other: Wilson's of the
 * effective size p (1 - p) / variance by clusters, shrunk for few of them ({@linkcode sizeFactor}). Null with fewer than two clusters; where the share is
 * 0 or 1 it is that of independent pairs.
 *
 * E. L. Korn and B. I. Graubard, Survey Methodology 24, 1998, with Wilson's in place of the exact interval.
 *
 * @param part, whole Of each cluster, in the same order.
 */
export function clusteredShareInterval(part: ArrayLike<number>, whole: ArrayLike<number>): Interval | null {
  const clusters = Array.from(whole, (size, cluster) => ({ size, part: part[cluster] ?? 0 }))
    .filter(({ size }) => size > 0);
  const size = clusters.reduce((sum, cluster) => sum + cluster.size, 0);
  const share = clusters.reduce((sum, cluster) => sum + cluster.part, 0) / size;
  if (clusters.length < 2) return null;
  if (share === 0 || share === 1) return wilsonInterval(share * size, size);
  const deviations = clusters.reduce((sum, cluster) => sum + (cluster.part - cluster.size * share) ** 2, 0);
  const variance = clusters.length / (clusters.length - 1) * deviations / size ** 2;
  const rarer = share < 0.5 ? share : 1 - share;
  const telling = clusters.filter((cluster) =>
    (share === rarer ? cluster.part : cluster.size - cluster.part) > 0
  );
  const effective = Math.min(size, variance === 0 ? size : share * (1 - share) / variance) *
    sizeFactor(telling.length, clusters.length);
  return wilsonInterval(share * effective, effective);
}
