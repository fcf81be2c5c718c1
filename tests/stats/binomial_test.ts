import assert from "node:assert/strict";
import fc from "fast-check";
import { binomialCumulative, binomialProbability } from "../../lib/stats/binomial.ts";
import { assertDigits } from "../support/assert_digits.ts";

Deno.test("probabilities and tails agree with exact fractions to 12 digits", () => {
  // python3 -c "
  // from fractions import Fraction as F; from math import comb
  // for k, n, p in ((3, 10, F(1,2)), (0, 7, F(1,10)), (7, 7, F(1,10)), (40, 100, F(3,10)), (1005, 2000, F(1,2)),
  //                 (900, 2000, F(1,2)), (60, 5000, F(1,50)), (1, 16, F(1,2)), (16, 17, F(1,4))):
  //     term = lambda i: comb(n, i) * p**i * (1-p)**(n-i)
  //     print([k, n, float(p), float(term(k)), float(sum(term(i) for i in range(k+1)))])"
  const reference: [number, number, number, number, number][] = [
    [3, 10, 0.5, 0.1171875, 0.171875],
    [0, 7, 0.1, 0.4782969, 0.4782969],
    [7, 7, 0.1, 1e-7, 1],
    [40, 100, 0.3, 0.00849016883748648, 0.9875015928335618],
    [1005, 2000, 0.5, 0.01739877999258053, 0.5971425661598088],
    [900, 2000, 0.5, 8.004611877464946e-7, 4.228544767751963e-6],
    [60, 5000, 0.02, 3.821952931182756e-6, 9.137835560529287e-6],
    [1, 16, 0.5, 0.000244140625, 0.0002593994140625],
    [16, 17, 0.25, 2.9685907065868378e-9, 0.9999999999417923],
  ];
  for (const [k, n, p, probability, cumulative] of reference) {
    assertDigits(binomialProbability(k, n, p), probability, 12);
    assertDigits(binomialCumulative(k, n, p), cumulative, 12);
  }
});

Deno.test("tails of millions of trials agree with scipy to 11 digits", () => {
  // python3 -c "from scipy.stats import binom; print([binom.cdf(k, n, 0.5) for k, n in ((499000, 1000000), (4995000, 10000000))])"
  assertDigits(binomialCumulative(499_000, 1_000_000, 0.5), 0.022804149932694757, 11);
  assertDigits(binomialCumulative(4_995_000, 10_000_000, 0.5), 0.0007835509528474492, 11);
});

Deno.test("the probabilities of all numbers of successes add up to the tail, and to 1", () => {
  const trials = fc.integer({ min: 0, max: 300 });
  fc.assert(fc.property(trials, fc.double({ min: 0, max: 1, noNaN: true }), (n, p) => {
    let sum = 0;
    for (let k = 0; k <= n; k++) {
      sum += binomialProbability(k, n, p);
      assert.ok(Math.abs(sum - binomialCumulative(k, n, p)) < 1e-12);
    }
    assertDigits(sum, 1, 12);
  }));
});
