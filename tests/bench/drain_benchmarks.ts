import type { Outcome } from "../../lib/queue/outcome.ts";
import type { BenchContext, Benchmark, BenchRecord } from "./benchmark.ts";
import { samplePostTexts, storeBenchMessages } from "./bench_messages.ts";
import { compareSides } from "./compare_sides.ts";
import type { DrainWork } from "./drain_work.ts";
import { graphileWorkerSide } from "./graphile_worker_side.ts";
import { handWrittenSide, sqlOnlySide } from "./hand_written_sides.ts";
import { interleave } from "./interleave.ts";
import { ourDrainSide } from "./our_drain_side.ts";
import { pgBossSide } from "./pg_boss_side.ts";

const JOBS = 20_000;
const REPETITIONS = 5;
const OUTPUT_BYTES = 500;

/** Claim and complete, nothing else: what the queue itself costs. */
export const drainNoopBenchmark: Benchmark = {
  name: "drain_noop",
  does: `${JOBS} jobs with short texts are claimed and completed without an output`,
  run: async (context) => {
    await storeBenchMessages(context.test.sql, JOBS, ["text"]);
    return await measureDrain("drain_noop", context, { jobs: JOBS, output: null });
  },
};

/** Claims hand out posts of the usual length, completions write an output of 500 bytes. */
export const drainRealisticBenchmark: Benchmark = {
  name: "drain_realistic",
  does:
    `${JOBS} jobs with the texts of posts are claimed and completed with ${OUTPUT_BYTES} bytes of jsonb each`,
  run: async (context) => {
    await storeBenchMessages(context.test.sql, JOBS, samplePostTexts(1000));
    return await measureDrain("drain_realistic", context, { jobs: JOBS, output: makeOutput(OUTPUT_BYTES) });
  },
};

async function measureDrain(name: string, context: BenchContext, work: DrainWork): Promise<BenchRecord[]> {
  const { test, signal } = context;
  const outcome: Outcome = work.output === null
    ? { kind: "skip", reason: "nothing_to_do" }
    : { kind: "ok", output: work.output, meta: {} };
  await using graphileWorker = await graphileWorkerSide(test, work);
  await using pgBoss = await pgBossSide(test, work);
  const measured = await interleave({
    "Resift": ourDrainSide(test.sql, work, outcome, signal),
    "hand-written loop": handWrittenSide(test.sql, work),
    "SQL alone": sqlOnlySide(test.sql, work),
    [graphileWorker.name]: graphileWorker,
    [pgBoss.name]: pgBoss,
  }, { repetitions: REPETITIONS, warmUp: true, signal });
  return compareSides(measured, {
    name,
    unit: "jobs/s",
    figure: ({ seconds = NaN }) => work.jobs / seconds,
    ours: "Resift",
    references: {
      [graphileWorker.name]: ">= 1.3",
      [pgBoss.name]: null,
      "hand-written loop": ">= 0.9",
      "SQL alone": null,
    },
  });
}

/** An object that is `bytes` long as JSON, of words that differ. */
function makeOutput(bytes: number): Record<string, unknown> {
  const words = samplePostTexts(3).join(" ").replace(/[^A-Za-z0-9 ]/g, "");
  const output = { subject: words.slice(0, 40), rate: { min: 30, max: 45 }, remarks: "" };
  return { ...output, remarks: words.slice(0, bytes - JSON.stringify(output).length) };
}
