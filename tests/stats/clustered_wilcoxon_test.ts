import assert from "node:assert/strict";
import fc from "fast-check";
import { SeededRandom } from "../../lib/core/seeded_random.ts";
import { clusteredWilcoxon } from "../../lib/stats/clustered_wilcoxon.ts";
import { normalQuantile } from "../../lib/stats/normal.ts";
import { wilcoxonSignedRank } from "../../lib/stats/wilcoxon.ts";

Deno.test("where every cluster is one pair it is Wilcoxon's signed rank test", () => {
  const differences = fc.array(fc.integer({ min: -20, max: 20 }), { maxLength: 150 });
  fc.assert(fc.property(differences, (values) => {
    const { p, method, n, effect } = wilcoxonSignedRank(values);
    assert.deepEqual(clusteredWilcoxon(values, [...values.keys()]), { p, method, clusters: n, effect });
  }));
});

// python3 -c "
// from itertools import product; from scipy.stats import rankdata
// d = [3, -1, 4, 1, -5, 9, 2, 6, -5, 3, 5, 0]; c = [0, 0, 1, 1, 2, 2, 3, 3, 4, 4, 5, 5]
// r = [x * ((y>0)-(y<0)) for x, y in zip(rankdata([abs(x) for x in d]), d)]
// s = [sum(x for x, k in zip(r, c) if k == j) for j in range(6)]
// t = [abs(sum(x*y for x, y in zip(s, f))) for f in product((1, -1), repeat=6)]
// print(s, sum(x >= abs(sum(s)) for x in t)/len(t))"
Deno.test("with ties, zeros and clusters of two it is the share of all ways of giving signs to the clusters", () => {
  const { p, method, clusters } = clusteredWilcoxon([3, -1, 4, 1, -5, 9, 2, 6, -5, 3, 5, 0], [
    ...[0, 0, 1, 1, 2, 2],
    ...[3, 3, 4, 4, 5, 5],
  ]);
  assert.deepEqual([p, method, clusters], [0.125, "exact", 6]);
});

Deno.test("5 clusters cannot be unlikelier than 2 / 2⁵, however many pairs they have", () => {
  const differences = Array.from({ length: 50_000 }, (_, place) => 1 + place % 997);
  const { p, method, effect } = clusteredWilcoxon(differences, differences.map((_, place) => place % 5));
  assert.deepEqual([p, method, effect], [2 / 2 ** 5, "exact", 1]);
});

Deno.test("where clusters are off to either side by chance, p is at most 0.05 in 5 % of draws; a shift as large as that spread is found", () => {
  const runs = 1_500;
  const random = new SeededRandom(11);
  const calledShare = (clusters: number, shift: number) => {
    let called = 0;
    for (let run = 0; run < runs; run++) {
      const [differences, ofCluster]: [number[], number[]] = [[], []];
      for (let cluster = 0; cluster < clusters; cluster++) {
        const common = shift + 0.6 * normalQuantile(random.next() || 0.5);
        // Sizes are unequal.
        for (let pair = 0; pair <= cluster % 10; pair++) {
          differences.push(common + normalQuantile(random.next() || 0.5));
          ofCluster.push(cluster);
        }
      }
      if (clusteredWilcoxon(differences, ofCluster).p <= 0.05) called++;
    }
    return called / runs;
  };
  const most = 0.05 + 3 * Math.sqrt(0.05 * 0.95 / runs);
  for (const clusters of [10, 40, 90]) {
    const called = calledShare(clusters, 0);
    assert.ok(called <= most, `${clusters}: ${called}`);
  }
  assert.ok(calledShare(40, 0.6) > 0.9);
});

Deno.test("differences and clusters belong together", () => {
  assert.throws(() => clusteredWilcoxon([1, 2], [0]), RangeError);
});
