import type { Benchmark } from "./benchmark.ts";
import { samplePostTexts, storeBenchMessages } from "./bench_messages.ts";
import { settleTable } from "./settle_table.ts";
import { compareSides } from "./compare_sides.ts";
import { BENCH_VERSION } from "./drain_work.ts";
import { interleave, timed } from "./interleave.ts";
import { enqueueAll } from "../support/stored_jobs.ts";

const MESSAGES = 50_000;
const REPETITIONS = 5;

/** Mode 3's whole way beside the one statement that it comes down to. */
export const enqueueBenchmark: Benchmark = {
  name: "enqueue",
  does: `${MESSAGES} stored messages become jobs of a version`,
  run: async ({ test: { sql }, signal }) => {
    await storeBenchMessages(sql, MESSAGES, samplePostTexts(1000));
    await sql`insert into pipeline_versions (version) values (${BENCH_VERSION})`;
    const prepare = async () => {
      await sql`truncate telegram_extractions`;
      await settleTable(sql, "telegram_extractions");
    };
    const insertSelect = () =>
      sql`
        insert into telegram_extractions (raw_id, pipeline_version, wanted_sha256)
        select id, ${BENCH_VERSION}, text_sha256 from telegram_messages_raw order by id`;
    const measured = await interleave({
      "Resift": {
        prepare,
        run: async () => ({ seconds: await timed(() => enqueueAll(sql, BENCH_VERSION)) }),
      },
      "INSERT ... SELECT": { prepare, run: async () => ({ seconds: await timed(insertSelect) }) },
    }, { repetitions: REPETITIONS, warmUp: true, signal });
    return compareSides(measured, {
      name: "enqueue",
      unit: "jobs/s",
      figure: ({ seconds = NaN }) => MESSAGES / seconds,
      ours: "Resift",
      references: { "INSERT ... SELECT": ">= 0.9" },
    });
  },
};
