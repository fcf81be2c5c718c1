import { UserError } from "../core/errors.ts";
import type { Channel } from "../schema/raw_message.ts";
import { parseExportChat } from "./export_chat.ts";
import { createExportClock } from "./export_date.ts";
import type { ExportEvent } from "./export_event.ts";
import type { ExportSource } from "./export_file.ts";
import { parseRecordJson, readExportRecord, RecordError } from "./export_record.ts";
import { iterLineChunks } from "./iter_line_chunks.ts";

const NEWLINE = 0x0a;
/** A rejected line is kept up to this length. */
const MAX_REJECTED_CHARACTERS = 64 * 1024;

/**
 * Reads NDJSON, one message a line: a message as Telegram Desktop exports it, and in its key `chat` the fields that an
 * export has beside the messages: `{"chat":{"id":1234567890,"type":"public_channel","name":"Tuition"},"id":1,
 * "type":"message","date_unixtime":"1714521600","text":"..."}`. Empty lines are passed over. Lines of one chat should
 * stand together: each change of chat ends a transaction.
 *
 * @param timeZone The zone of dates without an instant; see `iterTelegramExport`.
 * @throws {UserError} If no line is a message, or a date needs a zone and `timeZone` is null.
 */
export async function* iterMessageLines(
  source: ExportSource,
  timeZone: string | null,
): AsyncGenerator<ExportEvent> {
  const refuse = (found: string) => new UserError(`Cannot import "${source.name}": ${found}`);
  const clock = createExportClock(timeZone);
  let channelId: number | null = null;
  let messageIndex = -1;
  let messages = 0;
  for await (const { text, byteOffset } of iterLines(source)) {
    if (text.trim() === "") continue;
    const place = { byteOffset, messageIndex: ++messageIndex };
    try {
      const parsed = parseRecordJson(text);
      const channel = parseLineChat(parsed.value);
      const message = readExportRecord(parsed, channel.channelId, clock);
      if (channel.channelId !== channelId) yield { kind: "chat", channel, byteOffset };
      channelId = channel.channelId;
      messages++;
      yield { kind: "message", message, place };
    } catch (error) {
      if (error instanceof UserError) throw refuse(error.message);
      if (!(error instanceof RecordError)) throw error;
      const record = text.slice(0, MAX_REJECTED_CHARACTERS);
      const reject = { ...place, messageId: null, reason: error.message, record };
      // Before the first chat it is in none.
      yield {
        kind: "reject",
        reject: channelId === null ? { ...reject, messageIndex: null } : reject,
      };
    }
  }
  try {
    clock.assertZone();
  } catch (error) {
    throw error instanceof UserError ? refuse(error.message) : error;
  }
  if (messages === 0) {
    throw refuse(
      'no line is a message; each needs "chat" with "id" and "type", and "id", "type" and "date_unixtime" of its own; ' +
        "an export of Telegram Desktop is imported without --ndjson",
    );
  }
  yield { kind: "end", stop: null };
}

async function* iterLines(
  source: ExportSource,
): AsyncGenerator<{ readonly text: string; readonly byteOffset: number }> {
  const decoder = new TextDecoder();
  let offset = 0;
  /** The beginning of a line that is longer than a chunk. */
  let rest = "";
  let restOffset = 0;
  for await (const chunk of iterLineChunks(source.iterChunks(0))) {
    let start = 0;
    for (let end = chunk.indexOf(NEWLINE); end >= 0; end = chunk.indexOf(NEWLINE, start)) {
      const text = rest + decoder.decode(chunk.subarray(start, end));
      yield { text, byteOffset: rest === "" ? offset + start : restOffset };
      rest = "";
      start = end + 1;
    }
    if (start < chunk.length) {
      if (rest === "") restOffset = offset + start;
      rest += decoder.decode(chunk.subarray(start), { stream: true });
    }
    offset += chunk.length;
  }
  rest += decoder.decode();
  if (rest !== "") yield { text: rest, byteOffset: restOffset };
}

function parseLineChat(value: unknown): Channel {
  const chat = typeof value === "object" && value !== null && "chat" in value ? value.chat : null;
  const channel = typeof chat === "object" && chat !== null ? parseExportChat(chat) : null;
  if (channel === null) throw new RecordError('it has no "chat" with "id" and "type"');
  return channel;
}
