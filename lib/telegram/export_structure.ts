import type { ExportChatHeader } from "./export_chat.ts";
import { parseExportJson } from "./export_json.ts";
import type { ExportPart } from "./export_part.ts";

/** The containers that are entered; the value of any other key is passed over. */
type FrameKind = "root" | "chats" | "list" | "chat" | "messages";

type HeaderKey = "name" | "type" | "id";

/** What a value is for. */
export type ValuePurpose = "skip" | "key" | "header" | "record";

/** What a byte between values means. */
export type Step =
  | { readonly kind: "taken"; readonly part: ExportPart | null }
  /** A value starts at the byte. */
  | { readonly kind: "value"; readonly purpose: ValuePurpose; readonly part: ExportPart | null }
  /** It does not fit. */
  | { readonly kind: "lost" };

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
  #frames: FrameKind[] = [];
  #state: "before_value" | "before_key" | "before_colon" | "ended" = "before_value";
  #key = "";
  #header: Partial<Record<HeaderKey, unknown>> = {};
  #hadMessages = false;
  /** The containers that were open in the last list of chats, and in the last list of messages of a chat that is the last. */
  #listFrames: readonly FrameKind[] = [];
  #messagesFrames: readonly FrameKind[] | null = null;

  /** One that starts at the `[` of a chat's messages, which it passes over. */
  static behindMessages(header: ExportChatHeader): ExportStructure {
    const structure = new ExportStructure();
    structure.#frames.push("chat");
    structure.#header = { ...header };
    return structure;
  }

  get isEnded(): boolean {
    return this.#state === "ended";
  }

  get isAmongMessages(): boolean {
    return this.#frames.at(-1) === "messages";
  }

  /** Whether the byte would start a chat in a list of them. */
  startsChat(byte: number): boolean {
    return byte === OPEN_BRACE && this.#frames.at(-1) === "list";
  }

  /** Takes one byte between values. */
  take(byte: number, byteOffset: number): Step {
    if (this.#state === "ended") return LOST;
    if (this.#state === "before_colon") {
      if (byte !== COLON) return LOST;
      this.#state = "before_value";
      return TAKEN;
    }
    const frame = this.#frames.at(-1);
    const inArray = frame === "list" || frame === "messages";
    if (byte === COMMA && (inArray || this.#state === "before_key")) return TAKEN;
    const end = inArray ? CLOSE_BRACKET : this.#state === "before_key" ? CLOSE_BRACE : null;
    if (byte === end) return this.#leave(byteOffset);
    if (this.#state === "before_key") {
      return byte === QUOTE ? { kind: "value", purpose: "key", part: null } : LOST;
    }
    return inArray ? this.#takeElement(byte, frame) : this.#takeValue(byte, byteOffset, frame);
  }

  /** Takes the bytes of a value that has ended. */
  endValue(purpose: ValuePurpose, bytes: Uint8Array): void {
    this.settle();
    if (purpose === "key") {
      this.#key = String(decodeValue(bytes));
      this.#state = "before_colon";
    } else if (purpose === "header" && isHeaderKey(this.#key)) {
      this.#header[this.#key] = decodeValue(bytes);
      if (this.#key === "name" || this.#hasHead()) this.#messagesFrames = null;
    }
  }

  /** The next entry of the innermost container may come, or its end. */
  settle(): void {
    const frame = this.#frames.at(-1);
    this.#state = frame === undefined
      ? "ended"
      : frame === "list" || frame === "messages"
      ? "before_value"
      : "before_key";
  }

  /**
   * Goes on with a message behind damage. It belongs to the chat that is open, or whose messages were the last: damage
   * may have ended these too early. Behind the head of another chat it belongs to that one, if it can be told which.
   */
  resumeAtMessage(byteOffset: number): ExportPart | null {
    const open = this.#frames.lastIndexOf("messages");
    if (open < 0 && this.#messagesFrames === null) {
      if (!this.#hasHead()) this.#enter("chat");
      return this.#enterMessages(byteOffset);
    }
    this.#frames = open < 0 ? [...this.#messagesFrames ?? []] : this.#frames.slice(0, open + 1);
    this.settle();
    return null;
  }

  /** Goes on with the keys of a chat behind damage. */
  resumeAtChat(): void {
    const frame = this.#frames.at(-1);
    const isSingleChat = frame === "root" && this.#listFrames.length === 0;
    if ((frame !== "chat" && !isSingleChat) || this.#hadMessages) {
      this.#frames = [...this.#listFrames];
      this.#enter("chat");
    }
    this.settle();
  }

  /** Whether what was read of the innermost container is the head of a chat, and tells which. */
  #hasHead(): boolean {
    const { id, type } = this.#header;
    const isChat = type !== undefined && !isMessageType(type);
    return this.#frames.at(-1) !== "messages" && !this.#hadMessages && isChat && id !== undefined;
  }

  #takeElement(byte: number, frame: FrameKind): Step {
    if (byte !== OPEN_BRACE) return LOST;
    return frame === "messages" ? { kind: "value", purpose: "record", part: null } : this.#enter("chat");
  }

  /** The first byte of the root, or of the value of `#key`. */
  #takeValue(byte: number, byteOffset: number, frame: FrameKind | undefined): Step {
    const isArray = byte === OPEN_BRACKET;
    const isObject = byte === OPEN_BRACE;
    if (byte === CLOSE_BRACE || byte === CLOSE_BRACKET || byte === COMMA || byte === COLON) return LOST;
    if (frame === undefined) {
      const isRoot = isObject || isArray;
      return isRoot ? this.#enter(isObject ? "root" : "list") : LOST;
    }
    const isList = this.#key === "list";
    if (frame === "chats" && !isArray) {
      return { kind: "value", purpose: "skip", part: isList ? { kind: "gap", byteOffset } : null };
    }
    if (isArray && (frame === "chats" || (frame === "root" && isList))) return this.#enter("list");
    if (isHeaderKey(this.#key) && !isArray && !isObject) {
      return { kind: "value", purpose: "header", part: null };
    }
    if (this.#key === "messages" && isArray) {
      return { kind: "taken", part: this.#enterMessages(byteOffset) };
    }
    const isAccount = frame === "root" && !this.#hadMessages && this.#header.id === undefined;
    if (isAccount && !OTHER_PARTS.has(this.#key)) {
      if (isObject) return this.#enter("chats");
      if (isArray && /chats$/.test(this.#key)) return this.#enter("list");
    }
    return { kind: "value", purpose: "skip", part: null };
  }

  #enter(kind: FrameKind): Step {
    this.#frames.push(kind);
    this.settle();
    if (kind === "list") this.#listFrames = [...this.#frames];
    if (kind === "chat" || kind === "root") {
      this.#header = {};
      this.#hadMessages = false;
    }
    return TAKEN;
  }

  #enterMessages(byteOffset: number): ExportPart {
    this.#enter("messages");
    this.#hadMessages = true;
    this.#messagesFrames = [...this.#frames];
    return { kind: "messages", header: { ...this.#header }, byteOffset };
  }

  #leave(byteOffset: number): Step {
    const left = this.#frames.pop();
    this.settle();
    if (left !== "chat" && !(left === "root" && this.#hadMessages)) return TAKEN;
    const { hadMessages, header } = { hadMessages: this.#hadMessages, header: this.#header };
    this.#header = {};
    this.#hadMessages = false;
    return { kind: "taken", part: { kind: "chat_end", header, hadMessages, byteOffset } };
  }
}

function isHeaderKey(key: string): key is HeaderKey {
  return key === "name" || key === "type" || key === "id";
}

/** A message that damage put among the chats is no chat. */
function isMessageType(type: unknown): boolean {
  return type === "message" || type === "service" || type === "unsupported";
}

function decodeValue(bytes: Uint8Array): unknown {
  try {
    return parseExportJson(new TextDecoder().decode(bytes)).value;
  } catch {
    return undefined;
  }
}
