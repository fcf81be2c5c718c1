import assert from "node:assert/strict";
import { ClusterSums } from "../../lib/stats/cluster_sums.ts";

Deno.test("values add up by cluster and column, however many clusters come", () => {
  const sums = new ClusterSums(3);
  for (let pair = 0; pair < 1_000; pair++) {
    const place = sums.place(`cluster ${pair % 200}`);
    sums.add(place, 0);
    sums.add(place, 2, pair);
  }
  assert.equal(sums.size, 200);
  assert.equal(sums.rows.length, 600);
  assert.deepEqual([...sums.column(0)], new Array(200).fill(5));
  // Cluster 7 has the pairs 7, 207, 407, 607 and 807.
  assert.equal(sums.column(2)[sums.place("cluster 7")], 2_035);
  assert.deepEqual([...sums.totals()], [1_000, 0, 499_500]);
});

Deno.test("without pairs there are no clusters and all sums are 0", () => {
  const sums = new ClusterSums(2);
  assert.equal(sums.size, 0);
  assert.deepEqual([...sums.totals()], [0, 0]);
});
