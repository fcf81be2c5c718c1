import assert from "node:assert/strict";
import fc from "fast-check";
import { exportedMessage, readExportText } from "./read_export_text.ts";

/** Where something lies in an export's bytes. */
interface Span {
  readonly start: number;
  readonly end: number;
}

/** A message that was written into an export, with the white space and comma before it. */
interface WrittenMessage extends Span {
  readonly id: number;
  readonly text: string;
}

interface WrittenChat extends Span {
  readonly messages: readonly WrittenMessage[];
}

export interface WrittenExport {
  readonly bytes: Uint8Array;
  readonly chats: readonly WrittenChat[];
  /** Whether each entry has a line of its own, as Telegram Desktop writes it. */
  readonly isLined: boolean;
  /** For the report of a failure. */
  readonly [fc.toStringMethod]: () => string;
}

/** Bytes that were changed: those from `start` to `end` became `replacement`. */
export interface Mutation extends Span {
  readonly replacement: Uint8Array;
}

const TEXT_PARTS = fc.constantFrom(
  "Maths, P5",
  '"quoted" \\ back',
  "{ [ ] } : ,",
  "📚 é",
  '{"id": 9, "type": "message"}',
  '"messages": [',
  "\n]\n}",
  "\u0000\v",
);
const TEXT = fc.array(TEXT_PARTS, { maxLength: 3 }).map((parts) => parts.join(" "));
const MESSAGE = fc.record({
  text: TEXT,
  isFormatted: fc.boolean(),
  extra: fc.constantFrom(
    {},
    { reply_to_message_id: 1, from: "A", from_id: "user5" },
    { reactions: [{ type: "emoji", count: 2, emoji: "👍" }] },
    { poll: { question: "?", answers: [{ text: "a", voters: 1 }] } },
    { location_information: { latitude: 1.5, longitude: -103 } },
  ),
});
const LAYOUT = fc.constantFrom<readonly [shape: "chat" | "account", indent: number]>(
  ["chat", 1],
  ["chat", 0],
  ["account", 1],
  ["account", 4],
);

/** Exports of all shapes; in an account the two lists of chats stand between other parts. */
export const WRITTEN_EXPORT: fc.Arbitrary<WrittenExport> = fc.tuple(
  LAYOUT,
  fc.array(fc.array(MESSAGE, { minLength: 1, maxLength: 4 }), { minLength: 2, maxLength: 3 }),
).map(([[shape, indent], chats]) => writeExport(shape, indent, chats));

const HOSTILE_BYTES = [...'"\\{}[],: \nx0]\u0000'].map((character) => character.charCodeAt(0));
const BYTE = fc.oneof(
  { weight: 3, arbitrary: fc.constantFrom(...HOSTILE_BYTES) },
  { weight: 1, arbitrary: fc.integer({ min: 0, max: 255 }) },
);

const PLACES = 1_000_000;

/** One byte, or a few, replaced, put in or taken out; `place` is the start as a part of the whole length. */
export const MUTATION: fc.Arbitrary<(length: number) => Mutation> = fc.record({
  place: fc.noBias(fc.nat({ max: PLACES - 1 })).map((place) => place / PLACES),
  removed: fc.constantFrom(0, 1, 1, 1, 2, 5),
  added: fc.array(BYTE, { maxLength: 3 }),
}).map(({ place, removed, added }) => (length) => {
  const start = Math.floor(place * length);
  return { start, end: Math.min(length, start + removed), replacement: new Uint8Array(added) };
});

/**
 * Reads an export with some bytes changed: all messages that were not touched must come out as they were written, and
 * nothing may be lost in silence.
 */
export async function assertNothingGoodIsLost(
  written: WrittenExport,
  mutation: Mutation,
  chunkBytes: number,
): Promise<void> {
  const { bytes, chats } = written;
  const mutated = new Uint8Array([
    ...bytes.subarray(0, mutation.start),
    ...mutation.replacement,
    ...bytes.subarray(mutation.end),
  ]);
  let failure: unknown = null;
  const events = await readExportText(mutated, { chunkBytes }).catch((error: unknown) => {
    failure = error;
    return [];
  });
  if (failure !== null) assert.equal(failure instanceof Error && failure.name, "UserError", String(failure));
  const isReported = failure !== null ||
    events.some((event) => event.kind === "reject" || (event.kind === "end" && event.stop !== null));
  const read = new Set(
    events.flatMap((event) =>
      event.kind === "message" ? [messageKey(event.message.messageId, event.message.text)] : []
    ),
  );
  const isWithin = ({ start, end }: Span) => start < mutation.start && mutation.end < end;
  const touchedChat = chats.find(isWithin);
  const isInMessage = chats.some(({ messages }) => messages.some(isWithin));
  for (const chat of chats) {
    for (const message of chat.messages) {
      if (isTouched(message, mutation) || read.has(messageKey(message.id, message.text))) continue;
      const mustBeRead = isInMessage ||
        (written.isLined && touchedChat !== undefined && touchedChat !== chat);
      assert(!mustBeRead, `message ${message.id} was not touched and is lost`);
      assert(isReported, `message ${message.id} is lost in silence`);
    }
  }
}

function messageKey(id: number, text: string): string {
  return `${id} ${text}`;
}

function isTouched({ start, end }: Span, mutation: Mutation): boolean {
  return mutation.start <= end && mutation.end >= start;
}

function writeExport(
  shape: "chat" | "account",
  indent: number,
  contents: readonly (readonly { text: string; isFormatted: boolean; extra: Record<string, unknown> }[])[],
): WrittenExport {
  const texts = new Map<number, string>();
  const chats = (shape === "chat" ? contents.slice(0, 1) : contents).map((messages, chat) => ({
    name: `Chat ${chat}`,
    type: chat === 1 ? "private_group" : "public_channel",
    id: 1000 + chat,
    messages: messages.map(({ text, isFormatted, extra }, place) => {
      const id = 100 * (chat + 1) + place;
      texts.set(id, text.replaceAll("\0", "\uFFFD"));
      const parts = [{ type: "bold", text }];
      return exportedMessage(id, isFormatted ? parts : text, { text_entities: parts, ...extra });
    }),
  }));
  const [first, ...others] = chats;
  const root = shape === "chat" ? first : {
    about: "Here is the data you requested.",
    personal_information: { user_id: 1, bio: "Hello" },
    chats: { about: "This page lists all chats.", list: [first] },
    left_chats: { about: "", list: others },
  };
  const json = JSON.stringify(root, null, indent);
  return { ...findMessages(json, texts), isLined: indent > 0, [fc.toStringMethod]: () => json };
}

/** Finds where the chats and messages were written. */
function findMessages(
  json: string,
  texts: ReadonlyMap<number, string>,
): { readonly bytes: Uint8Array; readonly chats: readonly WrittenChat[] } {
  const bytesBefore = (index: number) => new TextEncoder().encode(json.slice(0, index)).length;
  const chats = [...json.matchAll(/\{\s*"name":/g)].map(({ index }) => {
    const messages: WrittenMessage[] = [];
    const list = json.indexOf('"messages":', index);
    let before = json.indexOf("[", list) + 1;
    const end = endOfValue(json, before - 1);
    for (
      const { index: start, 1: id } of json.slice(0, end).matchAll(
        /\{\s*"id":\s*(\d+),\s*"type": ?"message"/g,
      )
    ) {
      if (start < before) continue;
      const recordEnd = endOfValue(json, start);
      messages.push({
        id: Number(id),
        text: texts.get(Number(id)) ?? "",
        start: bytesBefore(before),
        end: bytesBefore(recordEnd),
      });
      before = recordEnd;
    }
    return { start: bytesBefore(index), end: bytesBefore(endOfValue(json, index)), messages };
  });
  return { bytes: new TextEncoder().encode(json), chats };
}

/** Behind the object or list that starts at `start`. */
function endOfValue(json: string, start: number): number {
  let depth = 0;
  for (let at = start; at < json.length; at++) {
    const character = json[at];
    if (character === '"') {
      for (at++; json[at] !== '"'; at++) if (json[at] === "\\") at++;
    } else if (character === "{" || character === "[") depth++;
    else if ((character === "}" || character === "]") && --depth === 0) return at + 1;
  }
  return json.length;
}
