import assert from "node:assert/strict";
import fc from "fast-check";
import { mcnemar } from "../../lib/stats/mcnemar.ts";
import { mcnemarPower } from "../../lib/stats/mcnemar_power.ts";
import { mcnemarSampleSize } from "../../lib/stats/sample_size.ts";
import { binomialProbability } from "../../lib/stats/binomial.ts";
import { assertDigits } from "../support/assert_digits.ts";

Deno.test("numbers of pairs agree with Connor's formula on scipy's quantiles", () => {
  // python3 -c "
  // from scipy.stats import norm; from math import sqrt, ceil
  // for a, b, alpha, power in ((.05, .15, .05, .8), (.02, .03, .05, .8), (.02, .03, .05, .9), (.1, .3, .01, .95), (0, .1, .05, .8)):
  //     print(ceil((norm.ppf(1 - alpha/2)*sqrt(a + b) + norm.ppf(power)*sqrt(a + b - (b - a)**2))**2 / (b - a)**2))"
  const reference: [number, number, number, number, number][] = [
    [0.05, 0.15, 0.05, 0.8, 155],
    [0.02, 0.03, 0.05, 0.8, 3_923],
    [0.02, 0.03, 0.05, 0.9, 5_250],
    [0.1, 0.3, 0.01, 0.95, 172],
    [0, 0.1, 0.05, 0.8, 77],
  ];
  for (const [onlyA, onlyB, alpha, power, pairs] of reference) {
    assert.equal(mcnemarSampleSize({ onlyA, onlyB, alpha, power }), pairs);
    assert.equal(mcnemarSampleSize({ onlyA: onlyB, onlyB: onlyA, alpha, power }), pairs);
  }
});

Deno.test("a difference of nothing is never found, and what is no share is refused", () => {
  assert.equal(mcnemarSampleSize({ onlyA: 0.1, onlyB: 0.1 }), Infinity);
  assert.equal(mcnemarPower(100, { onlyA: 0, onlyB: 0 }), 0);
  for (const [onlyA, onlyB] of [[-0.1, 0.2], [0.6, 0.6], [NaN, 0.1]] as const) {
    assert.throws(() => mcnemarSampleSize({ onlyA, onlyB }), RangeError);
    assert.throws(() => mcnemarPower(10, { onlyA, onlyB }), RangeError);
  }
});

Deno.test("clusters ask for as many times more pairs as their design effect says", () => {
  const design = { onlyA: 0.02, onlyB: 0.03 };
  assert.ok(Math.abs(mcnemarSampleSize({ ...design, designEffect: 3 }) - 3 * mcnemarSampleSize(design)) <= 3);
});

Deno.test("exact power agrees with scipy's distributions to 9 digits", () => {
  // python3 -c "
  // from scipy.stats import binom; import numpy as np
  // def power(n, a, b, alpha=0.05):
  //     total = 0.0
  //     for d in range(n + 1):
  //         k = np.arange(d + 1)
  //         p = np.minimum(1, 2 * binom.cdf(np.minimum(k, d - k), d, 0.5))
  //         total += binom.pmf(d, n, a + b) * binom.pmf(k, d, b / (a + b))[p <= alpha].sum()
  //     return total
  // print(power(100, .05, .15), power(199, .05, .15), power(500, .02, .05), power(150, .1, .3, .01), power(60, 0, .2))"
  const reference: [number, number, number, number, number][] = [
    [100, 0.05, 0.15, 0.05, 0.5444454279352313],
    [199, 0.05, 0.15, 0.05, 0.873401398967402],
    [500, 0.02, 0.05, 0.05, 0.6719138155874351],
    [150, 0.1, 0.3, 0.01, 0.9059590239808303],
    [60, 0, 0.2, 0.05, 0.9878938299814345],
  ];
  for (const [pairs, onlyA, onlyB, alpha, power] of reference) {
    assertDigits(mcnemarPower(pairs, { onlyA, onlyB, alpha }), power, 9);
  }
  // Five pairs can never be discordant enough.
  assert.equal(mcnemarPower(5, { onlyA: 0.2, onlyB: 0.3 }), 0);
});

Deno.test("so many pairs find the difference about as often as asked for", () => {
  for (const [onlyA, onlyB] of [[0.05, 0.15], [0.02, 0.03], [0.1, 0.3], [0.001, 0.004]] as const) {
    const power = mcnemarPower(mcnemarSampleSize({ onlyA, onlyB }), { onlyA, onlyB });
    assert.ok(power > 0.74 && power < 0.82, `${onlyA}, ${onlyB}: ${power}`);
  }
});

Deno.test("power is the chance that the test rejects, at most its level without a difference", () => {
  const share = fc.double({ min: 0, max: 0.5, noNaN: true });
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 25 }), share, share, (pairs, onlyA, onlyB) => {
      let rejected = 0;
      for (let a = 0; a <= pairs; a++) {
        for (let b = 0; a + b <= pairs; b++) {
          if (mcnemar(a, b) > 0.05) continue;
          rejected += binomialProbability(a, pairs, onlyA) *
            binomialProbability(b, pairs - a, onlyA === 1 ? 0 : onlyB / (1 - onlyA));
        }
      }
      assert.ok(Math.abs(mcnemarPower(pairs, { onlyA, onlyB }) - rejected) < 1e-10);
      assert.ok(mcnemarPower(pairs, { onlyA, onlyB: onlyA }) <= 0.05);
    }),
  );
});
