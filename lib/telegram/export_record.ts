import { UserError } from "../core/errors.ts";
import type { RawMessage } from "../schema/raw_message.ts";
import { storableText } from "./export_chat.ts";
import { type ExportClock, quoteValue } from "./export_date.ts";
import { type ParsedJson, parseExportJson } from "./export_json.ts";
import { parseExportEntities, parseExportText, parseRichText } from "./export_text.ts";
import { parsePeerId } from "./peer_id.ts";

const KINDS: ReadonlySet<unknown> = new Set<RawMessage["kind"]>(["message", "service", "unsupported"]);

/** The keys that describe what is attached to a message; a contact's number stays in `messageJson` alone. */
const MEDIA_KEYS = [
  "media_type",
  "mime_type",
  "photo",
  "photo_file_size",
  "file",
  "file_name",
  "file_size",
  "thumbnail",
  "width",
  "height",
  "duration_seconds",
  "sticker_emoji",
  "performer",
  "title",
  "media_spoiler",
  "self_destruct_period_seconds",
  "location_information",
  "live_location_period_seconds",
  "place_name",
  "address",
  "poll",
  "todo_list",
  "game_title",
  "invoice_information",
  "giveaway_information",
  "giveaway_results",
  "paid_stars_amount",
] as const;

/** Why a record is no message; the message of the error is the reason. */
export class RecordError extends Error {
  override readonly name = "RecordError";
}

/**
 * Parses one element of an exported chat's `messages`. All messages pass here: no schema library checks them, which
 * would take half of the time, but types do, and a test holds what comes out against RawMessageSchema.
 *
 * @param text The element's JSON text, as it stands in the file.
 * @throws {RecordError} If it is not JSON or no message; the error tells the field, never the message's text.
 * @throws {UserError} If its date has no zone and `clock` knows none.
 */
export function parseExportRecord(text: string, channelId: number, clock: ExportClock): RawMessage {
  return readExportRecord(parseRecordJson(text), channelId, clock);
}

/**
 * Reads a message from a record whose JSON is parsed already.
 *
 * @throws {RecordError} and {UserError} As `parseExportRecord` does.
 */
export function readExportRecord(
  { value: record, json }: ParsedJson,
  channelId: number,
  clock: ExportClock,
): RawMessage {
  if (!isObject(record)) throw new RecordError("it is not a JSON object");
  const messageId = record["id"];
  const kind = record["type"];
  if (typeof messageId !== "number" || !Number.isSafeInteger(messageId)) {
    throw new RecordError(`id is ${quoteValue(messageId)}, expected a whole number`);
  }
  if (!isKind(kind)) {
    throw new RecordError(`type is ${quoteValue(kind)}, expected message, service or unsupported`);
  }
  const messageDate = readDate(clock, "date", record["date_unixtime"], record["date"]);
  if (messageDate === null && kind !== "unsupported") throw new RecordError("it has no date");
  const senderName = record["from"] ?? record["actor"];
  const replyTo = record["reply_to_message_id"];
  return {
    channelId,
    messageId,
    kind,
    messageDate,
    editDate: readDate(clock, "edited", record["edited_unixtime"], record["edited"]),
    senderId: parsePeerId(record["from_id"] ?? record["actor_id"]),
    senderName: typeof senderName === "string" ? storableText(senderName) : null,
    isForward: record["forwarded_from"] !== undefined || record["forwarded_from_id"] !== undefined,
    isReply: replyTo !== undefined,
    replyToMessageId: typeof replyTo === "number" && Number.isSafeInteger(replyTo) ? replyTo : null,
    text: storableText(
      record["text"] === undefined ? parseRichText(record["rich_message"]) : parseExportText(record["text"]),
    ),
    entities: parseExportEntities(record["text_entities"], record["text"]),
    media: kind === "message" ? pickMedia(record) : null,
    views: null,
    forwards: null,
    replyCount: null,
    messageJson: json,
  };
}

/** @throws {RecordError} If the text is not JSON. */
export function parseRecordJson(text: string): ParsedJson {
  try {
    return parseExportJson(text);
  } catch {
    throw new RecordError("it is not valid JSON");
  }
}

function isKind(value: unknown): value is RawMessage["kind"] {
  return KINDS.has(value);
}

function readDate(clock: ExportClock, name: string, unixtime: unknown, local: unknown): Date | null {
  try {
    return clock.read(unixtime, local);
  } catch (error) {
    if (error instanceof UserError || !(error instanceof RangeError)) throw error;
    throw new RecordError(`${name} ${error.message}`);
  }
}

function pickMedia(record: Readonly<Record<string, unknown>>): Record<string, unknown> | null {
  let media: Record<string, unknown> | null = null;
  for (const key of MEDIA_KEYS) {
    if (record[key] !== undefined) (media ??= {})[key] = record[key];
  }
  return media;
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
