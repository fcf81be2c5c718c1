import assert from "node:assert/strict";
import { SeededRandom } from "../../lib/core/seeded_random.ts";

function draw(random: SeededRandom, count: number): number[] {
  return Array.from({ length: count }, () => random.next());
}

Deno.test("the same seed gives the same sequence, another seed another", () => {
  assert.deepEqual(draw(new SeededRandom(7), 20), draw(new SeededRandom(7), 20));
  assert.notDeepEqual(draw(new SeededRandom(7), 20), draw(new SeededRandom(8), 20));
});

Deno.test("the sequence of a seed never changes, for samples are compared over time", () => {
  // Checked against the same arithmetic in Python.
  const random = new SeededRandom(42);
  assert.deepEqual(Array.from({ length: 6 }, () => random.integer(0, 999)), [128, 33, 75, 706, 211, 616]);
});

Deno.test("numbers are spread evenly over [0, 1)", () => {
  const buckets = new Array<number>(10).fill(0);
  for (const number of draw(new SeededRandom(1), 100_000)) {
    assert.ok(number >= 0 && number < 1);
    const bucket = Math.floor(number * 10);
    buckets[bucket] = (buckets[bucket] ?? 0) + 1;
  }
  // Chi-squared with 9 degrees of freedom exceeds 27.9 once in a thousand seeds.
  const chiSquared = buckets.reduce((sum, count) => sum + (count - 10_000) ** 2 / 10_000, 0);
  assert.ok(chiSquared < 27.9, String(chiSquared));
});

Deno.test("whole numbers reach both ends and nothing beyond", () => {
  const random = new SeededRandom(3);
  const seen = new Set(Array.from({ length: 1000 }, () => random.integer(-2, 2)));
  assert.deepEqual([...seen].sort((a, b) => a - b), [-2, -1, 0, 1, 2]);
  assert.equal(random.integer(5, 5), 5);
});

Deno.test("a chance of 0 never happens, one of 1 always", () => {
  const random = new SeededRandom(4);
  for (let i = 0; i < 1000; i++) {
    assert.equal(random.chance(0), false);
    assert.equal(random.chance(1), true);
  }
});

Deno.test("picking from an empty list is an error", () => {
  assert.throws(() => new SeededRandom(5).pick([]), RangeError);
});

Deno.test("a fork depends on seed and salt, not on what was drawn before", () => {
  const fresh = new SeededRandom(9);
  const used = new SeededRandom(9);
  draw(used, 100);
  assert.deepEqual(draw(used.fork(3), 10), draw(fresh.fork(3), 10));
  assert.notDeepEqual(draw(fresh.fork(3), 10), draw(fresh.fork(4), 10));
  assert.notDeepEqual(draw(fresh.fork(3), 10), draw(new SeededRandom(9), 10));
});

Deno.test("forks of a thousand salts do not repeat each other's first numbers", () => {
  const random = new SeededRandom(10);
  const firsts = new Set(Array.from({ length: 1000 }, (_, salt) => random.fork(salt).next()));
  assert.ok(firsts.size > 995);
});
