import type { DrainOptions } from "../../lib/queue/drain_options.ts";
import { iterEnqueueJobs } from "../../lib/queue/enqueue_jobs.ts";
import type { Job } from "../../lib/queue/job.ts";
import type { Outcome } from "../../lib/queue/outcome.ts";
import type { Sql } from "../../lib/store/database.ts";
import { numberedMessages, storeMessages } from "./stored_messages.ts";
import { openTestDatabase, type TestDatabase } from "./test_database.ts";

/** The options of a quick one-shot drain of version v1. */
export function drainOptions(changes: Partial<DrainOptions> = {}): DrainOptions {
  return {
    version: "v1",
    worker: "test",
    leaseSeconds: 60,
    model: null,
    concurrency: 4,
    batchSize: 10,
    maxJobs: null,
    oneshot: true,
    waitForRetriesSeconds: 5,
    idleSeconds: 0.05,
    listens: false,
    maxAttempts: 3,
    maxLostLeases: 10,
    baseMs: 1,
    maxMs: 1,
    signal: new AbortController().signal,
    random: () => 0,
    ...changes,
  };
}

/** A database with messages `text 1`, `text 2`, ..., each a pending job of version v1. */
export async function openQueue(count: number): Promise<TestDatabase & { readonly rawIds: number[] }> {
  const test = await openTestDatabase();
  const rawIds = await storeMessages(test.sql, numberedMessages(count));
  await enqueueAll(test.sql);
  return { ...test, rawIds };
}

/** Makes every message that is stored a job of a version, as mode 3 does. */
export async function enqueueAll(sql: Sql, version = "v1"): Promise<void> {
  const options = {
    version,
    window: { since: null, until: null },
    channelIds: null,
    maxMessagesPerChannel: null,
    force: false,
    allowLive: false,
    pageSize: 20_000,
  };
  for await (const _totals of iterEnqueueJobs(sql, options));
}

/** A job whose output is its text. */
export function echo(job: Job): Promise<Outcome> {
  return Promise.resolve({ kind: "ok", output: { text: job.text }, meta: {} });
}

/** How many jobs are in each status. */
export async function loadStatuses(sql: Sql): Promise<Record<string, number>> {
  const rows = await sql<{ status: string; count: number }[]>`
    select status, count(*) from telegram_extractions group by status`;
  return Object.fromEntries(rows.map((row) => [row.status, row.count]));
}
