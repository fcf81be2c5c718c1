import assert from "node:assert/strict";
import fc from "fast-check";
import { cohensKappa } from "../../lib/stats/cohens_kappa.ts";
import { assertDigits } from "../support/assert_digits.ts";

Deno.test("kappa and its interval agree with statsmodels to 10 digits", () => {
  // python3 -c "
  // from statsmodels.stats.inter_rater import cohens_kappa as k
  // for t in ([[20, 5], [10, 15]], [[53, 5, 2], [11, 14, 5], [1, 6, 3]], [[90, 1], [1, 8]]):
  //     r = k(t); print(r.kappa, r.std_kappa, r.kappa_low, r.kappa_upp)"
  const reference: [number[][], number, number, number, number][] = [
    [[[20, 5], [10, 15]], 0.4, 0.12699606293110033, 0.151092290476661, 0.6489077095233389],
    [
      [[53, 5, 2], [11, 14, 5], [1, 6, 3]],
      0.4285714285714285,
      0.0759588315346638,
      0.27969485445574205,
      0.5774480026871149,
    ],
    [[[90, 1], [1, 8]], 0.8778998778998778, 0.08503182444130196, 0.7112405644551932, 1.0445591913445624],
  ];
  for (const [table, kappa, standardError, low, high] of reference) {
    const result = cohensKappa(table);
    assert.ok(result);
    assertDigits(result.kappa, kappa, 10);
    assertDigits(result.standardError, standardError, 10);
    assertDigits(result.low, low, 10);
    assertDigits(result.high, high, 10);
  }
});

Deno.test("where there was no chance to disagree there is no kappa", () => {
  assert.equal(cohensKappa([]), null);
  assert.equal(cohensKappa([[0, 0], [0, 0]]), null);
  assert.equal(cohensKappa([[7, 0], [0, 0]]), null);
  // One who always says the same agrees by chance alone.
  assert.equal(cohensKappa([[7, 3], [0, 0]])?.kappa, 0);
  assert.throws(() => cohensKappa([[1, 2]]), RangeError);
});

Deno.test("kappa is at most 1, there only in full agreement, and knows neither sides nor scale", () => {
  const table = fc.integer({ min: 2, max: 4 }).chain((size) => {
    const row = fc.array(fc.integer({ min: 0, max: 40 }), { minLength: size, maxLength: size });
    return fc.array(row, { minLength: size, maxLength: size });
  });
  fc.assert(fc.property(table, (counts) => {
    const result = cohensKappa(counts);
    if (result === null) return;
    assert.ok(result.kappa <= 1 + 1e-12 && result.kappa >= -1 - 1e-12);
    const isDiagonal = counts.every((row, i) => row.every((count, j) => i === j || count === 0));
    assert.equal(Math.abs(result.kappa - 1) < 1e-12, isDiagonal);
    const turned = cohensKappa(counts.map((_, column) => counts.map((row) => row[column] ?? 0)));
    const tripled = cohensKappa(counts.map((row) => row.map((count) => 3 * count)));
    assert.ok(Math.abs((turned?.kappa ?? NaN) - result.kappa) < 1e-12);
    assert.ok(Math.abs((turned?.standardError ?? NaN) - result.standardError) < 1e-7);
    assert.ok(Math.abs((tripled?.standardError ?? NaN) - result.standardError / Math.sqrt(3)) < 1e-7);
  }));
});
