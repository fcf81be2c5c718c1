import type { ExportChatHeader } from "./export_chat.ts";
import { parseExportJson } from "./export_json.ts";
import { JsonValueScanner, NOT_AT_LINE_START } from "./json_value_scanner.ts";

/** What the scanner finds, in the file's order. `bytes` are only good until the next chunk is pushed. */
export type ExportPart =
  | { readonly kind: "messages"; readonly header: ExportChatHeader; readonly byteOffset: number }
  | { readonly kind: "record"; readonly bytes: Uint8Array; readonly byteOffset: number }
  /** Bytes among a chat's messages that are no record; scanning goes on behind them. */
  | {
    readonly kind: "damage";
    readonly bytes: Uint8Array;
    readonly byteOffset: number;
    readonly reason: string;
  }
  | {
    readonly kind: "chat_end";
    readonly header: ExportChatHeader;
    readonly hadMessages: boolean;
    readonly byteOffset: number;
  }
  /** Scanning ends here, before the file or the export does. */
  | { readonly kind: "stopped"; readonly byteOffset: number; readonly reason: string };

/** The containers that are entered; the value of any other key is passed over. */
type Frame = "root" | "chats" | "list" | "chat" | "messages";
type HeaderKey = "name" | "type" | "id";
/** What the value at hand is for. */
type Purpose = "skip" | "key" | "header" | "record";
type State = "before_value" | "before_key" | "before_colon" | "in_value" | "lost" | "ended" | "stopped";

const NEWLINE = 0x0a;
const SPACE = 0x20;
const QUOTE = 0x22;
const COMMA = 0x2c;
const COLON = 0x3a;
const OPEN_BRACKET = 0x5b;
const CLOSE_BRACKET = 0x5d;
const OPEN_BRACE = 0x7b;
const CLOSE_BRACE = 0x7d;

const INVALID = "it is not valid JSON";

/**
 * Finds the bounds of each message in an export's bytes without parsing it: a native JSON.parse of each slice is
 * faster than a streaming parser in JavaScript, and memory stays at one chunk plus one message.
 *
 * Telegram Desktop indents: each message starts on a line of its own, all in one column, and no string spans
 * lines. This is how the scanner finds its way again after damage, losing no more than the damaged message.
 */
export class ExportScanner {
  readonly #frames: Frame[] = [];
  readonly #value = new JsonValueScanner();
  #state: State = "before_value";
  #purpose: Purpose = "skip";
  #key = "";
  #header: Partial<Record<HeaderKey, unknown>> = {};
  #hadMessages = false;
  /** Of the chunk's first byte in the file. */
  #chunkOffset = 0;
  /** Spaces since the line's start. */
  #column = NOT_AT_LINE_START;
  /** The column of the last key, in which a pretty-printed list under it also ends. */
  #keyColumn = NOT_AT_LINE_START;
  /** The column of this chat's messages; learned from the first, null where they do not start lines. */
  #recordColumn: number | null = null;
  #damage = INVALID;

  /** A scanner that starts at the `[` of a chat's messages, passes over them and finds what stands behind. */
  static behindMessages(header: ExportChatHeader, byteOffset: number): ExportScanner {
    const scanner = new ExportScanner();
    scanner.#frames.push("chat");
    scanner.#header = { ...header };
    scanner.#chunkOffset = byteOffset;
    return scanner;
  }

  /** Scans the next chunk; all of its parts must be taken before the next push. */
  *push(chunk: Uint8Array): Generator<ExportPart> {
    let at = 0;
    while (at < chunk.length && this.#state !== "stopped") {
      const start = at;
      if (this.#state === "in_value") {
        at = this.#value.scan(chunk, at);
        const part = this.#afterScan(chunk.subarray(start, at));
        if (part !== null) yield part;
      } else if (this.#state === "lost") {
        at = this.#findNextRecord(chunk, at);
        const passed = chunk.subarray(start, at);
        // Once too much has been passed to keep it all, the first part stands for it.
        if (at === chunk.length) this.#value.keep(passed);
        else {
          this.#state = "before_value";
          yield this.#damagePart(passed);
        }
      } else {
        const byte = chunk[at] ?? 0;
        if (byte <= SPACE) {
          this.#trackColumn(byte);
          at++;
          continue;
        }
        const part = this.#structure(byte, this.#chunkOffset + at);
        if (part !== null) yield part;
        this.#column = NOT_AT_LINE_START;
        if (this.#isByteTaken()) at++;
      }
    }
    this.#chunkOffset += chunk.length;
  }

  /** Tells what is unfinished where the file ends. */
  *end(): Generator<ExportPart> {
    if (this.#state === "ended" || this.#state === "stopped") return;
    const isInRecord = this.#state === "lost" || (this.#state === "in_value" && this.#purpose === "record");
    if (isInRecord) {
      if (this.#state === "in_value") this.#damage = "the file ends inside it";
      yield this.#damagePart(new Uint8Array());
    }
    const byteOffset = isInRecord ? this.#value.byteOffset : this.#chunkOffset;
    yield { kind: "stopped", byteOffset, reason: "the file ends before the export does" };
  }

  /** A value starts at the byte itself; all else between values is one byte long. */
  #isByteTaken(): boolean {
    return this.#state !== "in_value" && this.#state !== "lost";
  }

  /** Takes one byte between values. */
  #structure(byte: number, byteOffset: number): ExportPart | null {
    const frame = this.#frames.at(-1);
    if (this.#state === "ended") {
      return this.#stop(byteOffset, "the export ends there, but the file does not");
    }
    if (byte === COMMA && frame !== undefined) return null;
    if (frame === "messages") return this.#structureAmongMessages(byte, byteOffset);
    if (frame === "list" && byte === CLOSE_BRACKET) return this.#leave(byteOffset);
    switch (this.#state) {
      case "before_colon":
        if (byte !== COLON) return this.#stop(byteOffset);
        this.#state = "before_value";
        return null;
      case "before_key":
        if (byte === CLOSE_BRACE) return this.#leave(byteOffset);
        if (byte !== QUOTE) return this.#stop(byteOffset);
        this.#keyColumn = this.#column;
        return this.#startValue("key", byteOffset);
      default:
        return this.#structureAtValue(byte, byteOffset, frame);
    }
  }

  /** The first byte of the root, of an element of a list of chats, or of the value of `#key`. */
  #structureAtValue(byte: number, byteOffset: number, frame: Frame | undefined): ExportPart | null {
    const isArray = byte === OPEN_BRACKET;
    const isObject = byte === OPEN_BRACE;
    switch (frame) {
      case undefined:
        return isObject ? this.#enter("root") : isArray ? this.#enter("list") : this.#stop(byteOffset);
      case "list":
        return isObject ? this.#enter("chat") : this.#startValue("skip", byteOffset);
      case "root":
        if (this.#key === "chats" || this.#key === "left_chats") {
          if (isObject) return this.#enter("chats");
          if (isArray) return this.#enter("list");
        }
    }
    if (frame !== "chat" && this.#key === "list" && isArray) return this.#enter("list");
    if (frame === "chats") return this.#startValue("skip", byteOffset);
    if (isHeaderKey(this.#key)) return this.#startValue("header", byteOffset);
    if (this.#key !== "messages" || !isArray) return this.#startValue("skip", byteOffset);
    this.#hadMessages = true;
    this.#recordColumn = null;
    this.#enter("messages");
    return { kind: "messages", header: { ...this.#header }, byteOffset };
  }

  #structureAmongMessages(byte: number, byteOffset: number): ExportPart | null {
    const isFirst = this.#recordColumn === null;
    if (byte === CLOSE_BRACKET && (isFirst || this.#isAtListEnd())) return this.#leave(byteOffset);
    if (isFirst && this.#column !== NOT_AT_LINE_START) this.#recordColumn = this.#column;
    if (this.#recordColumn === null) return this.#startValue("record", byteOffset);
    if (byte === OPEN_BRACE && this.#column === this.#recordColumn) {
      return this.#startValue("record", byteOffset);
    }
    this.#startValue("record", byteOffset);
    this.#damage = INVALID;
    this.#state = "lost";
    return null;
  }

  /** Whether a `]` here ends the messages, and is not the end of a list inside a damaged one. */
  #isAtListEnd(): boolean {
    return this.#keyColumn === NOT_AT_LINE_START || this.#column === this.#keyColumn;
  }

  #enter(frame: Frame): null {
    this.#frames.push(frame);
    this.#state = frame === "list" || frame === "messages" ? "before_value" : "before_key";
    if (frame === "chat" || frame === "root") {
      this.#header = {};
      this.#hadMessages = false;
    }
    return null;
  }

  #leave(byteOffset: number): ExportPart | null {
    const left = this.#frames.pop();
    const outer = this.#frames.at(-1);
    this.#state = outer === undefined ? "ended" : outer === "list" ? "before_value" : "before_key";
    const isChat = left === "chat" || (left === "root" && this.#hadMessages);
    return isChat
      ? { kind: "chat_end", header: this.#header, hadMessages: this.#hadMessages, byteOffset }
      : null;
  }

  #stop(byteOffset: number, reason = "it is not valid JSON from there on"): ExportPart {
    this.#state = "stopped";
    return { kind: "stopped", byteOffset, reason };
  }

  #startValue(purpose: Purpose, byteOffset: number): null {
    this.#state = "in_value";
    this.#purpose = purpose;
    const siblingColumn = purpose === "record" ? this.#recordColumn : null;
    this.#value.start(byteOffset, { keep: purpose !== "skip", siblingColumn });
    return null;
  }

  /** Goes on from a value that has ended, continues in the next chunk or turned out to be damaged. */
  #afterScan(scanned: Uint8Array): ExportPart | null {
    if (this.#value.status === "open") this.#value.keep(scanned);
    switch (this.#value.status) {
      case "open":
        return null;
      case "ended":
        return this.#endValue(this.#value.bytes(scanned));
      case "overrun":
        this.#damage = "it has no end";
        this.#state = "before_value";
        // The next message starts at the byte at hand, in the column that was looked for.
        this.#column = this.#recordColumn ?? NOT_AT_LINE_START;
        return this.#damagePart(scanned);
      case "broken_string":
        return this.#lose("a text in it has no end", scanned);
      case "too_long":
        return this.#lose("it has no end within 16 MB", new Uint8Array());
    }
  }

  #endValue(bytes: Uint8Array): ExportPart | null {
    switch (this.#purpose) {
      case "record":
        this.#state = "before_value";
        return { kind: "record", bytes, byteOffset: this.#value.byteOffset };
      case "key":
        this.#key = String(decodeValue(bytes));
        this.#state = "before_colon";
        return null;
      case "header":
        if (isHeaderKey(this.#key)) this.#header[this.#key] = decodeValue(bytes);
    }
    this.#state = this.#frames.at(-1) === "list" ? "before_value" : "before_key";
    return null;
  }

  #lose(damage: string, scanned: Uint8Array): ExportPart | null {
    if (this.#purpose !== "record" || this.#recordColumn === null) return this.#stop(this.#value.byteOffset);
    this.#damage = damage;
    this.#state = "lost";
    this.#value.keep(scanned);
    return null;
  }

  #damagePart(lastBytes: Uint8Array): ExportPart {
    return {
      kind: "damage",
      bytes: this.#value.bytes(lastBytes),
      byteOffset: this.#value.byteOffset,
      reason: this.#damage,
    };
  }

  /** Looks for a line that starts a message or ends their list. Returns its first bracket, or the chunk's length. */
  #findNextRecord(chunk: Uint8Array, from: number): number {
    for (let at = from; at < chunk.length; at++) {
      const byte = chunk[at] ?? 0;
      if (byte === OPEN_BRACE && this.#column === this.#recordColumn) return at;
      if (byte === CLOSE_BRACKET && this.#column !== NOT_AT_LINE_START && this.#isAtListEnd()) return at;
      this.#trackColumn(byte);
    }
    return chunk.length;
  }

  #trackColumn(byte: number): void {
    if (byte === NEWLINE) this.#column = 0;
    else if (byte !== SPACE) this.#column = NOT_AT_LINE_START;
    else if (this.#column !== NOT_AT_LINE_START) this.#column++;
  }
}

function isHeaderKey(key: string): key is HeaderKey {
  return key === "name" || key === "type" || key === "id";
}

function decodeValue(bytes: Uint8Array): unknown {
  try {
    return parseExportJson(new TextDecoder().decode(bytes)).value;
  } catch {
    return undefined;
  }
}
