import assert from "node:assert/strict";
import fc from "fast-check";
import { wilsonInterval } from "../../lib/stats/wilson.ts";
import { assertDigits } from "../support/assert_digits.ts";

Deno.test("Wilson's interval agrees with scipy to 10 digits, with and without continuity", () => {
  // python3 -c "
  // from scipy.stats import binomtest
  // for k, n in ((81, 263), (15, 148), (0, 20), (1, 29), (29, 29), (9998, 10000)):
  //     print([k, n] + [x for m in ('wilson', 'wilsoncc') for x in binomtest(k, n).proportion_ci(0.95, m)])"
  const reference: [number, number, number, number, number, number][] = [
    [81, 263, 0.2552885198782742, 0.36620957698280004, 0.25350868229518514, 0.3681762010430035],
    [15, 148, 0.06238639953073629, 0.16048724172330803, 0.059778208428498125, 0.16444977936483698],
    [0, 20, 0, 0.16112515805281935, 0, 0.20045334501348705],
    [1, 29, 0.006113214292762667, 0.17175521879320282, 0.001802640213279666, 0.19628175100975953],
    [29, 29, 0.8830302015002592, 1, 0.8543835244204265, 1],
    [9998, 10_000, 0.9992710041559925, 0.9999451510726791, 0.9991936761432293, 0.9999653574347771],
  ];
  for (const [successes, trials, low, high, lowCorrected, highCorrected] of reference) {
    const plain = wilsonInterval(successes, trials);
    assertDigits(plain.low, low, 10);
    assertDigits(plain.high, high, 10);
    const corrected = wilsonInterval(successes, trials, { continuity: true });
    assertDigits(corrected.low, lowCorrected, 10);
    assertDigits(corrected.high, highCorrected, 10);
  }
});

Deno.test("it agrees with what Newcombe printed in 1998, Table I", () => {
  const printed: [number, number, number, number, number, number][] = [
    [81, 263, 0.2553, 0.3662, 0.2535, 0.3682],
    [15, 148, 0.0624, 0.1605, 0.0598, 0.1644],
    [0, 20, 0, 0.1611, 0, 0.2005],
    [1, 29, 0.0061, 0.1718, 0.0018, 0.1963],
  ];
  const round = (value: number) => Number(value.toFixed(4));
  for (const [successes, trials, ...ends] of printed) {
    const plain = wilsonInterval(successes, trials);
    const corrected = wilsonInterval(successes, trials, { continuity: true });
    assert.deepEqual([plain.low, plain.high, corrected.low, corrected.high].map(round), ends);
  }
});

Deno.test("another confidence agrees with statsmodels to 10 digits", () => {
  // python3 -c "from statsmodels.stats.proportion import proportion_confint as c; print(c(81, 263, 0.01, 'wilson'))"
  const { low, high } = wilsonInterval(81, 263, { confidence: 0.99 });
  assertDigits(low, 0.24013690268760773, 10);
  assertDigits(high, 0.38528250231822986, 10);
});

Deno.test("without trials everything is possible", () => {
  assert.deepEqual(wilsonInterval(0, 0), { low: 0, high: 1 });
  assert.throws(() => wilsonInterval(3, 2), RangeError);
  assert.throws(() => wilsonInterval(NaN, 2), RangeError);
});

Deno.test("the interval holds the share, mirrors, and is wider with continuity and with more confidence", () => {
  const counts = fc.integer({ min: 1, max: 100_000 }).chain((trials) =>
    fc.tuple(fc.integer({ min: 0, max: trials }), fc.constant(trials))
  );
  const within = (inner: { low: number; high: number }, outer: { low: number; high: number }) =>
    assert.ok(outer.low <= inner.low + 1e-12 && inner.high <= outer.high + 1e-12);
  fc.assert(fc.property(counts, ([successes, trials]) => {
    const plain = wilsonInterval(successes, trials);
    const share = successes / trials;
    within({ low: share, high: share }, plain);
    within(plain, { low: 0, high: 1 });
    within(plain, wilsonInterval(successes, trials, { continuity: true }));
    within(plain, wilsonInterval(successes, trials, { confidence: 0.99 }));
    const mirrored = wilsonInterval(trials - successes, trials);
    assert.ok(Math.abs(mirrored.low - (1 - plain.high)) < 1e-12);
  }));
});
