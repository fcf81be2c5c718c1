import assert from "node:assert/strict";
import { pairedDifferenceInterval } from "../../lib/stats/paired_difference_interval.ts";
import { wilsonInterval } from "../../lib/stats/wilson.ts";

Deno.test("it is where the score test stops rejecting, with the likelihood maximised numerically by scipy", () => {
  // python3 -c "
  // import numpy as np; from scipy.optimize import brentq, minimize_scalar; from scipy.stats import norm
  // def ci(b, c, n):
  //   def score(d):
  //     f = lambda q: -((b*np.log(q+d) if b else 0) + (c*np.log(q) if c else 0) + (n-b-c)*np.log(1-2*q-d))
  //     q = minimize_scalar(f, bounds=(max(0, -d)+1e-15, (1-d)/2-1e-15), method='bounded', options={'xatol': 1e-14}).x
  //     return (b-c-n*d) / np.sqrt(n*(2*q+d*(1-d)))
  //   e, z = (b-c)/n, norm.ppf(.975)
  //   return brentq(lambda d: score(d)-z, -1+1e-9, e-1e-12), brentq(lambda d: score(d)+z, e+1e-12, 1-1e-9)
  // for x in [(12, 2, 50), (1, 0, 44), (30, 12, 200), (0, 5, 100), (7.5, 2.25, 61.3)]: print(x, ci(*x))"
  for (
    const [onlyB, onlyA, pairs, low, high] of [
      [12, 2, 50, 0.061112, 0.344709],
      [1, 0, 44, -0.059393, 0.118077],
      [30, 12, 200, 0.027642, 0.155082],
      [0, 5, 100, -0.111750, -0.011157],
      [7.5, 2.25, 61.3, -0.016750, 0.198477],
    ] as const
  ) {
    const interval = pairedDifferenceInterval({ onlyA, onlyB, pairs });
    assert.ok(Math.abs(interval.low - low) < 2e-6, `${interval.low} ${low}`);
    assert.ok(Math.abs(interval.high - high) < 2e-6, `${interval.high} ${high}`);
  }
});

Deno.test("where no pair is discordant it is what Wilson's interval leaves possible, on both sides", () => {
  const { high } = wilsonInterval(0, 80);
  const interval = pairedDifferenceInterval({ onlyA: 0, onlyB: 0, pairs: 80 });
  assert.ok(Math.abs(interval.high - high) < 1e-12);
  assert.ok(Math.abs(interval.low + high) < 1e-12);
});

Deno.test("exchanging the two turns it round, and it never leaves -1 to 1", () => {
  const one = pairedDifferenceInterval({ onlyA: 3, onlyB: 9, pairs: 40 });
  const other = pairedDifferenceInterval({ onlyA: 9, onlyB: 3, pairs: 40 });
  assert.deepEqual([other.low, other.high], [-one.high, -one.low]);
  const all = pairedDifferenceInterval({ onlyA: 0, onlyB: 10, pairs: 10 });
  assert.equal(all.high, 1);
  assert.ok(all.low > 0.4 && all.low < 1);
  assert.throws(() => pairedDifferenceInterval({ onlyA: 6, onlyB: 5, pairs: 10 }), RangeError);
});
