import assert from "node:assert/strict";
import { describeField } from "../../lib/comparison/describe_field.ts";
import { fieldCounts } from "../../lib/comparison/field_counts.ts";

function words(only_a: number, only_b: number, equal: number, different: number, both_null = 0) {
  return describeField(fieldCounts({ both_null, only_a, only_b, equal, different }));
}

Deno.test("a field that is filled and equal but for less than one in a hundred is alike", () => {
  assert.deepEqual(words(0, 0, 1000, 0), ["alike"]);
  assert.deepEqual(words(4, 5, 990, 5), ["alike"]);
});

Deno.test("what only one version fills counts by its balance, over all pairs", () => {
  assert.deepEqual(words(0, 10, 990, 0), ["fills_more"]);
  assert.deepEqual(words(10, 0, 990, 0), ["fills_less"]);
  assert.deepEqual(words(0, 10, 990, 0, 1000), ["alike"]);
});

Deno.test("a swap that balances out, and other values, differ", () => {
  assert.deepEqual(words(50, 50, 900, 0), ["differs"]);
  assert.deepEqual(words(0, 100, 800, 100), ["fills_more", "differs"]);
});

Deno.test("a field that nobody fills is empty", () => {
  assert.deepEqual(words(0, 0, 0, 0, 50), ["empty"]);
  assert.deepEqual(words(0, 0, 0, 0, 0), ["empty"]);
});
