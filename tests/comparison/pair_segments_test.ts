import assert from "node:assert/strict";
import { pairSegments } from "../../lib/comparison/pair_segments.ts";

Deno.test("segments of the same code pair wherever they stand, and the others are named", () => {
  assert.deepEqual(pairSegments(["A", "B", null], ["C", "A"]), {
    pairs: [{ a: 0, b: 1, by: "code" }],
    onlyInA: [1, 2],
    onlyInB: [0],
  });
});

Deno.test("without codes segments pair by their places, where there are equally many", () => {
  assert.deepEqual(pairSegments([null, null], [null, null]).pairs, [
    { a: 0, b: 0, by: "place" },
    { a: 1, b: 1, by: "place" },
  ]);
  assert.deepEqual(pairSegments([null, null], [null, null, null]), {
    pairs: [],
    onlyInA: [0, 1],
    onlyInB: [0, 1, 2],
  });
});

Deno.test("two segments of one place with two codes are two assignments", () => {
  assert.deepEqual(pairSegments(["A", "B", null], ["A", "C", "D"]), {
    pairs: [{ a: 0, b: 0, by: "code" }, { a: 2, b: 2, by: "place" }],
    onlyInA: [1],
    onlyInB: [1],
  });
});
