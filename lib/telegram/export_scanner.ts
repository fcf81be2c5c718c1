import type { ExportChatHeader } from "./export_chat.ts";
import { ExportFrames, type FrameKind, type LineRest } from "./export_frames.ts";
import { parseExportJson } from "./export_json.ts";
import type { ExportPart } from "./export_part.ts";
import { findRecordStart } from "./find_record_start.ts";
import { JsonValueScanner, MAX_VALUE_BYTES } from "./json_value_scanner.ts";
import { isBlank, nextColumn, NOT_AT_LINE_START } from "./line_column.ts";

type HeaderKey = "name" | "type" | "id";
/** What the value at hand is for. */
type Purpose = "skip" | "key" | "header" | "record";
type State = "before_value" | "before_key" | "before_colon" | "in_value" | "lost" | "ended" | "stopped";

const NEWLINE = 0x0a;
const QUOTE = 0x22;
const COMMA = 0x2c;
const COLON = 0x3a;
const OPEN_BRACKET = 0x5b;
const CLOSE_BRACKET = 0x5d;
const OPEN_BRACE = 0x7b;
const CLOSE_BRACE = 0x7d;

/** Enough of a line to tell a key or a lone bracket. */
const LINE_HEAD_BYTES = 64;
const INVALID = "it is not valid JSON";
const BEHIND_END = "the export ends there, but the file does not";

/** Parts of a whole account that hold lists of other things than chats. */
const OTHER_PARTS = new Set([
  "personal_information",
  "profile_pictures",
  "stories",
  "contacts",
  "frequent_contacts",
  "sessions",
  "web_sessions",
  "other_data",
]);

/**
 * Finds the bounds of each message in an export's bytes without parsing it: a native JSON.parse of each slice is
 * faster than a streaming parser in JavaScript, and memory stays at one chunk plus one message.
 *
 * After damage it finds its way again by the columns of the lines (ExportFrames); in an export without line breaks by
 * how a message starts. No more is lost than what is damaged.
 */
export class ExportScanner {
  readonly #frames = new ExportFrames();
  readonly #value = new JsonValueScanner();
  #state: State = "before_value";
  #purpose: Purpose = "skip";
  #key = "";
  #header: Partial<Record<HeaderKey, unknown>> = {};
  #hadMessages = false;
  /** Of the chunk's first byte in the file. */
  #chunkOffset = 0;
  /** Blanks since the line's start. */
  #column = NOT_AT_LINE_START;
  #damage = INVALID;
  /**
   * The last list of messages, which has no lines, has ended. Where it is not the export's end that follows, a damaged
   * message may have ended it, and messages of the same chat may follow.
   */
  #mayRejoin = false;
  /** 0 where a record may start at the first of the bytes at hand, 1 where a damaged one does. */
  #searchFrom = 1;
  /** Where the next record starts in one that was refused. */
  #cutAt: number | null = null;

  /** A scanner that starts at the `[` of a chat's messages, passes over them and finds what stands behind. */
  static behindMessages(header: ExportChatHeader, byteOffset: number): ExportScanner {
    const scanner = new ExportScanner();
    scanner.#frames.enter("chat");
    scanner.#header = { ...header };
    scanner.#chunkOffset = byteOffset;
    return scanner;
  }

  /** Scans the next chunk; all of its parts must be taken before the next push. */
  *push(chunk: Uint8Array): Generator<ExportPart> {
    yield* this.#scan(chunk);
    this.#chunkOffset += chunk.length;
  }

  /** Tells what is unfinished where the file ends. */
  *end(): Generator<ExportPart> {
    if (this.#isOver()) return;
    const isBehindEnd = this.#state === "lost" && this.#frames.innermost === undefined;
    if (isBehindEnd) return yield { kind: "stopped", byteOffset: this.#value.byteOffset, reason: BEHIND_END };
    let byteOffset = this.#chunkOffset;
    while (this.#isInside() && this.#purpose === "record") {
      byteOffset = this.#value.byteOffset;
      if (this.#state === "in_value") this.#damage = "the file ends inside it";
      yield* this.#takeDamage(this.#value.bytes(new Uint8Array()));
    }
    if (this.#isOver()) return;
    yield { kind: "stopped", byteOffset, reason: "the file ends before the export does" };
  }

  /**
   * Says of the record yielded last that it is no JSON.
   *
   * @returns How many of its bytes are the damaged record's; the others are scanned again.
   */
  refuseRecord(bytes: Uint8Array): number {
    this.#cutAt = this.#frames.isLined ? null : findRecordStart(bytes, 1);
    return this.#cutAt ?? bytes.length;
  }

  *#scan(chunk: Uint8Array): Generator<ExportPart> {
    let at = 0;
    while (at < chunk.length && this.#state !== "stopped") {
      const start = at;
      if (this.#state === "in_value") {
        at = this.#value.scan(chunk, at);
        yield* this.#afterScan(chunk.subarray(start, at));
      } else if (this.#state === "lost") {
        at = this.#frames.isLined ? this.#findResumption(chunk, at) : chunk.length;
        yield* this.#afterSearch(chunk.subarray(start, at), at < chunk.length);
      } else {
        const byte = chunk[at] ?? 0;
        if (isBlank(byte)) {
          this.#column = nextColumn(this.#column, byte);
          at++;
          continue;
        }
        const part = this.#structure(byte, this.#chunkOffset + at, chunk.subarray(at));
        if (part !== null) yield part;
        // A value starts at the byte itself; all else between values is one byte long.
        if (this.#isInside()) continue;
        this.#column = NOT_AT_LINE_START;
        at++;
      }
    }
  }

  /** Takes one byte between values. */
  #structure(byte: number, byteOffset: number, rest: Uint8Array): ExportPart | null {
    const frame = this.#frames.innermost;
    const isArray = frame === "list" || frame === "messages";
    if (this.#state === "ended") {
      return this.#frames.mayRejoin ? this.#lose(byteOffset) : this.#stop(byteOffset, BEHIND_END);
    }
    if (this.#state === "before_colon") {
      if (byte !== COLON) return this.#lose(byteOffset);
      this.#state = "before_value";
      return null;
    }
    if (byte === COMMA && (isArray ? !this.#frames.isAtFirstLine : this.#state === "before_key")) return null;
    const end = isArray ? CLOSE_BRACKET : this.#state === "before_key" ? CLOSE_BRACE : null;
    if (byte === end) {
      return this.#frames.isEnd(this.#lineRest(rest)) ? this.#leave(byteOffset) : this.#lose(byteOffset);
    }
    if (this.#state === "before_key") {
      if (byte !== QUOTE) return this.#lose(byteOffset);
      this.#frames.noteEntry(this.#column);
      return this.#startValue("key", byteOffset);
    }
    return isArray
      ? this.#structureAtElement(byte, byteOffset, frame, rest)
      : this.#structureAtValue(byte, byteOffset, frame);
  }

  #structureAtElement(
    byte: number,
    byteOffset: number,
    frame: FrameKind,
    rest: Uint8Array,
  ): ExportPart | null {
    const isObject = byte === OPEN_BRACE;
    const isOther = frame === "list" && byte !== CLOSE_BRACE && !this.#frames.hasLines;
    if (isObject ? !this.#frames.isElement(this.#lineRest(rest)) : !isOther) return this.#lose(byteOffset);
    if (isObject) this.#frames.noteEntry(this.#column);
    if (frame === "messages") return this.#startValue("record", byteOffset);
    return isObject ? this.#enter("chat") : this.#startValue("skip", byteOffset);
  }

  /** The first byte of the root, or of the value of `#key`. */
  #structureAtValue(byte: number, byteOffset: number, frame: FrameKind | undefined): ExportPart | null {
    const isArray = byte === OPEN_BRACKET;
    const isObject = byte === OPEN_BRACE;
    if (byte === CLOSE_BRACE || byte === CLOSE_BRACKET || byte === COMMA || byte === COLON) {
      return this.#lose(byteOffset);
    }
    if (frame === undefined) {
      return isObject ? this.#enter("root") : isArray ? this.#enter("list") : this.#stop(byteOffset);
    }
    if (frame === "chats") {
      if (isArray) return this.#enter("list");
      this.#startValue("skip", byteOffset);
      return this.#key === "list" ? { kind: "gap", byteOffset } : null;
    }
    if (frame === "root" && this.#key === "list" && isArray) return this.#enter("list");
    if (isHeaderKey(this.#key)) return this.#startValue("header", byteOffset);
    if (this.#key === "messages" && isArray) {
      this.#hadMessages = true;
      this.#enter("messages");
      return { kind: "messages", header: { ...this.#header }, byteOffset };
    }
    if (frame === "root" && !OTHER_PARTS.has(this.#key)) {
      if (isObject) return this.#enter("chats");
      if (isArray && /chats$/.test(this.#key)) return this.#enter("list");
    }
    return this.#startValue("skip", byteOffset);
  }

  #enter(kind: FrameKind): null {
    if (kind === "messages") this.#mayRejoin = false;
    this.#frames.enter(kind);
    this.#state = kind === "list" || kind === "messages" ? "before_value" : "before_key";
    if (kind === "chat" || kind === "root") {
      this.#header = {};
      this.#hadMessages = false;
    }
    return null;
  }

  #leave(byteOffset: number): ExportPart | null {
    const wasLined = this.#frames.isLined;
    const left = this.#frames.leave();
    if (left === "messages") this.#mayRejoin = !wasLined;
    this.#state = this.#betweenEntries();
    const isChat = left === "chat" || (left === "root" && this.#hadMessages);
    return isChat
      ? { kind: "chat_end", header: this.#header, hadMessages: this.#hadMessages, byteOffset }
      : null;
  }

  #startValue(purpose: Purpose, byteOffset: number): null {
    this.#state = "in_value";
    this.#purpose = purpose;
    this.#searchFrom = 1;
    const column = purpose === "record" ? this.#column : this.#frames.column;
    this.#value.start(byteOffset, { keep: purpose !== "skip", column });
    return null;
  }

  /** Goes on from a value that has ended, continues in the next chunk or turned out to be damaged. */
  *#afterScan(scanned: Uint8Array): Generator<ExportPart> {
    if (this.#value.status === "open") this.#value.keep(scanned);
    switch (this.#value.status) {
      case "open":
        return;
      case "ended":
        return yield* this.#endValue(this.#value.bytes(scanned));
      case "overrun":
        this.#damage = "it has no end";
        this.#column = this.#value.column;
        break;
      case "broken_string":
        this.#damage = "a text in it has no end";
        this.#column = NOT_AT_LINE_START;
        break;
      case "too_long":
        this.#damage = `it has no end within ${MAX_VALUE_BYTES / 1024 / 1024} MB`;
    }
    if (this.#frames.isLined || this.#purpose === "record") {
      this.#state = "lost";
      return yield* this.#afterSearch(scanned, false);
    }
    yield* this.#stopAt(this.#value.byteOffset);
  }

  *#endValue(bytes: Uint8Array): Generator<ExportPart> {
    const { byteOffset } = this.#value;
    this.#column = NOT_AT_LINE_START;
    this.#state = this.#betweenEntries();
    switch (this.#purpose) {
      case "record":
        if (!this.#frames.isLined && findRecordStart(bytes, 1) !== null) {
          this.#damage = "it has no end";
          return yield* this.#takeDamage(bytes);
        }
        yield { kind: "record", bytes, byteOffset };
        return yield* this.#scanAgain(bytes, byteOffset);
      case "key":
        this.#key = String(decodeValue(bytes));
        this.#state = "before_colon";
        return;
      case "header":
        if (isHeaderKey(this.#key)) this.#header[this.#key] = decodeValue(bytes);
    }
  }

  /** At a byte between values that belongs to none. */
  #lose(byteOffset: number): ExportPart | null {
    const isAmongMessages = this.#frames.innermost === "messages";
    if (!isAmongMessages && !this.#frames.isLined) return this.#stop(byteOffset);
    this.#startValue(isAmongMessages ? "record" : "skip", byteOffset);
    this.#searchFrom = 0;
    this.#damage = INVALID;
    this.#state = "lost";
    return null;
  }

  /** Takes what was passed over while lost. */
  *#afterSearch(passed: Uint8Array, isFound: boolean): Generator<ExportPart> {
    if (this.#purpose !== "record") {
      if (isFound) {
        this.#state = this.#betweenEntries();
        yield { kind: "gap", byteOffset: this.#value.byteOffset };
      }
      return;
    }
    if (this.#frames.isLined) {
      // Once too much has been passed to keep it all, the first part stands for it.
      if (isFound) yield* this.#takeDamage(this.#value.bytes(passed));
      else this.#value.keep(passed);
      return;
    }
    const bytes = this.#value.bytes(passed);
    if (findRecordStart(bytes, this.#searchFrom) !== null) yield* this.#takeDamage(bytes);
    else if (bytes.length > MAX_VALUE_BYTES) yield* this.#stopAt(this.#value.byteOffset);
    else this.#value.keep(passed);
  }

  *#takeDamage(bytes: Uint8Array): Generator<ExportPart> {
    const { byteOffset } = this.#value;
    const { isLined } = this.#frames;
    if (!isLined) this.#cutAt = findRecordStart(bytes, this.#searchFrom);
    this.#state = this.#betweenEntries();
    const damaged = bytes.subarray(0, this.#cutAt ?? bytes.length);
    if (damaged.length > 0) yield { kind: "damage", bytes: damaged, byteOffset, reason: this.#damage };
    else if (isLined) yield { kind: "gap", byteOffset };
    yield* this.#scanAgain(bytes, byteOffset);
  }

  /** Goes back to the record that was found inside a refused one. */
  *#scanAgain(bytes: Uint8Array, byteOffset: number): Generator<ExportPart> {
    const cutAt = this.#cutAt;
    if (cutAt === null) return;
    this.#cutAt = null;
    this.#state = "before_value";
    const chunkOffset = this.#chunkOffset;
    this.#chunkOffset = byteOffset + cutAt;
    yield* this.#scan(bytes.slice(cutAt));
    this.#chunkOffset = chunkOffset;
  }

  /** Looks for a line on which scanning can go on. Returns its first byte, or the chunk's length. */
  #findResumption(chunk: Uint8Array, from: number): number {
    for (let at = from; at < chunk.length; at++) {
      const byte = chunk[at] ?? 0;
      const isLineStart = !isBlank(byte) && this.#column !== NOT_AT_LINE_START;
      if (isLineStart && this.#frames.resumeAt(this.#lineRest(chunk.subarray(at)))) return at;
      this.#column = nextColumn(this.#column, byte);
    }
    return chunk.length;
  }

  #lineRest(bytes: Uint8Array): LineRest {
    const end = bytes.indexOf(NEWLINE);
    const line = bytes.subarray(0, Math.min(end === -1 ? bytes.length : end, LINE_HEAD_BYTES));
    return { text: new TextDecoder().decode(line), column: this.#column };
  }

  #stop(byteOffset: number, reason = "it is not valid JSON from there on"): ExportPart | null {
    if (this.#mayRejoin) {
      this.#mayRejoin = false;
      this.#frames.rejoinMessages();
      this.#startValue("record", byteOffset);
      this.#searchFrom = 0;
      this.#damage = reason;
      this.#state = "lost";
      return null;
    }
    this.#state = "stopped";
    return { kind: "stopped", byteOffset, reason };
  }

  *#stopAt(byteOffset: number): Generator<ExportPart> {
    const part = this.#stop(byteOffset);
    if (part !== null) yield part;
  }

  #betweenEntries(): State {
    switch (this.#frames.innermost) {
      case undefined:
        return "ended";
      case "list":
      case "messages":
        return "before_value";
      default:
        return "before_key";
    }
  }

  #isOver(): boolean {
    return this.#state === "ended" || this.#state === "stopped";
  }

  #isInside(): boolean {
    return this.#state === "in_value" || this.#state === "lost";
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
