import assert from "node:assert/strict";
import fc from "fast-check";
import { wilcoxonSignedRank } from "../../lib/stats/wilcoxon.ts";
import { assertDigits } from "../support/assert_digits.ts";

// The differences in height of C. Darwin's plants, crossed and self-fertilised.
const DARWIN = [6, 8, 14, 16, 23, 24, 28, 29, 41, -48, 49, 56, 60, -67, 75];

Deno.test("the exact test agrees with scipy to 10 digits", () => {
  // python3 -c "
  // from scipy.stats import wilcoxon as w; import math
  // print(w([6, 8, 14, 16, 23, 24, 28, 29, 41, -48, 49, 56, 60, -67, 75], mode='exact'))
  // print(w([round(100*math.sin(i*i) + 12, 3) for i in range(1, 121)], mode='exact'))"
  const darwin = wilcoxonSignedRank(DARWIN);
  assert.deepEqual([darwin.negativeRanks, darwin.positiveRanks, darwin.method], [24, 96, "exact"]);
  assertDigits(darwin.p, 0.041259765625, 10);
  const waves = wilcoxonSignedRank(series(120, (i) => Number((100 * Math.sin(i * i) + 12).toFixed(3))));
  assert.deepEqual([waves.negativeRanks, waves.method], [2899, "exact"]);
  assertDigits(waves.p, 0.055533143360035335, 10);
});

Deno.test("with ties and zeros it is the share of all ways of giving signs to the ranks", () => {
  // python3 -c "
  // from itertools import product; from scipy.stats import rankdata
  // d = [0, 1, -1, 2, 2, 0, -3, 4, 5, 5, 2]
  // r = rankdata([abs(x) for x in d]); s = [x * ((y>0)-(y<0)) for x, y in zip(r, d)]; s = [x for x in s if x]
  // t = [abs(sum(x*y for x, y in zip(s, f))) for f in product((1, -1), repeat=len(s))]
  // print(sum(x for x in s if x>0), sum(-x for x in s if x<0), sum(x >= abs(sum(s)) for x in t)/len(t))"
  assert.deepEqual(wilcoxonSignedRank([0, 1, -1, 2, 2, 0, -3, 4, 5, 5, 2]), {
    p: 0.07421875,
    method: "exact",
    positiveRanks: 51.5,
    negativeRanks: 11.5,
    n: 9,
    effect: 40 / 63,
  });
});

Deno.test("many differences with ties and zeros agree with scipy's normal form after Pratt to 10 digits", () => {
  // python3 -c "
  // from scipy.stats import wilcoxon as w; import math
  // print(w([round(8*math.sin(i*i) + 1) for i in range(1, 1001)], zero_method='pratt', mode='approx'))"
  const { p, negativeRanks, method, n } = wilcoxonSignedRank(
    series(1_000, (i) => Math.round(8 * Math.sin(i * i) + 1)),
  );
  assert.deepEqual([negativeRanks, method, n], [195_922, "normal", 963]);
  assertDigits(p, 3.2356949701802274e-9, 10);
});

Deno.test("nothing but zeros is no difference", () => {
  const { p, effect, n } = wilcoxonSignedRank([0, 0]);
  assert.deepEqual([p, effect, n], [1, 0, 0]);
  assert.throws(() => wilcoxonSignedRank([1, NaN]), RangeError);
});

Deno.test("turning the differences round turns the effect, and their unit does not matter", () => {
  const differences = fc.array(fc.integer({ min: -20, max: 20 }), { maxLength: 60 });
  fc.assert(fc.property(differences, (values) => {
    const result = wilcoxonSignedRank(values);
    const turned = wilcoxonSignedRank(values.map((value) => -value));
    const scaled = wilcoxonSignedRank(values.map((value) => value / 4));
    assert.ok(result.p > 0 && result.p <= 1 && Math.abs(result.effect) <= 1);
    assertDigits(turned.p, result.p, 12);
    assert.equal(turned.effect + result.effect, 0);
    assert.deepEqual(scaled, result);
  }));
});

function series(length: number, valueAt: (place: number) => number): number[] {
  return Array.from({ length }, (_, index) => valueAt(index + 1));
}
