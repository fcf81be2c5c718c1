import * as z from "zod";
import type { Queryable } from "./postgres_client.ts";

/** What is stored of a channel. */
export interface StoredChannel {
  readonly channelId: number;
  readonly channelLink: string | null;
  readonly title: string | null;
  readonly messages: number;
  /** Messages of which a text was replaced that is kept as a revision. */
  readonly edited: number;
  /** Messages that were deleted in Telegram. */
  readonly deleted: number;
  /** Of the messages; null where none has a date. */
  readonly first: Date | null;
  readonly last: Date | null;
}

const RowSchema = z.object({
  channel_id: z.int(),
  channel_link: z.string().nullable(),
  title: z.string().nullable(),
  messages: z.int(),
  edited: z.int(),
  deleted: z.int(),
  first: z.date().nullable(),
  last: z.date().nullable(),
}).transform(({ channel_id, channel_link, ...row }): StoredChannel => ({
  channelId: channel_id,
  channelLink: channel_link,
  ...row,
}));

/** Loads what is stored of each channel that has messages, the largest first. */
export async function loadStoredChannels(sql: Queryable): Promise<StoredChannel[]> {
  const rows = await sql`
    select c.channel_id, c.channel_link, c.title, stored.*
    from (
      select r.channel_id as id, count(*) as messages, count(v.raw_id) as edited, count(r.deleted_at) as deleted,
        min(r.message_date) as first, max(r.message_date) as last
      from telegram_messages_raw r
      left join (select distinct raw_id from telegram_message_revisions) v on v.raw_id = r.id
      group by r.channel_id
    ) stored
    join telegram_channels c on c.channel_id = stored.id
    order by stored.messages desc, c.channel_id`;
  return z.array(RowSchema).parse([...rows]);
}
