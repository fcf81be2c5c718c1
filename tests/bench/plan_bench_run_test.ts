import assert from "node:assert/strict";
import { UserError } from "../../lib/core/errors.ts";
import { formatBenchHelp, planBenchRun } from "./plan_bench_run.ts";

const BENCHMARKS = ["drain", "enqueue", "import"].map((name) => ({
  name,
  does: `what ${name} does`,
  run: () => Promise.resolve([]),
}));

function namesOf(args: readonly string[]): string[] {
  return planBenchRun(args, BENCHMARKS).benchmarks.map(({ name }) => name);
}

Deno.test("without a name all benchmarks run, with names those, in their usual order", () => {
  assert.deepEqual(namesOf([]), ["drain", "enqueue", "import"]);
  assert.deepEqual(namesOf(["import", "--large", "drain"]), ["drain", "import"]);
});

Deno.test("flags are off unless given", () => {
  assert.deepEqual(planBenchRun([], BENCHMARKS), { help: false, large: false, benchmarks: BENCHMARKS });
  assert.deepEqual(planBenchRun(["--large", "--help"], BENCHMARKS), {
    help: true,
    large: true,
    benchmarks: BENCHMARKS,
  });
});

Deno.test("an unknown name or flag is a user's mistake, and the message lists what there is", () => {
  for (const [args, found] of [[["drian"], "drian"], [["drain", "--big"], "--big"], [["7"], "7"]] as const) {
    assert.throws(() => planBenchRun(args, BENCHMARKS), (error) => {
      assert.ok(error instanceof UserError);
      assert.match(error.message, new RegExp(`"${found}".*drain, enqueue, import`));
      return true;
    });
  }
});

Deno.test("the help names every benchmark with what it does", () => {
  const help = formatBenchHelp(BENCHMARKS).join("\n");
  for (const { name, does } of BENCHMARKS) assert.match(help, new RegExp(`${name} +${does}`));
});
