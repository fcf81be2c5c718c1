import type { Outcome } from "../../lib/queue/outcome.ts";
import type { Sql } from "../../lib/store/database.ts";
import { assertDone, BENCH_VERSION, type DrainWork } from "./drain_work.ts";
import { type Side, timed } from "./interleave.ts";
import { drainVersion, enqueueAnew } from "./version_jobs.ts";

/** Our drain, with the options that a mode chooses for the rules extractor. */
export function ourDrainSide(sql: Sql, work: DrainWork, outcome: Outcome, signal: AbortSignal): Side {
  return {
    prepare: () => enqueueAnew(sql),
    run: async () => {
      let done = 0;
      const seconds = await timed(async () => done = await drainVersion(sql, BENCH_VERSION, outcome, signal));
      assertDone("Resift", done, work);
      return { seconds };
    },
  };
}
