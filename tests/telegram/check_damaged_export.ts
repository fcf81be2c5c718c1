import assert from "node:assert/strict";
import type { ExportEvent } from "../../lib/telegram/export_event.ts";
import { iterMessageLines } from "../../lib/telegram/iter_message_lines.ts";
import { iterTelegramExport } from "../../lib/telegram/iter_telegram_export.ts";
import { applyEdits, type Edit } from "./export_mutation.ts";
import { sourceOf } from "./read_export_text.ts";
import type { Span, WrittenExport, WrittenMessage } from "./written_export.ts";

/** What became of a damaged export: nothing was wrong with it, or it was, or nothing in it could be read. */
export interface DamagedExportResult {
  readonly outcome: "intact" | "recovered" | "refused";
  /** Messages that the damage does not excuse from being read; all of them were. */
  readonly wholeMessages: number;
}

/**
 * Reads an export with some bytes changed, and holds what comes out against what the reader promises:
 *
 * - It ends in every case, with an error that is meant for a person or with none.
 * - What is valid JSON is read as a program reads it that parses it all at once.
 * - What stands before the first change is read.
 * - With a line an entry (Telegram Desktop's layout): so is every message that was not touched, behind the damage too,
 *   unless the way to its chat was (its head, or the start of a list of chats), or what was put in holds a part of another head.
 * - In every layout: if the damage is a few bytes inside a message, it costs that message, and all others go to their
 *   own chats.
 * - With a message a line: every line that was not touched is read.
 * - No message that still stands there is lost in silence.
 */
export async function checkDamagedExport(
  written: WrittenExport,
  edits: readonly Edit[],
  chunkBytes: number,
): Promise<DamagedExportResult> {
  const mutated = applyEdits(written.bytes, edits);
  const { events, failure } = await readEvents(written, mutated, chunkBytes);
  if (failure !== null) assert.equal(failure instanceof Error && failure.name, "UserError", String(failure));
  const isReported = failure !== null ||
    events.some((event) => event.kind === "reject" || (event.kind === "end" && event.stop !== null));
  /** In which chats each message came out. */
  const read = new Map<string, string[]>();
  for (const event of events) {
    if (event.kind !== "message") continue;
    const { messageId, text, channelId } = event.message;
    const key = messageKey(messageId, text);
    read.set(key, [...read.get(key) ?? [], `${channelId}`]);
  }

  const fromWhole = written.layout === "ndjson" ? null : expectMessages(mutated);
  const byJson = new Map(
    written.chats.flatMap(({ messages }) => messages.map((message) => [message.json, message])),
  );
  for (const json of fromWhole ?? []) {
    const message = byJson.get(json);
    if (message === undefined) continue;
    assert(
      read.has(messageKey(message.id, message.text)),
      `message ${message.id} is lost, though all is valid JSON`,
    );
  }

  const isInMessages = edits.every((edit) =>
    written.chats.some(({ messages }) =>
      messages.some(({ start, end }) => start < edit.start && edit.end < end)
    )
  );
  const isSmall = edits.every(({ start, end, replacement }) => end - start + replacement.length < 10);
  let wholeMessages = 0;
  for (const chat of written.chats) {
    for (const message of chat.messages) {
      if (edits.some((edit) => touches(edit, message))) continue;
      const channelIds = read.get(messageKey(message.id, message.text));
      const isRead = channelIds !== undefined;
      if (isRead && isInMessages && isSmall) {
        assert(
          channelIds.every((id) => id.endsWith(`${chat.id}`)),
          `message ${message.id} went to ${channelIds}`,
        );
      }
      if (mustBeRead(written.layout, chat.way, message, edits) || (isInMessages && isSmall)) {
        wholeMessages++;
        assert(isRead, `message ${message.id} was not touched and is lost`);
      }
      assert(isRead || isReported || fromWhole !== null, `message ${message.id} is lost in silence`);
    }
  }
  return { outcome: failure !== null ? "refused" : isReported ? "recovered" : "intact", wholeMessages };
}

function mustBeRead(
  layout: WrittenExport["layout"],
  way: readonly Span[],
  message: WrittenMessage,
  edits: readonly Edit[],
): boolean {
  if (layout === "ndjson" || edits.every(({ start }) => start > message.end)) return true;
  return layout === "lined" &&
    !edits.some((edit) => looksLikeHead(edit) || way.some((span) => touches(edit, span)));
}

function looksLikeHead({ replacement }: Edit): boolean {
  return /(?:name|list|chats|messages)":/.test(new TextDecoder("latin1").decode(replacement));
}

function touches(edit: Edit, { start, end }: Span): boolean {
  return edit.start <= end && edit.end >= start;
}

function messageKey(messageId: number, text: string): string {
  return `${messageId} ${text}`;
}

async function readEvents(
  { layout, timeZone }: WrittenExport,
  bytes: Uint8Array,
  chunkBytes: number,
): Promise<{ readonly events: readonly ExportEvent[]; readonly failure: unknown }> {
  const source = sourceOf(bytes, chunkBytes);
  const events: ExportEvent[] = [];
  try {
    for await (
      const event of layout === "ndjson"
        ? iterMessageLines(source, timeZone)
        : iterTelegramExport(source, timeZone)
    ) {
      if (events.push(event) > bytes.length + 1) throw new Error("the reader goes round in circles");
    }
  } catch (error) {
    return { events, failure: error };
  }
  return { events, failure: null };
}

/**
 * The records of all chats, found by parsing the whole text at once; null if it is no JSON, or if a message stands
 * among the chats in it or a chat among the messages, which is damage too.
 */
function expectMessages(bytes: Uint8Array): string[] | null {
  const text = new TextDecoder().decode(bytes)
    .replaceAll(
      /\\(?:x([0-9A-Fa-f]{2})|[^])/g,
      (all, hex?: string) => hex === undefined ? all : `\\u00${hex}`,
    );
  let root: unknown;
  try {
    root = JSON.parse(text);
  } catch {
    return null;
  }
  const records: string[] = [];
  const lists = [[root], root, field(root, "list"), field(field(root, "chats"), "list")]
    .concat([field(field(root, "left_chats"), "list")]);
  for (const chat of lists.filter(Array.isArray).flat()) {
    const [id, messages] = [field(chat, "id"), field(chat, "messages")];
    const isKnown = typeof id === "number" && Number.isSafeInteger(id) && id > 0 &&
      field(chat, "type") !== undefined;
    if (!isKnown || !Array.isArray(messages)) continue;
    const texts = messages.map((record: unknown) => JSON.stringify(record));
    if (MESSAGE_TYPES.has(field(chat, "type")) || texts.some((text) => text.includes('"messages":'))) {
      return null;
    }
    records.push(...texts);
  }
  return records;
}

const MESSAGE_TYPES: ReadonlySet<unknown> = new Set(["message", "service", "unsupported"]);

function field(value: unknown, key: string): unknown {
  return typeof value === "object" && value !== null && !Array.isArray(value)
    ? (value as Record<string, unknown>)[key]
    : undefined;
}
