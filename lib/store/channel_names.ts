import type { Queryable } from "./database.ts";

/** How a channel is called; both may be unknown. */
export interface ChannelName {
  readonly channelLink: string | null;
  readonly title: string | null;
}

/** Loads the names of all channels by their marked ids. */
export async function loadChannelNames(sql: Queryable): Promise<Map<number, ChannelName>> {
  const rows = await sql<{ channel_id: number; channel_link: string | null; title: string | null }[]>`
    select channel_id, channel_link, title from telegram_channels`;
  return new Map(rows.map((row) => [row.channel_id, { channelLink: row.channel_link, title: row.title }]));
}
