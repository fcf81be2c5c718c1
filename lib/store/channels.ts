import * as z from "zod";
import type { Channel } from "../schema/raw_message.ts";
import type { Queryable } from "./postgres_client.ts";

/**
 * Stores a chat, or what is newly known of it: a null link or title and the type "other" leave what is stored. A link
 * that another chat had moves here, because Telegram's public names are unique.
 */
export async function saveChannel(sql: Queryable, channel: Channel): Promise<void> {
  const { channelId, channelLink, title, chatType } = channel;
  if (channelLink !== null) {
    await sql`
      update telegram_channels set channel_link = null
      where channel_link = ${channelLink} and channel_id <> ${channelId}`;
  }
  await sql`
    insert into telegram_channels as known (channel_id, channel_link, title, chat_type)
    values (${channelId}, ${channelLink}, ${title}, ${chatType})
    on conflict (channel_id) do update set
      channel_link = coalesce(excluded.channel_link, known.channel_link),
      title = coalesce(excluded.title, known.title),
      chat_type = case when excluded.chat_type = 'other' then known.chat_type else excluded.chat_type end,
      last_seen_at = now()`;
}

/** The id of the chat that has a link, such as `t.me/name`; null if none has. */
export async function loadChannelIdByLink(sql: Queryable, channelLink: string): Promise<number | null> {
  const rows = await sql`select channel_id from telegram_channels where channel_link = ${channelLink}`;
  return rows[0] === undefined ? null : z.int().parse(rows[0]["channel_id"]);
}
