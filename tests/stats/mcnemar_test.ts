import assert from "node:assert/strict";
import fc from "fast-check";
import { clusteredMcNemar } from "../../lib/stats/clustered_mcnemar.ts";
import { mcnemar } from "../../lib/stats/mcnemar.ts";
import { assertDigits } from "../support/assert_digits.ts";

Deno.test("McNemar's exact test agrees with statsmodels to 10 digits", () => {
  // python3 -c "from statsmodels.stats.contingency_tables import mcnemar as m; print([m([[0, b], [c, 0]], exact=True).pvalue
  //   for b, c in ((1, 8), (8, 1), (5, 5), (0, 6), (59, 21), (120, 80), (10000, 10300))])"
  const reference: [number, number, number][] = [
    [1, 8, 0.0390625],
    [8, 1, 0.0390625],
    [5, 5, 1],
    [0, 6, 0.03125],
    [59, 21, 2.5291102564670602e-5],
    [120, 80, 0.005685155996750306],
    [10_000, 10_300, 0.035852359736159065],
  ];
  for (const [onlyA, onlyB, p] of reference) assertDigits(mcnemar(onlyA, onlyB), p, 10);
});

Deno.test("the mid-p value agrees with scipy's distribution to 10 digits", () => {
  // python3 -c "from scipy.stats import binom; print([2*binom.cdf(min(b,c), b+c, .5) - binom.pmf(min(b,c), b+c, .5)
  //   for b, c in ((1, 8), (0, 6), (59, 21), (10000, 10300))])"
  const reference: [number, number, number][] = [
    [1, 8, 0.021484374999999983],
    [0, 6, 0.015625],
    [59, 21, 1.6935831215860125e-5],
    [10_000, 10_300, 0.03524215254901758],
  ];
  for (const [onlyA, onlyB, p] of reference) assertDigits(mcnemar(onlyA, onlyB, { midP: true }), p, 10);
});

Deno.test("without discordant pairs nothing speaks against the null hypothesis", () => {
  assert.equal(mcnemar(0, 0), 1);
  assert.equal(mcnemar(0, 0, { midP: true }), 1);
  assert.equal(clusteredMcNemar([], []).p, 1);
});

Deno.test("what is no count is refused", () => {
  for (const count of [-1, 1.5, NaN]) assert.throws(() => mcnemar(count, 3), RangeError);
  assert.throws(() => clusteredMcNemar([1], [1, 2]), RangeError);
});

Deno.test("the p-value does not depend on which is called A, and falls as one side gains", () => {
  const count = fc.integer({ min: 0, max: 5_000 });
  fc.assert(fc.property(count, count, fc.boolean(), (a, b, midP) => {
    const p = mcnemar(a, b, { midP });
    assert.ok(p >= 0 && p <= 1);
    assert.equal(mcnemar(b, a, { midP }), p);
    assert.ok(mcnemar(a, b, { midP: true }) <= mcnemar(a, b));
    const [fewer, more] = [Math.min(a, b), Math.max(a, b)];
    assert.ok(mcnemar(fewer, more + 1, { midP }) <= p * (1 + 1e-12));
  }));
});

Deno.test("where each cluster is one pair, the test by clusters is McNemar's", () => {
  const count = fc.integer({ min: 0, max: 3_000 });
  fc.assert(
    fc.property(count, count, (a, b) => {
      const onlyA = Array.from({ length: a + b }, (_, pair) => Number(pair < a));
      const { p, method, clusters } = clusteredMcNemar(onlyA, onlyA.map((isA) => 1 - isA));
      assert.equal(method, "exact");
      assert.equal(clusters, a + b);
      assertDigits(p, mcnemar(a, b), 12);
    }),
    { numRuns: 30 },
  );
});

Deno.test("pairs of one cluster count for no more than one", () => {
  // Five posts of one template: the test by pairs would be fooled a little, that by clusters is not.
  assert.equal(mcnemar(0, 5), 0.0625);
  assert.equal(clusteredMcNemar([0], [5]).p, 1);
});
