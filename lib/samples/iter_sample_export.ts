import { iterSampleMessages, sampleChannels, type SampleOptions } from "./iter_sample_messages.ts";
import type { SampleChannel } from "./sample_channel.ts";
import { type ExportOddity, writeExportRecord } from "./write_export_record.ts";

export interface SampleExportOptions extends SampleOptions {
  /** The root is one chat, or holds a list of them; by default one chat if there is one agency. */
  readonly shape?: "single_chat" | "chat_list";
  readonly oddities?: readonly ExportOddity[];
}

/** Big enough that a caller's write costs little, small enough not to count as memory. */
const CHUNK_LENGTH = 65_536;

/**
 * Yields, in pieces, a `result.json` as Telegram Desktop writes it, of the messages that still exist. Dates are
 * Singapore's local time.
 *
 * @throws {RangeError} If a single chat is asked for several agencies.
 */
export function* iterSampleExport(options: SampleExportOptions): Generator<string> {
  let chunk = "";
  for (const piece of iterPieces(options)) {
    chunk += piece;
    if (chunk.length < CHUNK_LENGTH) continue;
    yield chunk;
    chunk = "";
  }
  if (chunk !== "") yield chunk;
}

function* iterPieces(options: SampleExportOptions): Generator<string> {
  const channels = sampleChannels(options);
  const shape = options.shape ?? (channels.length === 1 ? "single_chat" : "chat_list");
  const [only] = channels;
  if (shape === "single_chat") {
    if (only === undefined || channels.length > 1) {
      throw new RangeError(`Cannot export a single chat: the options name ${channels.length} agencies`);
    }
    yield* iterChat(only, options, "");
    return;
  }
  yield '{\n "about": "Sample data of fictional agencies.",\n "chats": {\n';
  yield '  "about": "Channels generated from a seed.",\n  "list": [';
  for (const [place, channel] of channels.entries()) {
    yield place === 0 ? "\n   " : ",\n   ";
    yield* iterChat(channel, options, "   ");
  }
  yield "\n  ]\n }\n}";
}

/** One chat object; `indent` stands before its closing brace. */
function* iterChat(channel: SampleChannel, options: SampleExportOptions, indent: string): Generator<string> {
  const { agency } = channel;
  const line = `\n${indent} `;
  yield `{${line}"name": ${JSON.stringify(agency.title)},${line}"type": "${agency.chatType}",`;
  yield `${line}"id": ${agency.bareChannelId},${line}"messages": [`;
  const oddities = new Set(options.oddities);
  let separator = "";
  for (const message of iterSampleMessages({ ...options, agencies: [agency] })) {
    if (message.isDeleted) continue;
    const json = JSON.stringify(writeExportRecord(message, oddities), null, 1).replaceAll("\n", `${line} `);
    yield `${separator}${line} ${
      oddities.has("invalid_escapes") ? json.replaceAll("\\u000b", "\\x0B") : json
    }`;
    separator = ",";
  }
  yield `${line}]\n${indent}}`;
}
