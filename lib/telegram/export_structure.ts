import type { ExportChatHeader } from "./export_chat.ts";
import { ExportFrames, type FrameKind, type LineRest } from "./export_frames.ts";
import { parseExportJson } from "./export_json.ts";
import type { ExportPart } from "./export_part.ts";

type HeaderKey = "name" | "type" | "id";

/** What a value is for. */
export type ValuePurpose = "skip" | "key" | "header" | "record";

/** What a byte between values means. */
export type Step =
  | { readonly kind: "taken"; readonly part: ExportPart | null }
  /** A value starts at the byte. */
  | { readonly kind: "value"; readonly purpose: ValuePurpose; readonly part: ExportPart | null }
  /** It belongs to nothing. */
  | { readonly kind: "lost" }
  | { readonly kind: "stop"; readonly reason: string };

/** Why scanning stops where the JSON is over. */
export const BEHIND_END = "the export ends there, but the file does not";

const TAKEN: Step = { kind: "taken", part: null };
const LOST: Step = { kind: "lost" };

const QUOTE = 0x22;
const COMMA = 0x2c;
const COLON = 0x3a;
const OPEN_BRACKET = 0x5b;
const CLOSE_BRACKET = 0x5d;
const OPEN_BRACE = 0x7b;
const CLOSE_BRACE = 0x7d;

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

/** Knows where in an export scanning is: which containers are open, and what may come next in the innermost. */
export class ExportStructure {
  readonly frames = new ExportFrames();
  #state: "before_value" | "before_key" | "before_colon" | "ended" = "before_value";
  #key = "";
  #header: Partial<Record<HeaderKey, unknown>> = {};
  #hadMessages = false;
  #mayRejoin = false;

  /** One that starts at the `[` of a chat's messages, which it passes over. */
  static behindMessages(header: ExportChatHeader): ExportStructure {
    const structure = new ExportStructure();
    structure.frames.enter("chat");
    structure.#header = { ...header };
    return structure;
  }

  get isEnded(): boolean {
    return this.#state === "ended";
  }

  /**
   * Whether the last list of messages, which has no lines, has ended. Where it is not the export's end that follows, a
   * damaged message may have ended it, and messages of the same chat may follow.
   */
  get mayRejoin(): boolean {
    return this.#mayRejoin;
  }

  /** Takes one byte between values, with its line from there on. */
  take(byte: number, byteOffset: number, line: () => LineRest): Step {
    if (this.#state === "ended") {
      return this.frames.mayRejoin ? LOST : { kind: "stop", reason: BEHIND_END };
    }
    if (this.#state === "before_colon") {
      if (byte !== COLON) return LOST;
      this.#state = "before_value";
      return TAKEN;
    }
    const frame = this.frames.innermost;
    const inArray = frame === "list" || frame === "messages";
    if (byte === COMMA && (inArray ? !this.frames.isAtFirstLine : this.#state === "before_key")) return TAKEN;
    const end = inArray ? CLOSE_BRACKET : this.#state === "before_key" ? CLOSE_BRACE : null;
    if (byte === end) return this.frames.isEnd(line()) ? this.#leave(byteOffset) : LOST;
    if (this.#state === "before_key") {
      if (byte !== QUOTE) return LOST;
      this.frames.noteEntry(line().column);
      return { kind: "value", purpose: "key", part: null };
    }
    return inArray ? this.#takeElement(byte, frame, line()) : this.#takeValue(byte, byteOffset, frame);
  }

  /** Takes the bytes of a value that has ended. */
  endValue(purpose: ValuePurpose, bytes: Uint8Array): void {
    this.settle();
    if (purpose === "key") {
      this.#key = String(decodeValue(bytes));
      this.#state = "before_colon";
    } else if (purpose === "header" && isHeaderKey(this.#key)) {
      this.#header[this.#key] = decodeValue(bytes);
    }
  }

  /** The next entry of the innermost container may come, or its end. */
  settle(): void {
    const frame = this.frames.innermost;
    this.#state = frame === undefined
      ? "ended"
      : frame === "list" || frame === "messages"
      ? "before_value"
      : "before_key";
  }

  /** Goes back into the last list of messages. */
  rejoinMessages(): void {
    this.#mayRejoin = false;
    this.frames.rejoinMessages();
  }

  #takeElement(byte: number, frame: FrameKind, line: LineRest): Step {
    if (byte !== OPEN_BRACE) {
      const isOther = frame === "list" && byte !== CLOSE_BRACE && !this.frames.hasLines;
      return isOther ? { kind: "value", purpose: "skip", part: null } : LOST;
    }
    if (!this.frames.isElement(line)) return LOST;
    this.frames.noteEntry(line.column);
    return frame === "messages" ? { kind: "value", purpose: "record", part: null } : this.#enter("chat");
  }

  /** The first byte of the root, or of the value of `#key`. */
  #takeValue(byte: number, byteOffset: number, frame: FrameKind | undefined): Step {
    const isArray = byte === OPEN_BRACKET;
    const isObject = byte === OPEN_BRACE;
    if (byte === CLOSE_BRACE || byte === CLOSE_BRACKET || byte === COMMA || byte === COLON) return LOST;
    if (frame === undefined) {
      const isRoot = isObject || isArray;
      return isRoot
        ? this.#enter(isObject ? "root" : "list")
        : { kind: "stop", reason: "it is not valid JSON from there on" };
    }
    const isList = this.#key === "list";
    if (frame === "chats" && !isArray) {
      return { kind: "value", purpose: "skip", part: isList ? { kind: "gap", byteOffset } : null };
    }
    if (isArray && (frame === "chats" || (frame === "root" && isList))) return this.#enter("list");
    if (isHeaderKey(this.#key)) return { kind: "value", purpose: "header", part: null };
    if (this.#key === "messages" && isArray) {
      this.#enter("messages");
      return { kind: "taken", part: { kind: "messages", header: { ...this.#header }, byteOffset } };
    }
    if (frame === "root" && !OTHER_PARTS.has(this.#key)) {
      if (isObject) return this.#enter("chats");
      if (isArray && /chats$/.test(this.#key)) return this.#enter("list");
    }
    return { kind: "value", purpose: "skip", part: null };
  }

  #enter(kind: FrameKind): Step {
    this.frames.enter(kind);
    this.settle();
    if (kind === "chat" || kind === "root") this.#header = {};
    if (kind === "messages") this.#mayRejoin = false;
    if (kind !== "list" && kind !== "chats") this.#hadMessages = kind === "messages";
    return TAKEN;
  }

  #leave(byteOffset: number): Step {
    const { hasLines } = this.frames;
    const left = this.frames.leave();
    this.settle();
    if (left === "messages") this.#mayRejoin = !hasLines;
    if (left !== "chat" && !(left === "root" && this.#hadMessages)) return TAKEN;
    const { hadMessages, header } = { hadMessages: this.#hadMessages, header: this.#header };
    return { kind: "taken", part: { kind: "chat_end", header, hadMessages, byteOffset } };
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
