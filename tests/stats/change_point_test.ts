import assert from "node:assert/strict";
import { SeededRandom } from "../../lib/core/seeded_random.ts";
import { changePointTest, type ShareSeries } from "../../lib/stats/change_point.ts";

const random = () => new SeededRandom(7);

/*
 * import numpy as np, itertools
 * def t(p, w, k):
 *   s = lambda p, w: (p.sum()/w.sum(), len(p), ((p - p.sum()/w.sum()*w)**2).sum()/w.mean()**2)
 *   (r, n, a), (q, m, b) = s(p[:k], w[:k]), s(p[k:], w[k:]); c = 14*(a + b)/(n + m - 2)
 *   return (q - r)/np.sqrt((c + a)/(13 + n)/n + (c + b)/(13 + m)/m)
 * x = np.array([3,5,4,6,4,5,4,7,5,8.]); one = np.ones(10); print(t(x, one, 6))
 * o = [abs(t(np.append(np.delete(x, c), x[list(c)]), one, 6)) for c in itertools.combinations(range(10), 4)]
 * print(sum(v >= abs(t(x, one, 6)) - 1e-9 for v in o), len(o))
 * print(t(np.array([8,9,19,4,10,3,6,2]), np.array([10,10,20,5,11,10,12,6]), 5))
 */
Deno.test("t and its p-value are those of all orders, counted by another program", () => {
  const series = {
    parts: [3, 5, 4, 6, 4, 5, 4, 7, 5, 8],
    wholes: new Array<number>(10).fill(1),
    splits: [6],
  };
  const found = changePointTest(series, { random: random() });
  assert.equal(found?.split, 6);
  assert.ok(Math.abs((found?.t ?? 0) - 1.6443453538816684) < 1e-12);
  // Drawing ends after 5 orders that reach it: the draws for that have a mean of 5 / p.
  const draws = 400;
  const ps = Array.from(
    { length: draws },
    (_, seed) => changePointTest(series, { random: new SeededRandom(seed), permutations: 100_000 })?.p ?? 0,
  );
  const inverse = ps.reduce((sum, p) => sum + 1 / p, 0) / draws;
  assert.ok(Math.abs(inverse / (210 / 31) - 1) < 3 / Math.sqrt(5 * draws), `${1 / inverse}`);
});

Deno.test("units count by their size, as in the variance of a ratio", () => {
  const series = { parts: [8, 9, 19, 4, 10, 3, 6, 2], wholes: [10, 10, 20, 5, 11, 10, 12, 6], splits: [5] };
  const found = changePointTest(series, { random: random() });
  assert.ok(Math.abs((found?.t ?? 0) + 7.415432914338829) < 1e-12);
});

Deno.test("of several splits it names the one where the share changed", () => {
  const parts = Array.from({ length: 56 }, (_, day) => (day < 35 ? 10 - day % 2 : 2 + day % 3));
  const series = { parts, wholes: parts.map(() => 10), splits: [7, 14, 21, 28, 35, 42, 49] };
  const found = changePointTest(series, { random: random(), permutations: 9_999 });
  assert.equal(found?.split, 35);
  assert.equal(found?.p, 1 / 10_000);
  assert.ok((found?.t ?? 0) < -10);
});

Deno.test("a share that falls from all to none is as unlikely as can be told", () => {
  const series = {
    parts: [5, 5, 5, 5, 5, 5, 5, 0, 0, 0, 0, 0, 0, 0],
    wholes: new Array(14).fill(5),
    splits: [7],
  };
  const found = changePointTest(series, { random: random(), permutations: 999 });
  assert.equal(found?.t, -Infinity);
  assert.ok((found?.p ?? 1) <= 3 / 1_000);
});

Deno.test("there is nothing to test where nothing varies or there is no split", () => {
  assert.equal(
    changePointTest({ parts: [2, 2, 4], wholes: [2, 2, 4], splits: [2] }, { random: random() }),
    null,
  );
  assert.equal(
    changePointTest({ parts: [1, 2, 4], wholes: [2, 2, 4], splits: [] }, { random: random() }),
    null,
  );
});

/** Eight weeks of days whose posts fare alike: each day has a share of its own around 0.8. */
function drawWeeks(draw: SeededRandom, sizeOf: (day: number) => number, shareAfter = 0.8): ShareSeries {
  const wholes = Array.from({ length: 56 }, (_, day) => sizeOf(day));
  const parts = wholes.map((whole, day) => {
    const usual = day < 35 ? 0.8 : shareAfter;
    const share = draw.chance(0.3) ? usual - 0.4 : usual + 0.4 * 0.3 / 0.7;
    return Array.from({ length: whole }, () => Number(draw.chance(share))).reduce((sum, one) => sum + one, 0);
  });
  return { parts, wholes, splits: [14, 21, 28, 35, 42] };
}

function calledShare(
  runs: number,
  seed: number,
  sizeOf: (day: number) => number,
  shareAfter?: number,
): number {
  const draw = new SeededRandom(seed);
  let called = 0;
  for (let run = 0; run < runs; run++) {
    const found = changePointTest(drawWeeks(draw, sizeOf, shareAfter), { random: draw, permutations: 399 });
    if ((found?.p ?? 1) <= 0.05) called++;
  }
  return called / runs;
}

Deno.test("where nothing changed, at most 5 % of series are called changed, also where channels grow or weekends are quiet", () => {
  const runs = 1_500;
  const atMost = 0.05 + 3 * Math.sqrt(0.05 * 0.95 / runs);
  for (
    const sizeOf of [() => 10, (day: number) => (day < 35 ? 5 : 20), (day: number) => (day % 7 < 5 ? 20 : 2)]
  ) {
    const called = calledShare(runs, 11, sizeOf);
    assert.ok(called <= atMost, `${called}`);
  }
});

Deno.test("a fall by 30 points is found 4 times of 5, though days differ by 57", () => {
  const called = calledShare(300, 12, () => 10, 0.5);
  assert.ok(called >= 0.8, `${called}`);
});
