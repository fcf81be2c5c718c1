import assert from "node:assert/strict";
import fc from "fast-check";
import { benjaminiHochberg } from "../../lib/stats/benjamini_hochberg.ts";
import { assertDigits } from "../support/assert_digits.ts";

// The p-values of section 3.2 of the paper, which calls the first four different.
const PAPER = [
  0.0001,
  0.0004,
  0.0019,
  0.0095,
  0.0201,
  0.0278,
  0.0298,
  0.0344,
  0.0459,
  0.324,
  0.4262,
  0.5719,
  0.6528,
  0.759,
  1,
];

Deno.test("adjusted values agree with statsmodels to 12 digits, in the order given", () => {
  // python3 -c "
  // from statsmodels.stats.multitest import multipletests as m
  // print(list(m([0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344, 0.0459, 0.324, 0.4262, 0.5719, 0.6528,
  //   0.759, 1], method='fdr_bh')[1]))
  // print(list(m([0.8, 0.01, 0.04, 0.01, 0.03, 0.9], method='fdr_bh')[1]))"
  const expected: [readonly number[], number[]][] = [
    [PAPER, [
      0.0015,
      0.003,
      0.0095,
      0.035625,
      0.0603,
      0.06385714285714286,
      0.06385714285714286,
      0.0645,
      0.07650000000000001,
      0.48600000000000004,
      0.5811818181818182,
      0.7148749999999999,
      0.7532307692307693,
      0.8132142857142857,
      1,
    ]],
    [[0.8, 0.01, 0.04, 0.01, 0.03, 0.9], [0.9, 0.03, 0.06, 0.03, 0.06, 0.9]],
  ];
  for (const [pValues, reference] of expected) {
    const adjusted = benjaminiHochberg(pValues);
    assert.equal(adjusted.length, reference.length);
    adjusted.forEach((value, index) => assertDigits(value, reference[index] ?? NaN, 12));
  }
});

Deno.test("the paper's example calls four of fifteen different", () => {
  assert.equal(benjaminiHochberg(PAPER).filter((p) => p <= 0.05).length, 4);
});

Deno.test("adjusting raises values, keeps their order, and lets a single one be", () => {
  assert.deepEqual(benjaminiHochberg([]), []);
  const p = fc.double({ min: 0, max: 1, noNaN: true });
  fc.assert(fc.property(p, fc.array(p), (one, others) => {
    assert.deepEqual(benjaminiHochberg([one]), [one]);
    const all = [one, ...others];
    const adjusted = benjaminiHochberg(all);
    all.forEach((a, i) => {
      assert.ok((adjusted[i] ?? 0) >= a && (adjusted[i] ?? 2) <= 1);
      all.forEach((b, j) => assert.ok(a > b || (adjusted[i] ?? 2) <= (adjusted[j] ?? -1)));
    });
  }));
});

Deno.test("what is no p-value is refused", () => {
  for (const p of [-0.1, 1.1, NaN]) assert.throws(() => benjaminiHochberg([0.5, p]), RangeError);
});
