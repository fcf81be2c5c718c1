import type { Queryable } from "./database.ts";
import type { VersionExtent } from "./load_version_extent.ts";

/** Loads how many messages of some channels (null: of all) are stored, and between which dates they were posted. */
export async function loadRawExtent(
  sql: Queryable,
  channelIds: readonly number[] | null,
): Promise<VersionExtent> {
  const [extent] = await sql<VersionExtent[]>`
    select count(*) as messages, min(message_date) as first, max(message_date) as last
    from telegram_messages_raw
    where ${channelIds === null} or channel_id = any (${`{${channelIds?.join(",") ?? ""}}`}::text::bigint[])`;
  return extent ?? { messages: 0, first: null, last: null };
}
