import * as z from "zod";
import type { Queryable } from "./postgres_client.ts";

/** How far the live tail has come in a channel. */
export interface Tail {
  /** Telegram's count of the channel's changes up to which all are stored; null while the history has to be read for it. */
  readonly pts: number | null;
  /** The newest message up to which all are stored: where a reading of the history from its top may stop. Null where none was stored. */
  readonly completeToMessageId: number | null;
}

const TailRowSchema = z.object({ pts: z.int().nullable(), complete_to_message_id: z.int().nullable() });

/** Null where the channel was never followed. */
export async function loadTail(sql: Queryable, channelId: number): Promise<Tail | null> {
  const [row] = await sql`
    select pts, complete_to_message_id from telegram_tails where channel_id = ${channelId}`;
  if (row === undefined) return null;
  const { pts, complete_to_message_id } = TailRowSchema.parse(row);
  return { pts, completeToMessageId: complete_to_message_id };
}

/** Records how far a channel is stored; in the transaction that stores it. The message never goes back. */
export async function saveTail(sql: Queryable, channelId: number, tail: Tail): Promise<void> {
  await sql`
    insert into telegram_tails as known (channel_id, pts, complete_to_message_id)
    values (${channelId}, ${tail.pts}, ${tail.completeToMessageId})
    on conflict (channel_id) do update set
      pts = excluded.pts,
      complete_to_message_id = greatest(known.complete_to_message_id, excluded.complete_to_message_id),
      updated_at = now()`;
}

/** The newest message of a channel that is stored; null where none is. */
export async function loadNewestMessageId(sql: Queryable, channelId: number): Promise<number | null> {
  const [row] = await sql`
    select max(message_id) as newest from telegram_messages_raw where channel_id = ${channelId}`;
  return z.int().nullable().parse(row?.["newest"] ?? null);
}
