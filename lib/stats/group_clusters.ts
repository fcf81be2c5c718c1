import type { SeededRandom } from "../core/seeded_random.ts";
import { ClusterSums } from "./cluster_sums.ts";

/**
 * The same sums over at most so many groups, each of as many clusters drawn at random. Groups of independent clusters are
 * independent too: resampling them tells the same variance, with one degree of freedom less than there are groups, and takes only
 * as long as there are groups.
 *
 * The random groups method: K. M. Wolter, Introduction to Variance Estimation, 2nd ed., 2007, chapter 2.
 *
 * @returns `sums` itself where it has no more clusters than `most`.
 */
export function groupClusters(sums: ClusterSums, most: number, random: SeededRandom): ClusterSums {
  if (sums.size <= most) return sums;
  const { rows, columns, size } = sums;
  const grouped = new ClusterSums(columns);
  for (let group = 0; group < most; group++) grouped.place(String(group));
  const order = Uint32Array.from({ length: size }, (_, cluster) => cluster);
  for (let place = 0; place < size; place++) {
    const drawn = random.integer(place, size - 1);
    const cluster = order[drawn] ?? 0;
    order[drawn] = order[place] ?? 0;
    for (let column = 0; column < columns; column++) {
      grouped.add(place % most, column, rows[cluster * columns + column]);
    }
  }
  return grouped;
}
