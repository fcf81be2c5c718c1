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

/** What a store holds of a channel that is not so in Telegram, in words; nothing where they agree. */
export async function findDifferences(
  sql: Sql,
  world: TelegramWorld,
  channel: WorldChannel,
): Promise<string[]> {
  const everTold = new Map<number, Set<string>>();
  for (const { message } of world.changes.filter((change) => change.channel === channel)) {
    everTold.set(message.id, (everTold.get(message.id) ?? new Set()).add(message.text));
  }
  const rows = await sql<{ message_id: number; raw_text: string; deleted: boolean; revisions: string[] }[]>`
    select r.message_id, r.raw_text, r.deleted_at is not null as deleted,
      coalesce((select jsonb_agg(v.raw_text) from telegram_message_revisions v where v.raw_id = r.id), '[]') as revisions
    from telegram_messages_raw r where r.channel_id = ${idOf(channel)}`;
  const stored = new Map(rows.map((row) => [row.message_id, row]));
  const missing = [...channel.messages.keys()].filter((id) => !stored.has(id)).map((id) =>
    `${id} is missing`
  );
  return missing.concat(rows.flatMap(({ message_id: id, raw_text, deleted, revisions }) => {
    const now = channel.messages.get(id);
    const invented = [raw_text, ...revisions].filter((text) => everTold.get(id)?.has(text) !== true);
    return [
      ...(now === undefined && !deleted ? [`${id} is gone`] : []),
      ...(now !== undefined && deleted ? [`${id} is there`] : []),
      ...(now !== undefined && now.text !== raw_text ? [`${id} is "${now.text}", not "${raw_text}"`] : []),
      ...invented.map((text) => `${id} was never "${text}"`),
    ];
  }));
}

/** Each text that a message was given and that another has replaced, as `id text`, in order. */
export function supersededTexts(world: TelegramWorld, channel: WorldChannel): string[] {
  const current = new Map<number, string>();
  const superseded: string[] = [];
  for (
    const { kind, message: { id, text } } of world.changes.filter((change) => change.channel === channel)
  ) {
    const before = current.get(id);
    if (kind === "edited" && before !== undefined && before !== text) superseded.push(`${id} ${before}`);
    current.set(id, text);
  }
  return superseded;
}

/** The same as they are stored. */
export async function loadRevisions(sql: Sql, channelId: number): Promise<string[]> {
  const rows = await sql<{ text: string }[]>`
    select r.message_id || ' ' || v.raw_text as text
    from telegram_message_revisions v join telegram_messages_raw r on r.id = v.raw_id
    where r.channel_id = ${channelId}`;
  return rows.map(({ text }) => text);
}
