import { fileURLToPath } from "node:url";
import type { Benchmark } from "./benchmark.ts";
import { compareSides } from "./compare_sides.ts";
import { interleave, timed } from "./interleave.ts";

const REPETITIONS = 9;
const ROOT = fileURLToPath(new URL("../../", import.meta.url));
const MODE = ["run", "-q", "--no-prompt", "-P=database", "modes/mode4_drain_queue_no_side_effects.ts"];
const BARE = ["run", "-q", "-A", "tests/bench/bare_start_process.ts"];

/** Mode 4 as a task starts it, with nothing to do: what a person waits for in vain. */
export const startBenchmark: Benchmark = {
  name: "start",
  does: "mode 4 on an empty queue, the whole process, beside one that only asks the database once",
  run: async ({ test: { url }, signal }) => {
    const side = (args: readonly string[]) => ({
      run: async () => ({ seconds: await timed(() => runProcess(args, url, signal)) }),
    });
    const measured = await interleave(
      { "Resift": side(MODE), "postgres.js alone": side(BARE) },
      { repetitions: REPETITIONS, warmUp: true, signal },
    );
    return compareSides(measured, {
      name: "start",
      unit: "s",
      figure: ({ seconds = NaN }) => seconds,
      ours: "Resift",
      references: { "postgres.js alone": null },
    });
  },
};

async function runProcess(args: readonly string[], url: string, signal: AbortSignal): Promise<void> {
  const { success, stderr } = await new Deno.Command(Deno.execPath(), {
    args: [...args],
    cwd: ROOT,
    env: { DATABASE_URL: url },
    stdout: "null",
    stderr: "piped",
    signal,
  }).output();
  signal.throwIfAborted();
  if (!success) throw new Error(`The process failed: ${new TextDecoder().decode(stderr)}`);
}
