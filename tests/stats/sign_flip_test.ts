import assert from "node:assert/strict";
import fc from "fast-check";
import { signFlipTest } from "../../lib/stats/sign_flip.ts";
import { assertDigits } from "../support/assert_digits.ts";

Deno.test("the exact p-value is the share of all ways of giving signs", () => {
  // python3 -c "
  // from itertools import product
  // for d in ([3, -1, 2, 2, 5, -2, 1], [40, -3, 7, 11, -2, 19, 6, 6], [1, 1, -1, 1, 1, 1], [6, -4, 2, 8]):
  //     s = [abs(sum(x*y for x, y in zip(d, f))) for f in product((1, -1), repeat=len(d))]
  //     print(sum(x >= abs(sum(d)) for x in s) / len(s))"
  assertDigits(signFlipTest([3, -1, 2, 2, 5, -2, 1]).p, 0.21875, 14);
  assertDigits(signFlipTest([40, -3, 7, 11, -2, 19, 6, 6]).p, 0.03125, 14);
  assertDigits(signFlipTest([1, 1, -1, 1, 1, 1]).p, 0.21875, 14);
  assertDigits(signFlipTest([6, -4, 2, 8]).p, 0.375, 14);
});

Deno.test("it agrees with scipy's permutation test to 12 digits", () => {
  // python3 -c "
  // from scipy.stats import permutation_test; import numpy as np
  // d = np.array([3, -1, 2, 2, 5, -2, 1, 9, -4, 6, 0, 7])
  // print(permutation_test((d,), np.sum, permutation_type='samples', n_resamples=np.inf).pvalue)"
  assertDigits(signFlipTest([3, -1, 2, 2, 5, -2, 1, 9, -4, 6, 0, 7]).p, 0.0732421875, 12);
});

Deno.test("too much to count is taken as normal, and lies within 5 % of the exact value", () => {
  // python3 -c "
  // w = {0: 1}
  // for i in range(1, 301):
  //     n = dict(w)
  //     for s, c in w.items(): n[s + i] = n.get(s + i, 0) + c
  //     w = n
  // k = sum(i for i in range(1, 301) if i % 5 < 2)
  // print(2 * sum(c for s, c in w.items() if s <= k) / 2**300)"
  const differences = Array.from({ length: 300 }, (_, index) => index + 1)
    .map((size) => size % 5 < 2 ? -size : size);
  const { p, method } = signFlipTest(differences);
  assert.equal(method, "normal");
  assert.ok(Math.abs(p / 0.002601054164982075 - 1) < 0.05, `${p}`);
});

Deno.test("the p-value knows neither sides, nor order, nor unit, nor zeros", () => {
  const differences = fc.array(fc.integer({ min: -50, max: 50 }), { maxLength: 40 });
  fc.assert(fc.property(differences, fc.integer({ min: 2, max: 9 }), (values, unit) => {
    const { p } = signFlipTest(values);
    assert.ok(p > 0 && p <= 1);
    assertDigits(signFlipTest(values.map((value) => -value)).p, p, 12);
    assertDigits(signFlipTest(values.toReversed()).p, p, 12);
    assertDigits(signFlipTest(values.map((value) => value * unit)).p, p, 12);
    assertDigits(signFlipTest([...values, 0]).p, p, 12);
  }));
});

Deno.test("differences that are not whole are refused", () => {
  assert.throws(() => signFlipTest([1, 0.5]), RangeError);
});
