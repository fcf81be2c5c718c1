import assert from "node:assert/strict";
import { precisionRecall } from "../../lib/stats/precision_recall.ts";

Deno.test("precision, recall and F1 agree with a worked example", () => {
  // 6 of 8 answers are right, of 12 that were expected: P 3/4, R 1/2, F1 = 2PR / (P + R) = 3/5.
  assert.deepEqual(precisionRecall(6, 8, 12), { p: 0.75, r: 0.5, f1: 0.6 });
});

Deno.test("a share of nothing is 0", () => {
  assert.deepEqual(precisionRecall(0, 0, 5), { p: 0, r: 0, f1: 0 });
  assert.deepEqual(precisionRecall(0, 0, 0), { p: 0, r: 0, f1: 0 });
});
