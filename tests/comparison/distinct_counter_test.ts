import assert from "node:assert/strict";
import { DistinctCounter } from "../../lib/comparison/distinct_counter.ts";
import { SeededRandom } from "../../lib/core/seeded_random.ts";

Deno.test("the count agrees with that of a set, beyond the first growth", () => {
  const counter = new DistinctCounter();
  const set = new Set<number>();
  assert.equal(counter.count(), 0);
  const random = new SeededRandom(3);
  for (let draw = 0; draw < 10_000; draw++) {
    const value = random.integer(0, 5000) * 2 ** 39;
    counter.add(value);
    set.add(value);
  }
  assert.equal(counter.count(), set.size);
});
