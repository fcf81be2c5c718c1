import assert from "node:assert/strict";
import fc from "fast-check";
import { multisetOverlap } from "../../lib/stats/multiset_overlap.ts";

Deno.test("what both have counts as often as both have it", () => {
  assert.equal(multisetOverlap(["a", "b", "a", "c"], ["a", "a", "a", "c", "d"]), 3);
  assert.equal(multisetOverlap([], ["a"]), 0);
});

Deno.test("the overlap knows neither sides nor order, and is no more than either has", () => {
  const bag = fc.array(fc.constantFrom("a", "b", "c"), { maxLength: 12 });
  fc.assert(fc.property(bag, bag, (a, b) => {
    const overlap = multisetOverlap(a, b);
    assert.equal(multisetOverlap(b, a.toReversed()), overlap);
    assert.ok(overlap <= Math.min(a.length, b.length));
    assert.equal(multisetOverlap(a, a), a.length);
    assert.equal(multisetOverlap([...a, "d"], [...b, "d"]), overlap + 1);
  }));
});
