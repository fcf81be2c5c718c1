import assert from "node:assert/strict";
import { planFuzzRun } from "./plan_fuzz_run.ts";

Deno.test("a fuzz run takes seed, number and path from the command line", () => {
  assert.deepEqual(planFuzzRun([]), { help: false, seed: 1, runs: 100_000, path: null });
  assert.deepEqual(planFuzzRun(["--seed", "7", "--runs=20", "--path", "3:0"]), {
    help: false,
    seed: 7,
    runs: 20,
    path: "3:0",
  });
  assert(planFuzzRun(["--help"]).help);
});

Deno.test("an unknown flag and a number that is none are refused with a remedy", () => {
  for (
    const args of [["--sed", "7"], ["7"], ["--runs", "0"], ["--seed", "x"], ["--seed", "-1"], ["--runs", ""]]
  ) {
    assert.throws(() => planFuzzRun(args), { name: "UserError", message: /^Cannot .*; / });
  }
});
