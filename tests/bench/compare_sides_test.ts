import assert from "node:assert/strict";
import { compareSides, median, spreadOf } from "./compare_sides.ts";

Deno.test("the median is the middle value, or lies halfway between the two in the middle", () => {
  assert.equal(median([3]), 3);
  assert.equal(median([9, 1, 2]), 2);
  assert.equal(median([10, 1, 2, 3]), 2.5);
  assert.throws(() => median([]), RangeError);
});

Deno.test("the spread is the distance between the extremes, as a share of the median", () => {
  assert.equal(spreadOf([4, 4, 4]), 0);
  assert.equal(spreadOf([8, 12, 10]), 0.4);
});

const RATES = { name: "drain", unit: "jobs/s", figure: ({ rate = NaN }) => rate, ours: "ours" };

Deno.test("a ratio is of the medians, its spread of the repetitions that ran side by side", () => {
  const measured = new Map([
    ["ours", [{ rate: 20 }, { rate: 30 }, { rate: 10 }]],
    ["theirs", [{ rate: 10 }, { rate: 15 }, { rate: 5 }]],
  ]);
  assert.deepEqual(compareSides(measured, { ...RATES, references: { theirs: ">= 1.3" } }), [{
    name: "drain",
    ours: 20,
    reference: 10,
    reference_name: "theirs",
    ratio: 2,
    unit: "jobs/s",
    n: 3,
    // The machine was slow and fast for both.
    spread: 0,
    ours_spread: 1,
    reference_spread: 1,
    goal: ">= 1.3",
  }]);
});

Deno.test("a side that was not measured as often as ours is an error, not a figure", () => {
  const measured = new Map([["ours", [{ rate: 1 }, { rate: 1 }]], ["theirs", [{ rate: 1 }]]]);
  assert.throws(() => compareSides(measured, { ...RATES, references: { theirs: null } }), RangeError);
  assert.throws(() => compareSides(measured, { ...RATES, references: { nobody: null } }), RangeError);
});
