import assert from "node:assert/strict";
import { SeededRandom } from "../../lib/core/seeded_random.ts";
import { signFlipTest } from "../../lib/stats/sign_flip.ts";
import { weightedSignFlipTest } from "../../lib/stats/weighted_sign_flip.ts";

Deno.test("one weight for all changes nothing, whatever it is", () => {
  const counts = [3, -1, 2, 2, -1, 4, 1];
  for (const weight of [1, 0.1, 10 / 3, 1e-7]) {
    assert.deepEqual(weightedSignFlipTest(counts.map((count) => count * weight)), signFlipTest(counts));
  }
});

Deno.test("unequal weights give the share of all ways of giving signs", () => {
  const random = new SeededRandom(5);
  for (let trial = 0; trial < 20; trial++) {
    const differences = Array.from({ length: 10 }, () => (random.next() - 0.3) * 7);
    const observed = Math.abs(differences.reduce((sum, difference) => sum + difference, 0));
    let extreme = 0;
    for (let signs = 0; signs < 1024; signs++) {
      const sum = differences.reduce((sum, size, at) => sum + (signs >> at & 1 ? size : -size), 0);
      if (Math.abs(sum) >= observed - 1e-9) extreme++;
    }
    const { p, method } = weightedSignFlipTest(differences);
    assert.equal(method, "exact");
    assert.ok(Math.abs(p - extreme / 1024) <= 0.01, `${p} ${extreme / 1024}`);
  }
});

Deno.test("what is left of sums that cancel is nothing, and nothing at all is no difference", () => {
  assert.deepEqual(weightedSignFlipTest([0.1 + 0.2 - 0.3, 1.5]), signFlipTest([1]));
  assert.deepEqual(weightedSignFlipTest([]), { p: 1, method: "exact" });
  assert.deepEqual(weightedSignFlipTest([0, 0]), { p: 1, method: "exact" });
});

Deno.test("a few large sums are counted, though the least of them divides all", () => {
  const { p, method } = weightedSignFlipTest([1, -60_000_000, 61_000_000, 62_000_000, 63_000_000]);
  assert.deepEqual([p, method], [4 / 2 ** 4, "exact"]);
});
