import assert from "node:assert/strict";
import type { BenchRecord } from "./benchmark.ts";
import { formatRecords, recordsToJson } from "./bench_report.ts";

const RECORD: BenchRecord = {
  name: "drain",
  ours: 45_678.9,
  reference: 23_456.7,
  reference_name: "the other queue",
  ratio: 1.947371,
  unit: "jobs/s",
  n: 5,
  spread: 0.1,
  ours_spread: 0.2,
  reference_spread: 0.3,
  goal: ">= 1.3",
};

Deno.test("a table shows three digits, spreads to either side, and the goal", () => {
  const [header = "", , row = ""] = formatRecords([RECORD]);
  assert.deepEqual(header.split(/ {2,}/), [
    ..."benchmark,ours,±,reference,±,unit,beside,ratio,±,goal,n".split(","),
  ]);
  assert.deepEqual(row.split(/ {2,}/), [
    ..."drain|45,700|10 %|23,500|15 %|jobs/s|the other queue|1.95|5 %|>= 1.3|5".split("|"),
  ]);
});

Deno.test("the file holds every figure to six digits, and can be read back", () => {
  const [read] = JSON.parse(recordsToJson([RECORD]));
  assert.deepEqual(read, { ...RECORD, ratio: 1.94737 });
});
