import assert from "node:assert/strict";
import { tokenF1 } from "../../lib/stats/token_f1.ts";

Deno.test("tokens count as a bag: in any order, as often as both have them", () => {
  // Two of the three answered are among the four expected: P 2/3, R 2/4, F1 = 2 * 2 / 7.
  const score = tokenF1(["sec", "3", "e", "maths"], ["maths", "maths", "sec"]);
  assert.deepEqual(score, { p: 2 / 3, r: 0.5, f1: 4 / 7 });
});

Deno.test("nothing for nothing is right, nothing for something is wrong", () => {
  assert.deepEqual(tokenF1([], []), { p: 1, r: 1, f1: 1 });
  assert.deepEqual(tokenF1(["a"], []), { p: 0, r: 0, f1: 0 });
  assert.deepEqual(tokenF1([], ["a"]), { p: 0, r: 0, f1: 0 });
});
