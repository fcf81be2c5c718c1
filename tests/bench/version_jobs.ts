import { enqueueAll } from "../support/stored_jobs.ts";
import { chooseWorkerOptions } from "../../lib/extraction/choose_worker_options.ts";
import { runDrain } from "../../lib/queue/drain.ts";
import { finishedJobs } from "../../lib/queue/drain_totals.ts";
import type { Outcome } from "../../lib/queue/outcome.ts";
import { parseSettings } from "../../lib/runtime/settings.ts";
import type { Sql } from "../../lib/store/database.ts";
import { BENCH_VERSION } from "./drain_work.ts";
import { settleTable } from "./settle_table.ts";

/** Makes all messages jobs of the version that have never been touched. */
export async function enqueueAnew(sql: Sql): Promise<void> {
  await sql`truncate telegram_extractions`;
  await enqueueAll(sql, BENCH_VERSION);
  await settleTable(sql, "telegram_extractions");
}

/** Drains a version as mode 4 does, with the same outcome for every job, and returns how many were finished. */
export async function drainVersion(
  sql: Sql,
  version: string,
  outcome: Outcome,
  signal: AbortSignal,
): Promise<number> {
  const { values: settings } = parseSettings({ environment: {}, dotEnv: {} });
  const options = chooseWorkerOptions(settings, {
    version,
    oneshot: true,
    maxJobs: null,
    concurrency: 1,
    listens: false,
    signal,
  });
  const { totals } = await runDrain(sql, { ...options, model: null }, () => Promise.resolve(outcome));
  signal.throwIfAborted();
  return finishedJobs(totals);
}
