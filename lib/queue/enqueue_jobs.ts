import * as z from "zod";
import { UserError } from "../core/errors.ts";
import type { TimeWindow } from "../core/time_window.ts";
import type { Sql } from "../store/postgres_client.ts";
import { ensureVersion, loadLiveVersion } from "../store/pipeline_versions.ts";
import { JOBS_CHANNEL } from "./jobs_channel.ts";

/** Which messages become jobs of which version. */
export interface EnqueueOptions {
  readonly version: string;
  readonly window: TimeWindow;
  /** Marked ids; null is every channel. */
  readonly channelIds: readonly number[] | null;
  /** Only the newest so many of each channel's window; null is all. */
  readonly maxMessagesPerChannel: number | null;
  /** Only these messages, whatever the window, channels and limit say; null or absent is all. In rising order. */
  readonly rawIds?: readonly number[] | null;
  /** Also redo jobs that are finished and up to date. */
  readonly force: boolean;
  /** Whether force may redo the outputs of the live version. */
  readonly allowLive: boolean;
  /** Messages a statement. */
  readonly pageSize: number;
}

const PageSchema = z.object({
  scanned: z.int(),
  inserted: z.int(),
  reset: z.int(),
  kept: z.int(),
  already_queued: z.int(),
  deleted: z.int(),
  not_posts: z.int(),
  last_raw_id: z.int().nullable(),
});

/** What became of the messages of a window; `scanned` is the sum of the others. */
export interface EnqueueTotals {
  readonly scanned: number;
  /** Jobs that are new. */
  readonly inserted: number;
  /** Finished jobs that are pending again. */
  readonly reset: number;
  /** Finished jobs that are up to date. */
  readonly kept: number;
  /** Jobs that were pending or in flight already. */
  readonly alreadyQueued: number;
  /** Left out: deleted in Telegram. */
  readonly deleted: number;
  /** Left out: service messages and others without a post. */
  readonly notPosts: number;
}

/** Totals of nothing yet. */
const NOTHING: EnqueueTotals = {
  scanned: 0,
  inserted: 0,
  reset: 0,
  kept: 0,
  alreadyQueued: 0,
  deleted: 0,
  notPosts: 0,
};

/**
 * Turns a window of raw messages into jobs of a version, a page a statement, yielding the totals so far after each page.
 * Stopping in between leaves whole pages; running again enqueues the rest.
 *
 * @throws {UserError} If `force` meets the live version and `allowLive` is not set.
 */
export async function* iterEnqueueJobs(sql: Sql, options: EnqueueOptions): AsyncGenerator<EnqueueTotals> {
  const { version, window, channelIds, force } = options;
  if (force && !options.allowLive && await loadLiveVersion(sql) === version) {
    throw new UserError(
      `Cannot force version "${version}": it is live, and its outputs are what users see; enqueue a new version instead, ` +
        "or set ALLOW_LIVE=1",
    );
  }
  await ensureVersion(sql, version);
  let totals = NOTHING;
  const selected = options.rawIds ?? null;
  let afterRawId: number | null = 0;
  for (let from = 0; afterRawId !== null; from += options.pageSize) {
    const rawIds = selected?.slice(from, from + options.pageSize) ?? null;
    const rows = await sql`
      select scanned, inserted, reset, kept, already_queued, deleted, not_posts, last_raw_id
      from queue_enqueue(
        ${version}, ${arrayLiteral(channelIds)}::text::bigint[],
        ${window.since?.toISOString() ?? null}::text::timestamptz, ${
      window.until?.toISOString() ?? null
    }::text::timestamptz,
        ${options.maxMessagesPerChannel}, ${force}, ${afterRawId}, ${options.pageSize},
        ${arrayLiteral(rawIds)}::text::bigint[]
      )`;
    const page = PageSchema.parse(rows[0]);
    totals = {
      scanned: totals.scanned + page.scanned,
      inserted: totals.inserted + page.inserted,
      reset: totals.reset + page.reset,
      kept: totals.kept + page.kept,
      alreadyQueued: totals.alreadyQueued + page.already_queued,
      deleted: totals.deleted + page.deleted,
      notPosts: totals.notPosts + page.not_posts,
    };
    const isLastOfSelected = selected !== null && from + options.pageSize >= selected.length;
    afterRawId = selected === null ? page.last_raw_id : isLastOfSelected ? null : rawIds?.at(-1) ?? null;
    yield totals;
  }
  if (totals.inserted + totals.reset > 0) {
    await sql`select pg_notify(${JOBS_CHANNEL}, ${version})`;
    // The planner must learn that the table grew, else the first claims scan it.
    await sql`analyze telegram_extractions`;
  }
}

function arrayLiteral(ids: readonly number[] | null): string | null {
  return ids === null ? null : `{${ids.join(",")}}`;
}
