import type { Sql } from "../../lib/store/database.ts";

/** A raw message as a test needs it; the rest is filled in. */
export interface StoredMessage {
  readonly text: string;
  readonly kind?: "message" | "service";
  readonly date?: string;
  readonly deletedAt?: string;
  readonly isForward?: boolean;
}

/** The channel that {@linkcode storeMessages} writes to unless told otherwise. */
export const CHANNEL_ID = -1001000000001;

/** Stores messages 1, 2, 3, ... of a channel, one a minute from 2026-01-01, and returns their raw ids in that order. */
export async function storeMessages(
  sql: Sql,
  messages: readonly StoredMessage[],
  channelId = CHANNEL_ID,
): Promise<number[]> {
  await sql`
    insert into telegram_channels (channel_id, title, chat_type) values (${channelId}, 'Test channel', 'public_channel')
    on conflict do nothing`;
  const rows = await sql<{ id: number }[]>`
    insert into telegram_messages_raw (channel_id, message_id, kind, message_date, raw_text, message_json, deleted_at,
      is_forward)
    select ${channelId}, m.position, coalesce(m.message ->> 'kind', 'message'),
      coalesce((m.message ->> 'date')::timestamptz, '2026-01-01T00:00:00Z'::timestamptz + m.position * interval '1 minute'),
      m.message ->> 'text', '{}', (m.message ->> 'deletedAt')::timestamptz,
      coalesce((m.message ->> 'isForward')::boolean, false)
    from json_array_elements(${JSON.stringify(messages)}::text::json) with ordinality as m (message, position)
    order by m.position
    returning id`;
  return rows.map((row) => row.id);
}

/** Messages whose texts are `text 1`, `text 2`, ... */
export function numberedMessages(count: number): StoredMessage[] {
  return Array.from({ length: count }, (_, index) => ({ text: `text ${index + 1}` }));
}

/** Does to a message what an edit does in one transaction: the new text, and the wish of every job for it. */
export async function editMessage(sql: Sql, rawId: number, text: string): Promise<void> {
  await sql`
    with edited as (
      update telegram_messages_raw set raw_text = ${text}, edit_date = now() where id = ${rawId} returning id, text_sha256
    )
    update telegram_extractions e set wanted_sha256 = edited.text_sha256 from edited where e.raw_id = edited.id`;
}
