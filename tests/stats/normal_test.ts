import assert from "node:assert/strict";
import fc from "fast-check";
import { normalCumulative, normalQuantile, twoSidedQuantile } from "../../lib/stats/normal.ts";
import { assertDigits } from "../support/assert_digits.ts";

Deno.test("the normal distribution agrees with scipy to 12 digits, far into its tail", () => {
  // python3 -c "from scipy.stats import norm; print([norm.cdf(z) for z in (-37, -10, -5, -2.5, -2.49, -1, -1e-9, 0.3, 1.96, 2.51, 6)])"
  const reference: [number, number][] = [
    [-37, 5.7255712225239266e-300],
    [-10, 7.61985302416047e-24],
    [-5, 2.866515718791933e-7],
    [-2.5, 0.006209665325776132],
    [-2.49, 0.006387154764943171],
    [-1, 0.15865525393145707],
    [-1e-9, 0.49999999960105773],
    [0.3, 0.6179114221889526],
    [1.96, 0.9750021048517795],
    [2.51, 0.9939634419195873],
    [6, 0.9999999990134123],
  ];
  for (const [z, share] of reference) assertDigits(normalCumulative(z), share, 12);
});

Deno.test("its quantiles agree with scipy to 12 digits", () => {
  // python3 -c "from scipy.stats import norm; print([norm.ppf(p) for p in (1e-300, 1e-12, 1e-3, 0.025, 0.3, 0.8, 0.975, 0.999999)])"
  const reference: [number, number][] = [
    [1e-300, -37.0470962993612],
    [1e-12, -7.034483825301131],
    [1e-3, -3.090232306167813],
    [0.025, -1.9599639845400545],
    [0.3, -0.5244005127080409],
    [0.8, 0.8416212335729143],
    [0.975, 1.959963984540054],
    [0.999999, 4.753424308817087],
  ];
  for (const [share, z] of reference) assertDigits(normalQuantile(share), z, 12);
  assertDigits(normalQuantile(0.5), 0, 15);
  assert.deepEqual([normalQuantile(0), normalQuantile(1)], [-Infinity, Infinity]);
  assertDigits(twoSidedQuantile(0.95), 1.959963984540054, 12);
});

Deno.test("what is no share has no quantile", () => {
  for (const share of [-0.1, 1.1, NaN]) assert.throws(() => normalQuantile(share), RangeError);
  for (const confidence of [0, 1, NaN]) assert.throws(() => twoSidedQuantile(confidence), RangeError);
});

Deno.test("the distribution rises and is the same on both sides", () => {
  const z = fc.double({ min: -9, max: 9, noNaN: true });
  fc.assert(fc.property(z, z, (a, b) => {
    if (a < b) assert.ok(normalCumulative(a) <= normalCumulative(b));
    assertDigits(normalCumulative(a) + normalCumulative(-a), 1, 14);
  }));
});
