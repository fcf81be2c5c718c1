import assert from "node:assert/strict";
import { bcaInterval } from "../../lib/stats/bca_interval.ts";
import { assertDigits } from "../support/assert_digits.ts";

const SAMPLE = [0.9, 1.2, 0.1, 0.4, 3.9, 0.7, 5.5, 0.2, 0.3, 1.1];
const MEAN = 1.43;

Deno.test("bias and acceleration agree with scipy's to 10 digits on the same resamples", () => {
  // scipy 1.10:
  // python3 -c "
  // import numpy as np; from scipy.stats._resampling import _bca_interval
  // x = np.array([0.9, 1.2, 0.1, 0.4, 3.9, 0.7, 5.5, 0.2, 0.3, 1.1])
  // b = np.sort(x.mean() - 0.05 + 0.5 * np.sin(np.arange(1, 1001)**2) + 0.2 * np.cos(np.arange(1, 1001)))
  // lo, hi = _bca_interval((x,), lambda a, axis: a.mean(axis), -1, 0.025, b, None)[:2]
  // print([np.quantile(b, q) for q in (lo, hi)])"
  const resamples = Float64Array.from({ length: 1_000 }, (_, index) => {
    const i = index + 1;
    return MEAN - 0.05 + 0.5 * Math.sin(i * i) + 0.2 * Math.cos(i);
  }).sort();
  const leaveOneOut = SAMPLE.map((value) => (MEAN * 10 - value) / 9);
  const { low, high } = bcaInterval(MEAN, resamples, leaveOneOut);
  assertDigits(low, 0.8004102462806889, 10);
  assertDigits(high, 2.071820503480163, 10);
});

Deno.test("without bias and skew it is the percentiles", () => {
  const resamples = Array.from({ length: 1_001 }, (_, index) => index / 1_000);
  const { low, high } = bcaInterval(0.5, resamples, [0.4, 0.5, 0.6]);
  assertDigits(low, 0.025, 9);
  assertDigits(high, 0.975, 9);
});

Deno.test("a skew beyond the formula's pole takes the end of the resamples, not the other side", () => {
  const resamples = Array.from({ length: 101 }, (_, index) => index);
  // One unit unlike 99 others has the greatest acceleration there can be, about 1/6: the pole lies at z = 6.09.
  const leaveOneOut = [0, ...new Array<number>(99).fill(1)];
  const { low, high } = bcaInterval(50, resamples, leaveOneOut, 1 - 1e-9);
  assert.ok(low < 50, `${low}`);
  assert.equal(high, 100);
});

Deno.test("where all resamples lie on one side it is the percentiles, and of one point a point", () => {
  const resamples = Array.from({ length: 101 }, (_, index) => index);
  const { low, high } = bcaInterval(-1, resamples, [1, 2, 4], 0.9);
  assertDigits(low, 5, 12);
  assertDigits(high, 95, 12);
  assert.deepEqual(bcaInterval(3, [3, 3, 3], [3, 3, 3]), { low: 3, high: 3 });
});
