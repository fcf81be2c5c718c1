import * as z from "zod";
import type { TimeWindow } from "../core/time_window.ts";
import type { Sql } from "../store/postgres_client.ts";
import { type Job, JobSchema } from "./job.ts";

/** Which messages, as enqueueing chooses them. */
export interface WindowQuery {
  readonly window: TimeWindow;
  /** Marked ids; null is every channel. */
  readonly channelIds: readonly number[] | null;
  /** Only the newest so many of each channel's window; null is all. */
  readonly maxMessagesPerChannel: number | null;
}

const WindowJobsSchema = z.object({
  scanned: z.int(),
  posts: z.int(),
  upToDate: z.int(),
  queued: z.int(),
});

/** How the messages of a window stand in a version. */
export interface WindowJobs {
  readonly scanned: number;
  /** Those that can be extracted: neither deleted nor service messages. */
  readonly posts: number;
  /** Posts whose job is finished and which enqueueing leaves alone unless it is forced. */
  readonly upToDate: number;
  /** Posts whose job is pending or in flight. */
  readonly queued: number;
}

/** Counts what enqueueing a window under a version would meet. Nothing is changed; the version need not exist. */
export async function loadWindowJobs(sql: Sql, version: string, query: WindowQuery): Promise<WindowJobs> {
  const rows = await sql`
    select count(*) as scanned,
      count(*) filter (where is_post and not is_deleted) as posts,
      count(*) filter (where is_post and not is_deleted and ${isUpToDate(sql)}) as "upToDate",
      count(*) filter (where is_post and not is_deleted and e.status in ('pending', 'processing')) as queued
    from ${windowOf(sql, query)} w
    left join telegram_extractions e on e.raw_id = w.raw_id and e.pipeline_version = ${version}`;
  return WindowJobsSchema.parse(rows[0]);
}

/** A post that is to be extracted, as an extractor gets to read it. */
export type DuePost = Omit<Job, "claimId" | "attempts">;

const PAGE_SIZE = 1000;

/** Iterates, a page at a time, over the posts of a window that enqueueing under a version would make due, in the order of claims. */
export async function* iterDuePosts(
  sql: Sql,
  version: string,
  query: WindowQuery,
  force: boolean,
): AsyncGenerator<readonly DuePost[]> {
  const due = await sql<{ raw_id: number }[]>`
    select w.raw_id
    from ${windowOf(sql, query)} w
    left join telegram_extractions e on e.raw_id = w.raw_id and e.pipeline_version = ${version}
    where w.is_post and not w.is_deleted and (${force} or e.status is null or not ${isUpToDate(sql)})
    order by w.raw_id`;
  for (let start = 0; start < due.length; start += PAGE_SIZE) {
    const ids = due.slice(start, start + PAGE_SIZE).map(({ raw_id }) => raw_id);
    const rows = await sql`
      select r.id as raw_id, 0 as claim_id, 0 as attempts, r.text_sha256::text, r.raw_text, r.is_forward, r.is_reply,
        r.message_date::text, r.deleted_at::text, ch.channel_id, ch.channel_link, ch.title as channel_title
      from telegram_messages_raw r
      join telegram_channels ch on ch.channel_id = r.channel_id
      where r.id = any (${`{${ids.join(",")}}`}::text::bigint[])
      order by r.id`;
    yield z.array(JobSchema).parse([...rows]);
  }
}

/** What enqueueing goes by: the finished rows that it leaves alone unless it is forced. */
function isUpToDate(sql: Sql) {
  return sql`(
    e.status in ('ok', 'skipped') and e.skip_reason is distinct from 'deleted'
    and e.content_sha256 is not distinct from e.wanted_sha256
  )`;
}

function windowOf(sql: Sql, { window, channelIds, maxMessagesPerChannel }: WindowQuery) {
  return sql`
    queue_window(
      ${channelIds === null ? null : `{${channelIds.join(",")}}`}::text::bigint[],
      ${window.since?.toISOString() ?? null}::text::timestamptz,
      ${window.until?.toISOString() ?? null}::text::timestamptz,
      ${maxMessagesPerChannel}::integer, 0, 2147483647
    )`;
}
