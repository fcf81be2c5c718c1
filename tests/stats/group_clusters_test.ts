import assert from "node:assert/strict";
import { SeededRandom } from "../../lib/core/seeded_random.ts";
import { bootstrapIntervals, ratioOf } from "../../lib/stats/bootstrap.ts";
import { ClusterSums } from "../../lib/stats/cluster_sums.ts";
import { groupClusters } from "../../lib/stats/group_clusters.ts";

/** Clusters of 1 to 20 pairs, of which a third fails whole, half of each or not at all. */
function unequalClusters(clusters: number): ClusterSums {
  const random = new SeededRandom(3);
  const sums = new ClusterSums(2);
  for (let cluster = 0; cluster < clusters; cluster++) {
    const place = sums.place(`cluster ${cluster}`);
    const pairs = 2 * random.integer(1, 10);
    sums.add(place, 0, pairs);
    sums.add(place, 1, pairs * random.integer(0, 2) / 2);
  }
  return sums;
}

Deno.test("groups of clusters hold all that the clusters hold, each cluster once, in groups of like size", () => {
  const sums = unequalClusters(1_003);
  const groups = groupClusters(sums, 100, new SeededRandom(1));
  assert.equal(groups.size, 100);
  assert.deepEqual(groups.totals(), sums.totals());
  const ones = new ClusterSums(1);
  for (let cluster = 0; cluster < 1_003; cluster++) ones.add(ones.place(String(cluster)), 0);
  const sizes = groupClusters(ones, 100, new SeededRandom(1)).column(0);
  assert.deepEqual([Math.min(...sizes), Math.max(...sizes)], [10, 11]);
});

Deno.test("a few clusters stay as they are", () => {
  const sums = unequalClusters(100);
  assert.equal(groupClusters(sums, 100, new SeededRandom(1)), sums);
});

Deno.test("an interval from groups is as wide as one from all clusters", () => {
  const sums = unequalClusters(4_000);
  const widths = [sums, groupClusters(sums, 500, new SeededRandom(1))].map((resampled) => {
    const [interval] = bootstrapIntervals(resampled, [ratioOf(1, 0)], { random: new SeededRandom(2) });
    return (interval?.high ?? NaN) - (interval?.low ?? NaN);
  });
  const [ofAll = NaN, ofGroups = NaN] = widths;
  // A width from 500 groups is known to about 3 %.
  assert.ok(Math.abs(ofGroups / ofAll - 1) < 0.1, `${ofAll} and ${ofGroups}`);
});
