import { iterSampleMessages } from "../../lib/samples/iter_sample_messages.ts";
import type { Sql } from "../../lib/store/database.ts";

const CHANNEL_ID = -1001000000001;
const SINCE = new Date("2026-01-01T00:00:00Z");

/** Texts of posts of the sample channels, about 500 characters each. */
export function samplePostTexts(count: number): string[] {
  const texts: string[] = [];
  for (
    const { text, disposition } of iterSampleMessages({ seed: 1, messagesPerChannel: count, since: SINCE })
  ) {
    if (disposition.status === "ok") texts.push(text);
    if (texts.length === count) break;
  }
  return texts;
}

/** Stores so many posts, one a minute, with these texts over and over, of one channel or of several in turn. */
export async function storeBenchMessages(
  sql: Sql,
  count: number,
  texts: readonly string[],
  channels = 1,
): Promise<void> {
  await sql`
    insert into telegram_channels (channel_id, title, chat_type)
    select ${CHANNEL_ID}::bigint - n, 'Bench ' || n, 'public_channel' from generate_series(0, ${channels}::integer - 1) as n`;
  await sql`
    with texts as materialized (
      select ordinality - 1 as position, value as text
      from json_array_elements_text(${JSON.stringify(texts)}::text::json) with ordinality
    )
    insert into telegram_messages_raw (channel_id, message_id, kind, message_date, raw_text, message_json)
    select ${CHANNEL_ID}::bigint - n % ${channels}::integer, n, 'message', ${SINCE} + n * interval '1 minute', text, json_build_object('id', n, 'text', text)
    from generate_series(1, ${count}::integer) as n
    join texts on position = n % ${texts.length}::integer
    order by n`;
  await sql`vacuum analyze telegram_messages_raw`;
}
