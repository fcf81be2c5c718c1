import assert from "node:assert/strict";
import fc from "fast-check";
import { editSimilarity } from "../../lib/stats/edit_similarity.ts";
import { listScore } from "../../lib/stats/list_score.ts";
import { assertDigits } from "../support/assert_digits.ts";

Deno.test("a list is scored in any order, an item given twice must be there twice", () => {
  assert.deepEqual(listScore(["a", "b", "c", "d"], ["d", "a", "a"]), { p: 2 / 3, r: 0.5, f1: 4 / 7 });
  assert.deepEqual(listScore([], []), { p: 1, r: 1, f1: 1 });
  assert.deepEqual(listScore(["a"], []), { p: 0, r: 0, f1: 0 });
});

Deno.test("with a similarity, items count as far as they are alike, equal ones first", () => {
  const expected = ["clementi", "jurong east", "bishan"];
  const predicted = ["jurong west", "bishan", "woodlands"];
  // "jurong east" and "jurong west" differ in 2 of 11 characters; the rest is less than half alike.
  const score = listScore(expected, predicted, { similarity: editSimilarity });
  assertDigits(score.p, (1 + 9 / 11) / 3, 12);
  assertDigits(score.r, (1 + 9 / 11) / 3, 12);
  assertDigits(listScore(expected, predicted, { similarity: editSimilarity, atLeast: 0.9 }).p, 1 / 3, 12);
});

Deno.test("taking the most alike first would leave two others alone; the best sum is taken", () => {
  const alike = new Map([["ax", 0.9], ["ay", 0.8], ["bx", 0.85]]);
  const similarity = (a: string, b: string) => alike.get(a + b) ?? 0;
  assertDigits(listScore(["a", "b"], ["x", "y"], { similarity }).r, (0.8 + 0.85) / 2, 12);
});

Deno.test("the score is within 0 and 1, knows no order, mirrors, and gains by being lenient", () => {
  const list = fc.array(fc.constantFrom("maths", "math", "e maths", "physics", "phys", ""), { maxLength: 7 });
  fc.assert(fc.property(list, list, (a, b) => {
    const fuzzy = listScore(a, b, { similarity: editSimilarity });
    for (const value of [fuzzy.p, fuzzy.r, fuzzy.f1]) assert.ok(value >= 0 && value <= 1 + 1e-12);
    const turned = listScore(b.toReversed(), a, { similarity: editSimilarity });
    assertDigits(turned.p, fuzzy.r, 12);
    assertDigits(turned.f1, fuzzy.f1, 12);
    assert.ok(listScore(a, b).f1 <= fuzzy.f1 + 1e-12);
    assert.equal(listScore(a, a.toReversed()).f1, 1);
  }));
});
