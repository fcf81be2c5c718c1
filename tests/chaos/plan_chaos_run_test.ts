import assert from "node:assert/strict";
import { formatChaosHelp, planChaosRun } from "./plan_chaos_run.ts";

Deno.test("a command line without words asks for a run of at least 200 faults", () => {
  const plan = planChaosRun([]);
  assert.ok(plan.faults >= 200);
  assert.equal(plan.help, false);
});

Deno.test("seed, faults and jobs are taken from the command line", () => {
  const plan = planChaosRun(["--seed", "9", "--faults=12", "--jobs", "300"]);
  assert.deepEqual(plan, { help: false, seed: 9, faults: 12, jobs: 300 });
});

Deno.test("words, flags and values that mean nothing are refused", () => {
  for (const args of [["seed"], ["--sed", "1"], ["--seed", "-1"], ["--faults", "many"], ["--jobs", "1.5"]]) {
    assert.throws(() => planChaosRun(args), /^UserError: Cannot (run|read) /);
  }
});

Deno.test("the help names every flag and fits 80 columns", () => {
  const help = formatChaosHelp();
  for (const flag of ["--seed", "--faults", "--jobs"]) {
    assert.ok(help.some((line) => line.includes(`  ${flag} `)));
  }
  assert.ok(help.every((line) => line.length <= 80));
});
