/** Imports an export as one would at first: all of it parsed at once, 1,000 rows a statement: FILE. */
import { openDatabase } from "../../lib/store/database.ts";
import * as z from "zod";
import { timed } from "./interleave.ts";
import { reportFigures } from "./run_measured.ts";

const ROWS_A_STATEMENT = 1_000;

const Piece = z.union([z.string(), z.object({ text: z.string() }).transform(({ text }) => text)]);
const Message = z.looseObject({
  id: z.int(),
  type: z.string(),
  date_unixtime: z.string(),
  edited_unixtime: z.string().optional(),
  from: z.string().nullish(),
  forwarded_from: z.string().nullish(),
  reply_to_message_id: z.int().optional(),
  text: z.union([z.string(), z.array(Piece).transform((pieces) => pieces.join(""))]),
  text_entities: z.array(z.unknown()).default([]),
});
const Export = z.object({
  chats: z.object({
    list: z.array(z.object({ id: z.int(), name: z.string(), messages: z.array(z.unknown()) })),
  }),
});

const [path = ""] = Deno.args;
await using database = await openDatabase({ DATABASE_URL: Deno.env.get("DATABASE_URL") ?? null });
const { sql } = database;
let messages = 0;
const seconds = await timed(async () => {
  const { chats } = Export.parse(JSON.parse(await Deno.readTextFile(path)));
  for (const chat of chats.list) {
    const channelId = -(1_000_000_000_000 + chat.id);
    await sql`
      insert into telegram_channels (channel_id, title, chat_type) values (${channelId}, ${chat.name}, 'public_channel')
      on conflict do nothing`;
    for (let from = 0; from < chat.messages.length; from += ROWS_A_STATEMENT) {
      const rows = chat.messages.slice(from, from + ROWS_A_STATEMENT).map((record) =>
        makeRow(channelId, record)
      );
      const { count } = await sql`insert into telegram_messages_raw ${sql(rows)} on conflict do nothing`;
      messages += count;
    }
  }
});
reportFigures({ seconds, messages });

function makeRow(channelId: number, record: unknown) {
  const message = Message.parse(record);
  return {
    channel_id: channelId,
    message_id: message.id,
    kind: message.type === "message" ? "message" : "service",
    message_date: new Date(Number(message.date_unixtime) * 1000),
    edit_date: message.edited_unixtime ? new Date(Number(message.edited_unixtime) * 1000) : null,
    sender_name: message.from ?? null,
    is_forward: typeof message.forwarded_from === "string",
    is_reply: message.reply_to_message_id !== undefined,
    reply_to_message_id: message.reply_to_message_id ?? null,
    raw_text: message.text,
    entities_json: JSON.stringify(message.text_entities),
    message_json: JSON.stringify(record),
  };
}
