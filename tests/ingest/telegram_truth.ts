import { markedChannelId } from "../../lib/core/channel_reference.ts";
import type { Sql } from "../../lib/store/database.ts";
import { TelegramWorld, type WorldChannel } from "../support/telegram_world.ts";

/** A channel with so many posts, one a minute from 2025-01-01T00:01Z on: `post 1`, `post 2`, ... */
export function channelHistory(
  id: number,
  count: number,
  more: Partial<Pick<WorldChannel, "username" | "isMember" | "isPrivate">> = {},
  world: TelegramWorld = new TelegramWorld(),
): { readonly world: TelegramWorld; readonly channel: WorldChannel } {
  const channel = world.addChannel({ id, ...more });
  const start = Date.UTC(2025, 0, 1) / 1000;
  for (let post = 1; post <= count; post++) {
    world.now = start + post * 60;
    world.post(channel, `post ${post}`);
  }
  return { world, channel };
}

/** The texts of a channel by the ids of their messages, as Telegram has them now. */
export function truthOf({ messages }: WorldChannel): Map<number, string> {
  return new Map([...messages.values()].sort((a, b) => a.id - b.id).map(({ id, text }) => [id, text]));
}

/** The same as they are stored; those that are marked as deleted are left out. */
export async function loadStoredTexts(sql: Sql, channelId: number): Promise<Map<number, string>> {
  const rows = await sql<{ message_id: number; raw_text: string }[]>`
    select message_id, raw_text from telegram_messages_raw
    where channel_id = ${channelId} and deleted_at is null order by message_id`;
  return new Map(rows.map(({ message_id, raw_text }) => [message_id, raw_text]));
}

/** The marked id of a channel of the world. */
export function idOf({ id }: WorldChannel): number {
  return markedChannelId(id);
}
