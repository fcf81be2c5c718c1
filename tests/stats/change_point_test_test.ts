import assert from "node:assert/strict";
import { SeededRandom } from "../../lib/core/seeded_random.ts";
import { changePointTest, type ShareSeries } from "../../lib/stats/change_point_test.ts";

const random = () => new SeededRandom(7);

Deno.test("where each unit counts once, the statistic is Welch's t, and the p-value the share of orders that reach it", () => {
  // python3 -c "from scipy import stats; x = [3,5,4,6,4,5,7,9,8,8]; print(stats.ttest_ind(x[6:], x[:6], equal_var=False))"
  // 1 of the 210 ways to choose 4 of these 10 reaches |t| (itertools.combinations).
  const series = {
    parts: [3, 5, 4, 6, 4, 5, 7, 9, 8, 8],
    wholes: new Array<number>(10).fill(1),
    splits: [6],
  };
  const found = changePointTest(series, { random: random(), permutations: 200_000 });
  assert.equal(found?.split, 6);
  assert.ok(Math.abs((found?.statistic ?? 0) - 5.916079783099616) < 1e-12);
  // Drawing ended after 5 of them, so the estimate has a relative standard error of about 1 / √5.
  assert.ok(Math.abs(Math.log((found?.p ?? 0) * 210)) < 3 / Math.sqrt(5), `${found?.p}`);
  assert.ok((found?.permutations ?? 0) < 10_000);
});

Deno.test("units count by their size, as in the variance of a ratio", () => {
  // python3 -c "import numpy as n; s = lambda p, w: (p.sum()/w.sum(), len(p)/(len(p)-1)*((p-p.sum()/w.sum()*w)**2).sum()/w.sum()**2);
  // p = n.array([8,9,19,4,10,3,6,2]); w = n.array([10,10,20,5,11,10,12,6]); a = s(p[:5],w[:5]); b = s(p[5:],w[5:]);
  // print((b[0]-a[0])/n.sqrt(a[1]+b[1]))"
  const series = { parts: [8, 9, 19, 4, 10, 3, 6, 2], wholes: [10, 10, 20, 5, 11, 10, 12, 6], splits: [5] };
  const found = changePointTest(series, { random: random() });
  assert.ok(Math.abs((found?.statistic ?? 0) + 6.443460796631344) < 1e-12);
});

Deno.test("of several splits it names the one where the share changed", () => {
  const parts = Array.from({ length: 56 }, (_, day) => (day < 35 ? 10 - day % 2 : 2 + day % 3));
  const series = { parts, wholes: parts.map(() => 10), splits: [7, 14, 21, 28, 35, 42, 49] };
  const found = changePointTest(series, { random: random(), permutations: 9_999 });
  assert.equal(found?.split, 35);
  assert.equal(found?.p, 1 / 10_000);
  assert.ok((found?.statistic ?? 0) < -10);
});

Deno.test("a share that falls from all to none is as unlikely as can be told", () => {
  const series = {
    parts: [5, 5, 5, 5, 5, 5, 5, 0, 0, 0, 0, 0, 0, 0],
    wholes: new Array(14).fill(5),
    splits: [7],
  };
  const found = changePointTest(series, { random: random(), permutations: 999 });
  assert.equal(found?.statistic, -Infinity);
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
