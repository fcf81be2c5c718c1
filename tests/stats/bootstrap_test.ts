import assert from "node:assert/strict";
import fc from "fast-check";
import { SeededRandom } from "../../lib/core/seeded_random.ts";
import { bootstrapIntervals, differenceOf, ratioOf } from "../../lib/stats/bootstrap.ts";
import { ClusterSums } from "../../lib/stats/cluster_sums.ts";
import { assertDigits } from "../support/assert_digits.ts";

const [SIZE, VALUE] = [0, 1];

Deno.test("percentiles agree with those of all ways to draw the clusters", () => {
  // python3 -c "
  // from itertools import product; import numpy as np
  // d, n = [3, -1, 4, 0, 2, 1], [10, 4, 6, 5, 8, 3]
  // r = np.array([sum(d[i] for i in f) / sum(n[i] for i in f) for f in product(range(6), repeat=6)])
  // print(sum(d) / sum(n), np.quantile(r, [0.02, 0.025, 0.03, 0.97, 0.975, 0.98]))"
  const sums = clusterSums([10, 4, 6, 5, 8, 3], [3, -1, 4, 0, 2, 1]);
  const [interval] = bootstrapIntervals(sums, [ratioOf(VALUE, SIZE)], {
    random: new SeededRandom(1),
    resamples: 20_000,
    method: "percentile",
  });
  assert.ok(interval);
  assert.deepEqual([interval.estimate, interval.clusters, interval.resamples], [0.25, 6, 20_000]);
  // As far as 20,000 draws can tell a share of 0.025 from 0.02 and 0.03.
  assert.ok(interval.low >= 0.0294 && interval.low <= 0.0358, `${interval.low}`);
  assert.ok(interval.high >= 0.4318 && interval.high <= 0.4517, `${interval.high}`);
});

Deno.test("both methods agree with scipy's bootstrap to 2 digits, on a skewed share", () => {
  // python3 -c "
  // import numpy as np; from scipy.stats import bootstrap
  // x = np.array([0,0,0,1,0,2,0,0,1,0,0,5,0,1,0,0,0,3,0,1,0,0,2,0,0,0,1,0,0,4.])
  // y = np.array([20,18,25,22,19,30,21,17,24,26,20,28,22,19,23,25,18,27,20,21,24,22,26,19,20,23,25,21,18,29.])
  // f = lambda a, b, axis=-1: a.sum(axis) / b.sum(axis)
  // for m in ('percentile', 'BCa'):
  //     print(bootstrap((x, y), f, paired=True, vectorized=True, n_resamples=200000, batch=10000, method=m, random_state=1))"
  const sums = clusterSums(
    [
      20,
      18,
      25,
      22,
      19,
      30,
      21,
      17,
      24,
      26,
      20,
      28,
      22,
      19,
      23,
      25,
      18,
      27,
      20,
      21,
      24,
      22,
      26,
      19,
      20,
      23,
      25,
      21,
      18,
      29,
    ],
    [0, 0, 0, 1, 0, 2, 0, 0, 1, 0, 0, 5, 0, 1, 0, 0, 0, 3, 0, 1, 0, 0, 2, 0, 0, 0, 1, 0, 0, 4],
  );
  const reference = {
    percentile: [0.013574660633484163, 0.05124450951683748],
    bca: [0.01584786053882726, 0.05603448275862069],
  } as const;
  for (const method of ["percentile", "bca"] as const) {
    const [interval] = bootstrapIntervals(sums, [ratioOf(VALUE, SIZE)], {
      random: new SeededRandom(2),
      resamples: 40_000,
      method,
    });
    assert.equal(interval?.estimate, 0.03125);
    const [low, high] = reference[method];
    assert.ok(Math.abs((interval?.low ?? NaN) / low - 1) < 0.02, `${method}: ${interval?.low}`);
    assert.ok(Math.abs((interval?.high ?? NaN) / high - 1) < 0.02, `${method}: ${interval?.high}`);
  }
});

Deno.test("the same seed gives the same intervals, another one about the same", () => {
  const sums = clusterSums(new Array(50).fill(10), Array.from({ length: 50 }, (_, place) => place % 7));
  const run = (seed: number) =>
    bootstrapIntervals(sums, [ratioOf(VALUE, SIZE)], { random: new SeededRandom(seed) });
  assert.deepEqual(run(3), run(3));
  assert.notDeepEqual(run(3), run(4));
  assert.ok(Math.abs((run(3)[0]?.low ?? NaN) - (run(4)[0]?.low ?? NaN)) < 0.01);
});

Deno.test("a difference of two figures is narrower than they are, for both come from the same pairs", () => {
  const random = new SeededRandom(5);
  const sums = new ClusterSums(3);
  for (let pair = 0; pair < 2_000; pair++) {
    const place = sums.place(`${pair % 100}`);
    const a = random.chance(0.7);
    sums.add(place, 0);
    sums.add(place, 1, Number(a));
    sums.add(place, 2, Number(a || random.chance(0.1)));
  }
  const [a, b] = [ratioOf(1, 0), ratioOf(2, 0)];
  const [ofA, ofB, ofBoth] = bootstrapIntervals(sums, [a, b, differenceOf(a, b)], { random });
  assert.ok(ofA && ofB && ofBoth);
  assertDigits(ofBoth.estimate, ofB.estimate - ofA.estimate, 12);
  assert.ok(ofBoth.low > 0 && ofBoth.high < 0.1);
  assert.ok(2 * (ofBoth.high - ofBoth.low) < ofA.high - ofA.low);
});

Deno.test("what there is no figure of, or only one cluster, has no interval", () => {
  const random = new SeededRandom(1);
  assert.deepEqual(bootstrapIntervals(new ClusterSums(2), [ratioOf(VALUE, SIZE)], { random }), [null]);
  assert.deepEqual(bootstrapIntervals(clusterSums([0, 0], [0, 0]), [ratioOf(VALUE, SIZE)], { random }), [
    null,
  ]);
  assert.deepEqual(bootstrapIntervals(clusterSums([9], [3]), [ratioOf(VALUE, SIZE)], { random }), [null]);
});

Deno.test("resamples without a figure are left out and told", () => {
  const [interval] = bootstrapIntervals(clusterSums([0, 0, 8], [0, 0, 2]), [ratioOf(VALUE, SIZE)], {
    random: new SeededRandom(1),
    resamples: 10_000,
  });
  assert.ok(interval);
  // The only cluster that counts is missed with (2/3)³, by about 2,963 of 10,000.
  assert.ok(Math.abs(interval.resamples - 7_037) < 150, `${interval.resamples}`);
  assert.deepEqual([interval.low, interval.high], [0.25, 0.25]);
});

Deno.test("an interval lies within what the clusters show, and turns round with them", () => {
  const cluster = fc.record({ size: fc.integer({ min: 1, max: 30 }), share: fc.integer({ min: 0, max: 4 }) });
  fc.assert(
    fc.property(fc.array(cluster, { minLength: 2, maxLength: 30 }), (clusters) => {
      const sizes = clusters.map(({ size }) => size);
      const values = clusters.map(({ size, share }) => size * share / 4);
      const options = { resamples: 200, method: "percentile" } as const;
      const run = (values: number[]) =>
        bootstrapIntervals(clusterSums(sizes, values), [ratioOf(VALUE, SIZE)], {
          ...options,
          random: new SeededRandom(6),
        })[0];
      const interval = run(values);
      const turned = run(values.map((value) => -value));
      assert.ok(interval && turned);
      const shares = clusters.map(({ share }) => share / 4);
      assert.ok(interval.low >= Math.min(...shares) - 1e-12 && interval.high <= Math.max(...shares) + 1e-12);
      assert.ok(interval.low <= interval.high);
      assert.ok(Math.abs(turned.low + interval.high) < 1e-12);
    }),
    { numRuns: 50 },
  );
});

function clusterSums(sizes: readonly number[], values: readonly number[]): ClusterSums {
  const sums = new ClusterSums(2);
  sizes.forEach((size, cluster) => {
    const place = sums.place(`${cluster}`);
    sums.add(place, SIZE, size);
    sums.add(place, VALUE, values[cluster] ?? NaN);
  });
  return sums;
}
