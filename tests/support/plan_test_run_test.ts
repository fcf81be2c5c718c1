import assert from "node:assert/strict";
import { countTests, formatCounts, planTestRun } from "./plan_test_run.ts";

const FILES = ["tests/house_test.ts", "tests/queue/claim_test.ts", "tests/queue/drain_test.ts"];

Deno.test("without words everything is run", () => {
  assert.deepEqual(planTestRun([], FILES), { files: [], flags: [] });
});

Deno.test("a word picks files by their path, a path is a path", () => {
  const queue = ["tests/queue/claim_test.ts", "tests/queue/drain_test.ts"];
  for (const word of ["queue", "tests/queue/", "./tests/queue"]) {
    assert.deepEqual(planTestRun([word], FILES), { files: queue, flags: [] }, word);
  }
  assert.deepEqual(planTestRun(["house", "claim"], FILES).files, [
    "tests/house_test.ts",
    "tests/queue/claim_test.ts",
  ]);
});

Deno.test("a word that is in no path picks tests by name, and flags are passed on", () => {
  assert.deepEqual(planTestRun(["kill -9 (twice)", "--fail-fast"], FILES), {
    files: [],
    flags: ["--fail-fast", "--filter=/(?i)kill -9 \\(twice\\)/"],
  });
});

Deno.test("the counts are read from the last line of the run", () => {
  const output =
    "ok | 9 passed | 0 failed (1ms)\n\n\x1b[0m\x1b[31mFAILED\x1b[0m | 12 passed (3 steps) | 2 failed (1 step) " +
    "| 1 ignored | 4 filtered out \x1b[38;5;245m(129ms)\x1b[0m\n\nerror: Test failed\n";
  const counts = countTests(output);
  assert.deepEqual(counts, { passed: 12, failed: 2, skipped: 1 });
  assert.equal(counts && formatCounts(counts), "12 passed, 2 failed, 1 skipped");
  assert.equal(formatCounts({ passed: 3, failed: 0, skipped: 0 }), "3 passed, 0 failed");
  assert.equal(countTests("error: Type checking failed.\n"), null);
});
