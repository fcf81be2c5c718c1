import assert from "node:assert/strict";
import type { CoverageTest } from "../../lib/comparison/comparison_schema.ts";
import { describeField } from "../../lib/comparison/describe_field.ts";
import { fieldCounts } from "../../lib/comparison/field_counts.ts";

function words(
  [only_a, only_b, equal, different]: readonly [number, number, number, number],
  coverage: CoverageTest["finding"] = "alike",
) {
  return describeField(fieldCounts({ both_null: 50, only_a, only_b, equal, different }), coverage);
}

Deno.test("a field that is filled and equal but for less than one in a hundred is alike", () => {
  assert.deepEqual(words([0, 0, 1000, 0]), ["alike"]);
  assert.deepEqual(words([4, 5, 990, 5]), ["alike"]);
});

Deno.test("more and less are said where they were tested to be, whatever the counts look like", () => {
  assert.deepEqual(words([0, 10, 990, 0], "more"), ["fills_more"]);
  assert.deepEqual(words([10, 0, 990, 0], "less"), ["fills_less"]);
  assert.deepEqual(words([0, 10, 990, 0], "undecided"), ["undecided"]);
});

Deno.test("a swap that balances out, and other values, differ", () => {
  assert.deepEqual(words([50, 50, 900, 0]), ["differs"]);
  assert.deepEqual(words([0, 100, 800, 100], "more"), ["fills_more", "differs"]);
  assert.deepEqual(words([1, 2, 80, 10], "undecided"), ["differs", "undecided"]);
});

Deno.test("what labels decide comes first, and what they do not decide is not said", () => {
  const counts = fieldCounts({ both_null: 50, only_a: 0, only_b: 100, equal: 800, different: 100 });
  assert.deepEqual(describeField(counts, "more", null, "worse"), ["worse", "fills_more", "differs"]);
  assert.deepEqual(describeField(counts, "alike", null, "better"), ["better", "differs"]);
  assert.deepEqual(describeField(counts, "more", null, "undecided"), ["fills_more", "differs"]);
  assert.deepEqual(describeField(counts, "more", null, "alike"), ["fills_more", "differs"]);
});

Deno.test("a field that nobody fills is empty", () => {
  assert.deepEqual(words([0, 0, 0, 0]), ["empty"]);
});
