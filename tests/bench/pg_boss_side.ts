import * as z from "zod";
import type { TestDatabase } from "../support/test_database.ts";
import { settleTable } from "./settle_table.ts";
import { BATCH_SIZE, type DrainWork } from "./drain_work.ts";
import { importPeer, PEERS } from "./import_peer.ts";
import { type Side, timed } from "./interleave.ts";
import { untilNoRows } from "./until_no_rows.ts";

interface Job {
  readonly id: string;
}

interface Boss {
  on(event: "error", listener: (error: unknown) => void): void;
  start(): Promise<unknown>;
  stop(options: { readonly graceful: boolean }): Promise<void>;
  createQueue(name: string): Promise<void>;
  deleteAllJobs(name: string): Promise<void>;
  insert(name: string, jobs: readonly { readonly data: unknown }[]): Promise<unknown>;
  work(
    name: string,
    options: Readonly<Record<string, unknown>>,
    handler: (jobs: readonly Job[]) => Promise<unknown>,
  ): Promise<string>;
  offWork(name: string, options: { readonly wait: boolean }): Promise<void>;
}

const Api = z.object({
  PgBoss: z.custom<new (options: Readonly<Record<string, unknown>>) => Boss>((value) =>
    typeof value === "function"
  ),
});

const QUEUE = "extract";
const INSERT_SIZE = 5_000;

/** pg-boss in this process: batches without a pause while they come back full, outputs written batch by batch. */
export async function pgBossSide(
  { sql, url }: TestDatabase,
  { jobs, output }: DrainWork,
): Promise<Side & AsyncDisposable & { readonly name: string }> {
  const { PgBoss } = await importPeer("pg-boss", Api);
  const boss = new PgBoss({ connectionString: url, supervise: false, schedule: false });
  let failure: unknown = null;
  boss.on("error", (error) => failure ??= error);
  await boss.start();
  await boss.createQueue(QUEUE);
  const options = { batchSize: BATCH_SIZE, burstWhenBatchFull: true, pollingIntervalSeconds: 0.5 };
  return {
    name: `pg-boss ${PEERS["pg-boss"]}`,
    prepare: async () => {
      await boss.deleteAllJobs(QUEUE);
      const rows = await sql`select id as raw_id, raw_text as text from telegram_messages_raw`;
      for (let from = 0; from < rows.length; from += INSERT_SIZE) {
        await boss.insert(QUEUE, rows.slice(from, from + INSERT_SIZE).map((data) => ({ data })));
      }
      await settleTable(sql, "pgboss.job_common");
    },
    run: async () => {
      const all = Promise.withResolvers<void>();
      let handled = 0;
      const finish = (batch: readonly Job[]) => {
        handled += batch.length;
        if (handled === jobs) all.resolve();
        return Promise.resolve(batch.map(({ id }) => ({ id, status: "completed", output })));
      };
      const seconds = await timed(async () => {
        if (output === null) {
          await boss.work(QUEUE, options, async (batch) => void await finish(batch));
        } else {
          await boss.work(QUEUE, { ...options, perJobResults: true }, finish);
        }
        await all.promise;
        await untilNoRows(() =>
          sql`select from pgboss.job where name = ${QUEUE} and state <> 'completed' limit 1`
        );
      });
      await boss.offWork(QUEUE, { wait: true });
      if (failure !== null) throw failure;
      return { seconds };
    },
    [Symbol.asyncDispose]: () => boss.stop({ graceful: false }),
  };
}
