import * as z from "zod";
import type { TimeWindow } from "../core/time_window.ts";
import type { Queryable } from "./postgres_client.ts";

/** A way down a channel's history, from the newest message of a window to its oldest, and how far it has come. */
export interface HistoryRead {
  readonly id: number;
  readonly channelId: number;
  readonly window: TimeWindow;
  /** Where it stops, because all from there down had been read before; null: at `since`. */
  readonly afterMessageId: number | null;
  /** The first message that it met; null while it met none. */
  readonly newestMessageId: number | null;
  /** All from here up is stored; null before the first page. */
  readonly beforeMessageId: number | null;
  readonly messagesRead: number;
  readonly startedAt: Date;
  readonly isFinished: boolean;
}

const HistoryReadRowSchema = z.object({
  id: z.int(),
  channel_id: z.int(),
  since: z.date().nullable(),
  until: z.date().nullable(),
  after_message_id: z.int().nullable(),
  newest_message_id: z.int().nullable(),
  before_message_id: z.int().nullable(),
  messages_read: z.int(),
  started_at: z.date(),
  finished_at: z.date().nullable(),
});

/** The ways down a window that were begun, the oldest first. */
export async function loadHistoryReads(
  sql: Queryable,
  channelId: number,
  { since, until }: TimeWindow,
): Promise<HistoryRead[]> {
  const rows = await sql`
    select id, channel_id, since, until, after_message_id, newest_message_id, before_message_id, messages_read,
      started_at, finished_at
    from telegram_history_reads
    where channel_id = ${channelId}
      and since is not distinct from ${since?.toISOString() ?? null}::text::timestamptz
      and until is not distinct from ${until?.toISOString() ?? null}::text::timestamptz
    order by id`;
  return rows.map((row) => toHistoryRead(HistoryReadRowSchema.parse(row)));
}

/** Begins a way down. */
export async function startHistoryRead(
  sql: Queryable,
  channelId: number,
  { since, until }: TimeWindow,
  afterMessageId: number | null,
): Promise<HistoryRead> {
  const [row] = await sql`
    insert into telegram_history_reads (channel_id, since, until, after_message_id)
    values (
      ${channelId}, ${since?.toISOString() ?? null}::text::timestamptz, ${
    until?.toISOString() ?? null
  }::text::timestamptz,
      ${afterMessageId}
    )
    returning id, channel_id, since, until, after_message_id, newest_message_id, before_message_id, messages_read,
      started_at, finished_at`;
  return toHistoryRead(HistoryReadRowSchema.parse(row));
}

/** What a page adds to a way down. */
export interface HistoryStep {
  readonly newestMessageId: number | null;
  readonly oldestMessageId: number | null;
  readonly messages: number;
  readonly isLast: boolean;
}

/** Moves the cursor; in the transaction that stores the page. */
export async function advanceHistoryRead(sql: Queryable, id: number, step: HistoryStep): Promise<void> {
  await sql`
    update telegram_history_reads
    set newest_message_id = coalesce(newest_message_id, ${step.newestMessageId}),
      before_message_id = coalesce(${step.oldestMessageId}, before_message_id),
      messages_read = messages_read + ${step.messages},
      finished_at = case when ${step.isLast} then now() end,
      updated_at = now()
    where id = ${id}`;
}

/** Forgets the ways down a window, so that it is read anew; what they stored stays. */
export async function forgetHistoryReads(
  sql: Queryable,
  channelId: number,
  { since, until }: TimeWindow,
): Promise<void> {
  await sql`
    delete from telegram_history_reads
    where channel_id = ${channelId}
      and since is not distinct from ${since?.toISOString() ?? null}::text::timestamptz
      and until is not distinct from ${until?.toISOString() ?? null}::text::timestamptz`;
}

function toHistoryRead(row: z.infer<typeof HistoryReadRowSchema>): HistoryRead {
  return {
    id: row.id,
    channelId: row.channel_id,
    window: { since: row.since, until: row.until },
    afterMessageId: row.after_message_id,
    newestMessageId: row.newest_message_id,
    beforeMessageId: row.before_message_id,
    messagesRead: row.messages_read,
    startedAt: row.started_at,
    isFinished: row.finished_at !== null,
  };
}
