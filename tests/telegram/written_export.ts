import fc from "fast-check";
import { exportedMessage } from "./read_export_text.ts";

/** Where something lies in an export's bytes. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/** A message that was written into an export, with the white space and comma before it. */
export interface WrittenMessage extends Span {
  readonly id: number;
  /** As it is to be read. */
  readonly text: string;
  /** Its record, on one line. */
  readonly json: string;
}

/** A chat: its messages, and all that leads to them outside of other chats: its own head and those of the lists. */
export interface WrittenChat {
  readonly id: number;
  readonly way: readonly Span[];
  readonly messages: readonly WrittenMessage[];
}

export interface WrittenExport {
  readonly bytes: Uint8Array;
  readonly chats: readonly WrittenChat[];
  /** `lined` has each entry on a line of its own, as Telegram Desktop writes it; `ndjson` is one message a line. */
  readonly layout: "lined" | "minified" | "ndjson";
  /** Of the computer that made it, where its dates are local times, as before 2022. */
  readonly timeZone: string | null;
  /** For the report of a failure. */
  readonly [fc.toStringMethod]: () => string;
}

type Shape = "chat" | "list" | "list_object" | "account" | "left_chats" | "ndjson";

interface WrittenText {
  readonly text: string;
  readonly isFormatted: boolean;
  readonly extra: Record<string, unknown>;
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
const MESSAGE: fc.Arbitrary<WrittenText> = fc.record({
  text: TEXT,
  isFormatted: fc.boolean(),
  extra: fc.constantFrom<Record<string, unknown>>(
    {},
    { reply_to_message_id: 1, from: "A", from_id: "user5" },
    { type: "service", actor: null, actor_id: "user5", action: "pin_message", message_id: 3 },
    { reactions: [{ type: "emoji", count: 2, emoji: "👍" }] },
    { poll: { question: "?", answers: [{ text: "a", voters: 1 }] } },
    { location_information: { latitude: 1.5, longitude: -103 }, inline_bot_buttons: [[{ type: "url" }]] },
  ),
});

/** Exports of all shapes, layouts and ages; in an account the two lists of chats stand between other parts. */
export const WRITTEN_EXPORT: fc.Arbitrary<WrittenExport> = fc.record({
  shape: fc.constantFrom<Shape>(
    "account",
    "account",
    "chat",
    "chat",
    "list",
    "list_object",
    "left_chats",
    "ndjson",
  ),
  indent: fc.constantFrom(1, 1, 4, 0),
  isOld: fc.constantFrom(false, false, true),
  hasHexEscapes: fc.boolean(),
  chats: fc.array(fc.array(MESSAGE, { minLength: 1, maxLength: 4 }), { minLength: 2, maxLength: 3 }),
}).map(writeExport);

/** Stands for a message in the text until it is written. */
const PLACEHOLDER = /"<message (\d+) (\d+)>"/;
/** A list of messages and its chat end, each on a line of its own or not. */
const CHAT_END = /^\s*\]\s*\}/;

function writeExport(
  { shape, indent, isOld, hasHexEscapes, chats }: {
    readonly shape: Shape;
    readonly indent: number;
    readonly isOld: boolean;
    readonly hasHexEscapes: boolean;
    readonly chats: readonly (readonly WrittenText[])[];
  },
): WrittenExport {
  const contents = shape === "chat" ? chats.slice(0, 1) : chats;
  const heads = contents.map((messages, chat) => ({
    name: `Chat ${chat}`,
    type: chat === 1 ? "private_group" : "public_channel",
    id: 1000 + chat,
    messages: messages.map((_, place) => `<message ${chat} ${place}>`),
  }));
  const frame = shape === "ndjson"
    ? heads.flatMap(({ messages }) => messages.map((name) => `"${name}"`)).join("\n")
    : JSON.stringify(arrangeChats(shape, heads), null, indent);
  const out = new SpanWriter(hasHexEscapes);
  const written = contents.map((_, chat) => ({
    id: 1000 + chat,
    way: [] as Span[],
    messages: [] as WrittenMessage[],
  }));
  const way: Span[] = [];
  // By threes: what stands between messages, then the chat and the place of the next one.
  const pieces = frame.split(PLACEHOLDER);
  for (let at = 0; at < pieces.length; at += 3) {
    const between = pieces[at] ?? "";
    const [chat, place] = [Number(pieces[at + 1]), Number(pieces[at + 2])];
    const blanks = /[\s,]*$/.exec(between)?.[0].length ?? 0;
    const chatEnd = CHAT_END.exec(between)?.[0].length ?? 0;
    out.write(between.slice(0, chatEnd));
    if (place === 0) way.push(out.write(between.slice(chatEnd, between.length - blanks)));
    else out.write(between.slice(chatEnd, between.length - blanks));
    const content = contents[chat]?.[place];
    const head = heads[chat];
    if (content === undefined || head === undefined) break;
    const id = 100 * (chat + 1) + place;
    const record = writeMessage(id, content, isOld, shape === "ndjson" ? head : null);
    const text = JSON.stringify(record, null, shape === "ndjson" ? 0 : indent);
    const column = between.length - 1 - between.lastIndexOf("\n");
    const span = out.write(
      between.slice(-blanks || between.length) + text.replaceAll("\n", `\n${" ".repeat(column)}`),
    );
    if (place === 0) written[chat]?.way.push(...way);
    written[chat]?.messages.push({
      id,
      text: content.text.replaceAll("\0", "\uFFFD"),
      json: JSON.stringify(record),
      ...span,
    });
  }
  return {
    bytes: new TextEncoder().encode(out.text),
    chats: written,
    layout: shape === "ndjson" ? "ndjson" : indent === 0 ? "minified" : "lined",
    timeZone: isOld ? "Asia/Singapore" : null,
    [fc.toStringMethod]: () => out.text,
  };
}

/** Collects text, and tells where each piece of it lies in the bytes. */
class SpanWriter {
  text = "";
  #bytes = 0;
  readonly #hasHexEscapes: boolean;

  /** @param hasHexEscapes Whether control characters are escaped as Telegram Desktop does it, which is no JSON. */
  constructor(hasHexEscapes: boolean) {
    this.#hasHexEscapes = hasHexEscapes;
  }

  write(piece: string): Span {
    const text = this.#hasHexEscapes ? piece.replaceAll(/\\u00([01][0-9a-f])/g, "\\x$1") : piece;
    const start = this.#bytes;
    this.text += text;
    this.#bytes += new TextEncoder().encode(text).length;
    return { start, end: this.#bytes };
  }
}

function arrangeChats(shape: Exclude<Shape, "ndjson">, chats: readonly unknown[]): unknown {
  const [first, ...others] = chats;
  const about = "Here is the data you requested.";
  switch (shape) {
    case "chat":
      return first;
    case "list":
      return chats;
    case "list_object":
      return { about, list: chats };
    case "left_chats":
      return { about, left_chats: { about: "", list: chats } };
    case "account":
      return {
        about,
        personal_information: { user_id: 1, bio: "Hello" },
        contacts: { about: "", list: [{ user_id: 5, first_name: "A" }] },
        chats: { about: "This page lists all chats.", list: [first] },
        left_chats: { about: "", list: others },
        other_data: { drafts: [{ chat: "Chat 0", html: "" }] },
      };
  }
}

function writeMessage(
  id: number,
  { text, isFormatted, extra }: WrittenText,
  isOld: boolean,
  chat: { readonly name: string; readonly type: string; readonly id: number } | null,
): object {
  const parts = [{ type: "bold", text }];
  const inLine = chat === null ? {} : { chat: { name: chat.name, type: chat.type, id: chat.id } };
  const message = exportedMessage(id, isFormatted ? parts : text, {
    text_entities: parts,
    ...extra,
    ...inLine,
  });
  if (!isOld) return message;
  const { date_unixtime: _, text_entities: __, ...old } = message as Record<string, unknown>;
  return { ...old, ...(typeof old["from_id"] === "string" ? { from_id: 4_300_000_005 } : {}) };
}
