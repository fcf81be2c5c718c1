import { once } from "node:events";
import { BatchWriter } from "../../lib/ingest/batch_writer.ts";
import type { Channel, RawMessage } from "../../lib/schema/raw_message.ts";
import type { Sql } from "../../lib/store/database.ts";
import { RAW_MESSAGE_COLUMNS } from "../../lib/store/raw_message_rows.ts";
import type { Benchmark } from "./benchmark.ts";
import { samplePostTexts } from "./bench_messages.ts";
import { settleTable } from "./settle_table.ts";
import { compareSides } from "./compare_sides.ts";
import { formatCopyLine } from "./format_copy_line.ts";
import { interleave, timed } from "./interleave.ts";

const MESSAGES = 30_000;
const REPETITIONS = 5;
const CHANNEL: Channel = {
  channelId: -1001000000001,
  channelLink: null,
  title: "Bench",
  chatType: "public_channel",
};

/** Messages in memory go the import's way into the store, beside a COPY of the same columns into the same table. */
export const rawWritesBenchmark: Benchmark = {
  name: "raw_writes",
  does: `${MESSAGES} messages in memory are stored; COPY asks for no known message and counts nothing`,
  run: async ({ test: { sql }, signal }) => {
    await sql`
      insert into telegram_channels (channel_id, title, chat_type)
      values (${CHANNEL.channelId}, ${CHANNEL.title}, ${CHANNEL.chatType})`;
    const messages = sampleRawMessages(MESSAGES);
    const prepare = async () => {
      await sql`truncate telegram_messages_raw cascade`;
      await settleTable(sql, "telegram_messages_raw");
    };
    const measured = await interleave({
      "Resift": { prepare, run: async () => ({ seconds: await timed(() => ingest(sql, messages)) }) },
      "COPY": { prepare, run: async () => ({ seconds: await timed(() => copy(sql, messages)) }) },
    }, { repetitions: REPETITIONS, warmUp: true, signal });
    return compareSides(measured, {
      name: "raw_writes",
      unit: "messages/s",
      figure: ({ seconds = NaN }) => MESSAGES / seconds,
      ours: "Resift",
      references: { "COPY": ">= 0.6" },
    });
  },
};

async function ingest(sql: Sql, messages: readonly RawMessage[]): Promise<void> {
  let stored = 0;
  const writer = new BatchWriter<null>(sql, {
    runId: null,
    signal: new AbortController().signal,
    onRefused: ({ reason }) => Promise.reject(new Error(`A message was refused: ${reason}`)),
    onStored: (_channel, counts) => stored += counts.new,
  });
  await writer.startChannel(CHANNEL);
  for (const message of messages) await writer.add(message, null);
  await writer.close();
  if (stored !== messages.length) throw new Error(`Resift stored ${stored} of ${messages.length} messages`);
}

/** One COPY in the text format, in pieces of a size that sockets like. */
async function copy(sql: Sql, messages: readonly RawMessage[]): Promise<void> {
  const stream = await sql`copy telegram_messages_raw (${sql(RAW_MESSAGE_COLUMNS)}) from stdin`.writable();
  let piece = "";
  for (const message of messages) {
    piece += formatCopyLine(message);
    if (piece.length < 256 * 1024) continue;
    if (!stream.write(piece)) await once(stream, "drain");
    piece = "";
  }
  stream.end(piece);
  await once(stream, "finish");
}

function sampleRawMessages(count: number): RawMessage[] {
  const texts = samplePostTexts(1000);
  return Array.from({ length: count }, (_, index): RawMessage => {
    const messageId = index + 1;
    const text = texts[index % texts.length] ?? "";
    const messageDate = new Date(Date.UTC(2026, 0, 1, 0, messageId));
    const entities = [{ type: "bold", offset: 0, length: 12 }];
    return {
      channelId: CHANNEL.channelId,
      messageId,
      kind: "message",
      messageDate,
      editDate: null,
      senderId: CHANNEL.channelId,
      senderName: CHANNEL.title,
      isForward: false,
      isReply: false,
      replyToMessageId: null,
      text,
      entities,
      media: null,
      views: null,
      forwards: null,
      replyCount: null,
      messageJson: JSON.stringify({
        id: messageId,
        type: "message",
        date: messageDate,
        text,
        text_entities: entities,
      }),
    };
  });
}
