import * as z from "zod";
import type { TestDatabase } from "../support/test_database.ts";
import { settleTable } from "./settle_table.ts";
import type { DrainWork } from "./drain_work.ts";
import { callable, importPeer, PEERS } from "./import_peer.ts";
import { type Side, timed } from "./interleave.ts";
import { untilNoRows } from "./until_no_rows.ts";

interface Helpers {
  query(text: string, values: readonly unknown[]): Promise<unknown>;
}

type Task = (payload: { readonly raw_id: number; readonly text: string }, helpers: Helpers) => Promise<void>;

interface Runner {
  stop(): Promise<void>;
}

type Run = (options: {
  readonly connectionString: string;
  readonly noHandleSignals: true;
  readonly logger: unknown;
  readonly taskList: Readonly<Record<string, Task>>;
  readonly preset: { readonly worker: Readonly<Record<string, unknown>> };
}) => Promise<Runner>;

const Api = z.object({
  run: callable<Run>(),
  runMigrations: callable<(options: { connectionString: string; logger: unknown }) => Promise<void>>(),
  Logger: z.custom<new (factory: () => () => void) => unknown>((value) => typeof value === "function"),
});

/** The settings of its page on performance. */
const FAST_SETTINGS = {
  concurrentJobs: 24,
  maxPoolSize: 25,
  localQueue: { size: 500 },
  completeJobBatchDelay: 0,
  failJobBatchDelay: 0,
};

/** graphile-worker in this process; a job's output is an insert of its task's, for its completions write none. */
export async function graphileWorkerSide(
  { sql, url }: TestDatabase,
  { jobs, output }: DrainWork,
): Promise<Side & AsyncDisposable & { readonly name: string }> {
  const { run, runMigrations, Logger } = await importPeer("graphile-worker", Api);
  const options = { connectionString: url, logger: new Logger(() => () => {}) };
  await runMigrations(options);
  await sql`create table graphile_outputs (raw_id bigint primary key, output jsonb not null)`;
  const outputText = JSON.stringify(output);
  let runner: Runner | null = null;
  const stop = async () => {
    await runner?.stop();
    runner = null;
  };
  return {
    name: `graphile-worker ${PEERS["graphile-worker"]}`,
    prepare: async () => {
      await stop();
      await sql`truncate graphile_worker._private_jobs, graphile_outputs`;
      await sql`
        select count(*) from graphile_worker.add_jobs(array(
          select row('extract', json_build_object('raw_id', id, 'text', raw_text), null, null, null, null, null, null)
            ::graphile_worker.job_spec
          from telegram_messages_raw
        ))`;
      await settleTable(sql, "graphile_worker._private_jobs");
    },
    run: async () => {
      const all = Promise.withResolvers<void>();
      let started = 0;
      const extract: Task = async ({ raw_id }, helpers) => {
        if (output !== null) {
          await helpers.query("insert into graphile_outputs (raw_id, output) values ($1, $2)", [
            raw_id,
            outputText,
          ]);
        }
        if (++started === jobs) all.resolve();
      };
      const seconds = await timed(async () => {
        runner = await run({
          ...options,
          noHandleSignals: true,
          taskList: { extract },
          preset: { worker: FAST_SETTINGS },
        });
        await all.promise;
        await untilNoRows(() => sql`select from graphile_worker._private_jobs limit 1`);
      });
      return { seconds };
    },
    [Symbol.asyncDispose]: stop,
  };
}
