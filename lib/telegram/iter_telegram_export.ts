import { UserError } from "../core/errors.ts";
import type { Channel } from "../schema/raw_message.ts";
import { type ExportChatHeader, parseExportChat } from "./export_chat.ts";
import { createExportClock, type ExportClock } from "./export_date.ts";
import type { ExportEvent, ExportStop } from "./export_event.ts";
import type { ExportSource } from "./export_file.ts";
import { parseExportRecord, RecordError } from "./export_record.ts";
import type { ExportPart } from "./export_part.ts";
import { ExportScanner } from "./export_scanner.ts";

const DECODER = new TextDecoder();
/** A rejected record is kept up to this length. */
const MAX_REJECTED_BYTES = 64 * 1024;
const BOM = [0xef, 0xbb, 0xbf] as const;

/**
 * Reads a Telegram Desktop export: the whole account (`chats.list`, `left_chats.list`), a list of chats, or a single
 * chat. One pass, in memory of a chunk and a message, whatever the file's size. A record that cannot be read is
 * yielded as a reject and reading goes on; a file that is cut off yields what it holds.
 *
 * @param timeZone The IANA zone of the computer that made the export, for exports from before 2022; else null.
 * @throws {UserError} If the file holds no chats, or a date needs a zone and `timeZone` is null.
 */
export async function* iterTelegramExport(
  source: ExportSource,
  timeZone: string | null,
): AsyncGenerator<ExportEvent> {
  const scanner = new ExportScanner();
  const reader = new ExportReader(source, scanner, createExportClock(timeZone));
  for await (const chunk of iterBytes(source)) {
    for (const part of chunk === null ? scanner.end() : scanner.push(chunk)) {
      const event = part.kind === "messages" ? await reader.startChat(part) : reader.read(part);
      if (event !== null) yield event;
    }
  }
  if (!reader.hasChats) {
    throw new UserError(
      `Cannot import "${source.name}": it holds no chats with messages; export them in Telegram Desktop ` +
        '("Export chat history" or Settings > Advanced > Export Telegram data) in the format "Machine-readable JSON"',
    );
  }
  reader.assertZone();
  yield { kind: "end", stop: reader.stop };
}

/** The file's chunks without a byte order mark, and null behind the last. */
async function* iterBytes(source: ExportSource): AsyncGenerator<Uint8Array | null> {
  let isFirst = true;
  for await (const chunk of source.iterChunks(0)) {
    const hasBom = isFirst && BOM.every((byte, at) => chunk[at] === byte);
    // Blanked, not cut off: offsets go on counting from the file's start.
    if (hasBom) chunk.fill(0x20, 0, BOM.length);
    isFirst = false;
    yield chunk;
  }
  yield null;
}

/** Turns the scanner's parts into events; knows which chat they belong to. */
class ExportReader {
  readonly #source: ExportSource;
  readonly #scanner: ExportScanner;
  readonly #clock: ExportClock;
  #chat: Channel | null = null;
  #messageIndex = 0;
  /** Whether the last record was refused, or what stood in its place. */
  #isBehindDamage = false;
  hasChats = false;
  stop: ExportStop | null = null;

  constructor(source: ExportSource, scanner: ExportScanner, clock: ExportClock) {
    this.#source = source;
    this.#scanner = scanner;
    this.#clock = clock;
  }

  async startChat(part: ExportPart & { readonly kind: "messages" }): Promise<ExportEvent> {
    const { header, byteOffset } = part;
    this.hasChats = true;
    this.#messageIndex = 0;
    this.#chat = parseExportChat(header) ??
      parseExportChat(await findLateHeader(this.#source, header, byteOffset));
    return this.#chat === null
      ? chatReject(byteOffset, "the chat has no id or no type, so its messages are left out")
      : { kind: "chat", channel: this.#chat, byteOffset };
  }

  read(part: Exclude<ExportPart, { readonly kind: "messages" }>): ExportEvent | null {
    this.#isBehindDamage ||= part.kind === "damage" || part.kind === "gap";
    switch (part.kind) {
      case "record":
        if (this.#chat !== null) return this.#readRecord(part, this.#chat.channelId);
        // Of a chat that is not known, but others may stand in it.
        this.#scanner.refuseRecord(part.bytes);
        return null;
      case "damage":
        return this.#chat === null ? null : recordReject(part, this.#messageIndex++, part.reason);
      case "gap":
        return chatReject(part.byteOffset, "what stands there, outside of all messages, is not valid JSON");
      case "chat_end": {
        const lacksMessages = !part.hadMessages && parseExportChat(part.header) !== null;
        return lacksMessages
          ? chatReject(part.byteOffset, "a chat ends there without a list of messages")
          : null;
      }
      case "stopped":
        this.stop = { byteOffset: part.byteOffset, reason: part.reason };
        return null;
    }
  }

  #readRecord(part: ExportPart & { readonly kind: "record" }, channelId: number): ExportEvent {
    const place = { byteOffset: part.byteOffset, messageIndex: this.#messageIndex++ };
    const { bytes, byteOffset } = part;
    const refuse = (length: number, reason: string) => {
      this.#isBehindDamage = true;
      return recordReject({ bytes: bytes.subarray(0, length), byteOffset }, place.messageIndex, reason);
    };
    try {
      const text = DECODER.decode(bytes);
      if (holdsAnotherId(text, this.#isBehindDamage)) {
        const length = this.#scanner.refuseRecord(bytes);
        if (length < bytes.length) return refuse(length, "it has no end");
      }
      const message = parseExportRecord(text, channelId, this.#clock);
      this.#isBehindDamage = false;
      return { kind: "message", message, place };
    } catch (error) {
      if (!(error instanceof RecordError)) throw this.#nameFile(error);
      return refuse(this.#scanner.refuseRecord(bytes), error.message);
    }
  }

  /** @throws {UserError} If all dates of the file need a zone that is not known. */
  assertZone(): void {
    try {
      this.#clock.assertZone();
    } catch (error) {
      throw this.#nameFile(error);
    }
  }

  #nameFile(error: unknown): unknown {
    if (!(error instanceof UserError)) return error;
    return new UserError(`Cannot import "${this.#source.name}": ${error.message}`);
  }
}

/**
 * Whether the record may have lost its end and taken in others, which can be valid JSON all the same: behind damage if
 * there is another id in it, else only if that stands on a line no deeper than that of its own.
 */
function holdsAnotherId(text: string, isBehindDamage: boolean): boolean {
  const [start, indent] = /^\{\s*?(?:\n([^\S\n]*))?"id"/.exec(text) ?? [];
  if (start === undefined || !text.includes('"id"', start.length)) return false;
  if (isBehindDamage || indent === undefined) return isBehindDamage;
  return new RegExp(`\\n[^\\S\\n]{0,${indent.length}}"id"`).test(text.slice(start.length));
}

/** Chats written with their id behind their messages are rare: such a file is scanned ahead for it. */
async function findLateHeader(
  source: ExportSource,
  header: ExportChatHeader,
  messagesOffset: number,
): Promise<ExportChatHeader> {
  const scanner = ExportScanner.behindMessages(header, messagesOffset);
  for await (const chunk of source.iterChunks(messagesOffset)) {
    for (const part of scanner.push(chunk)) {
      if (part.kind === "chat_end") return part.header;
      if (part.kind === "stopped") return header;
    }
  }
  return header;
}

function recordReject(
  part: { readonly bytes: Uint8Array; readonly byteOffset: number },
  messageIndex: number,
  reason: string,
): ExportEvent {
  const record = DECODER.decode(part.bytes.subarray(0, MAX_REJECTED_BYTES));
  const [, id] = /"id"\s*:\s*(-?\d{1,15})\b/.exec(record.slice(0, 200)) ?? [];
  const messageId = id === undefined ? null : Number(id);
  return { kind: "reject", reject: { byteOffset: part.byteOffset, messageIndex, messageId, reason, record } };
}

function chatReject(byteOffset: number, reason: string): ExportEvent {
  return {
    kind: "reject",
    reject: { byteOffset, messageIndex: null, messageId: null, reason, record: null },
  };
}
