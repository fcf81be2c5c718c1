import * as z from "zod";
import { UserError } from "../core/errors.ts";
import type { RawMessage } from "../schema/raw_message.ts";
import { storableText } from "./export_chat.ts";
import type { ExportClock } from "./export_date.ts";
import { parseExportJson } from "./export_json.ts";
import { parseExportEntities, parseExportText } from "./export_text.ts";
import { parsePeerId } from "./peer_id.ts";

/** What is read of an exported message; all else stays in `messageJson`. */
const ExportRecordSchema = z.object({
  id: z.int(),
  type: z.enum(["message", "service", "unsupported"]),
  date: z.unknown().optional(),
  date_unixtime: z.unknown().optional(),
  edited: z.unknown().optional(),
  edited_unixtime: z.unknown().optional(),
  from: z.unknown().optional(),
  from_id: z.unknown().optional(),
  actor: z.unknown().optional(),
  actor_id: z.unknown().optional(),
  forwarded_from: z.unknown().optional(),
  forwarded_from_id: z.unknown().optional(),
  reply_to_message_id: z.unknown().optional(),
  text: z.unknown().optional(),
  text_entities: z.unknown().optional(),
});

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
 * Parses one element of an exported chat's `messages`.
 *
 * @param text The element's JSON text, as it stands in the file.
 * @throws {RecordError} If it is not JSON or no message; the error tells the field, never the message's text.
 * @throws {UserError} If its date has no zone and `clock` knows none.
 */
export function parseExportRecord(text: string, channelId: number, clock: ExportClock): RawMessage {
  const { value, json } = parseJson(text);
  const parsed = ExportRecordSchema.safeParse(value);
  if (!parsed.success) throw new RecordError(describeIssue(parsed.error));
  const record = parsed.data;
  const messageDate = readDate(clock, "date", record.date_unixtime, record.date);
  if (messageDate === null && record.type !== "unsupported") throw new RecordError("it has no date");
  const senderName = record.from ?? record.actor;
  const replyTo = record.reply_to_message_id;
  return {
    channelId,
    messageId: record.id,
    kind: record.type,
    messageDate,
    editDate: readDate(clock, "edited", record.edited_unixtime, record.edited),
    senderId: parsePeerId(record.from_id ?? record.actor_id),
    senderName: typeof senderName === "string" ? storableText(senderName) : null,
    isForward: record.forwarded_from !== undefined || record.forwarded_from_id !== undefined,
    isReply: replyTo !== undefined,
    replyToMessageId: typeof replyTo === "number" && Number.isSafeInteger(replyTo) ? replyTo : null,
    text: storableText(parseExportText(record.text)),
    entities: parseExportEntities(record.text_entities, record.text),
    media: record.type === "message" ? pickMedia(value) : null,
    views: null,
    forwards: null,
    replyCount: null,
    messageJson: json,
  };
}

function parseJson(text: string): { readonly value: unknown; readonly json: string } {
  try {
    return parseExportJson(text);
  } catch {
    throw new RecordError("it is not valid JSON");
  }
}

function describeIssue(error: z.ZodError): string {
  const issue = error.issues[0];
  if (issue === undefined || issue.path.length === 0) return "it is not a JSON object";
  return `${issue.path.join(".")}: ${issue.message}`;
}

function readDate(clock: ExportClock, name: string, unixtime: unknown, local: unknown): Date | null {
  try {
    return clock.read(unixtime, local);
  } catch (error) {
    if (error instanceof UserError || !(error instanceof RangeError)) throw error;
    throw new RecordError(`${name} ${error.message}`);
  }
}

function pickMedia(record: unknown): Record<string, unknown> | null {
  if (!isObject(record)) return null;
  const present = MEDIA_KEYS.filter((key) => record[key] !== undefined);
  return present.length === 0 ? null : Object.fromEntries(present.map((key) => [key, record[key]]));
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null;
}
