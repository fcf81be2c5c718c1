/** Where scanning can go on after damage: with a message, or with the keys that lead to a chat's messages. */
export interface Restart {
  readonly at: "message" | "chat";
  readonly byteOffset: number;
  /** What was searched, from there on. */
  readonly bytes: Uint8Array;
}

/**
 * Both are told by how they start, in the order in which Telegram Desktop writes the keys. No text looks like that,
 * because the quotes inside a text are escaped.
 */
const MESSAGE = /\{\s*"id"\s*:\s*-?\d+\s*,\s*"type"\s*:\s*"(?:message|service|unsupported)"/;
const CHAT_NAME = /(?:"name"\s*:\s*(?:"(?:[^"\\\n]|\\.)*"|null)\s*,\s*)?/;
const CHAT_TYPE = /(?:"type"\s*:\s*(?:"\w*"|null)\s*,\s*)?/;
const CHAT_ID = /"id"\s*:\s*\d+\s*,\s*/;
const MESSAGES = /"messages"\s*:\s*\[/;
/** Without the id beside it the list must look like one: other parts of an account may have such a key too. */
const LIST_START = /\s*[{\]]/;
const RESTART = new RegExp(
  `${MESSAGE.source}|${CHAT_NAME.source}${CHAT_TYPE.source}${CHAT_ID.source}${MESSAGES.source}` +
    `|${MESSAGES.source}${LIST_START.source}`,
  "g",
);
const MESSAGE_AT_START = new RegExp(`^${MESSAGE.source}`);

/** So many bytes tell whether a message starts there, however deep its lines are indented. */
export const START_BYTES = 256;

/** A character a byte, so that places in the text are places among the bytes. */
const BYTE_DECODER = new TextDecoder("latin1");
/** The start of a message or chat that two pieces share is shorter. */
const OVERLAP_BYTES = 4096;
/** So much of what is passed over is kept for the report. */
const MAX_PASSED_BYTES = 64 * 1024;

/** Whether the bytes start like a message, and not like a chat. */
export function startsLikeMessage(head: Uint8Array): boolean {
  return MESSAGE_AT_START.test(BYTE_DECODER.decode(head));
}

/** Looks through bytes that come in pieces for the next place where scanning can go on. */
export class RestartFinder {
  /** Of the first byte that is searched. */
  byteOffset = 0;
  #passed = new Uint8Array();
  /** The end of what was searched so far, and of the first byte of it in the file. */
  #tail = new Uint8Array();
  #tailOffset = 0;
  /** Before it no restart counts. */
  #fromOffset = 0;

  /** @param isAtStart Whether the very first byte may be the restart. */
  start(byteOffset: number, isAtStart: boolean): void {
    this.byteOffset = byteOffset;
    this.#tailOffset = byteOffset;
    this.#fromOffset = byteOffset + (isAtStart ? 0 : 1);
    this.#passed = new Uint8Array();
    this.#tail = new Uint8Array();
  }

  /** Searches the next piece. */
  find(piece: Uint8Array): Restart | null {
    const bytes = concatBytes(this.#tail, piece);
    RESTART.lastIndex = Math.max(0, this.#fromOffset - this.#tailOffset);
    const match = RESTART.exec(BYTE_DECODER.decode(bytes));
    const end = match?.index ?? bytes.length;
    const missing = this.#tailOffset + end - this.byteOffset - this.#passed.length;
    if (missing < 0) this.#passed = this.#passed.slice(0, missing);
    else if (this.#passed.length < MAX_PASSED_BYTES) {
      this.#passed = concatBytes(this.#passed, bytes.subarray(end - missing, end)).slice(0, MAX_PASSED_BYTES);
    }
    if (match !== null) {
      return {
        at: match[0].startsWith("{") ? "message" : "chat",
        byteOffset: this.#tailOffset + match.index,
        bytes: bytes.slice(match.index),
      };
    }
    const tailStart = Math.max(0, bytes.length - OVERLAP_BYTES);
    this.#tail = bytes.slice(tailStart);
    this.#tailOffset += tailStart;
    return null;
  }

  /** What was passed over before the restart, or so far: its first 64 KB. */
  get passed(): Uint8Array {
    return this.#passed;
  }
}

/** Both, one behind the other. */
export function concatBytes(head: Uint8Array, tail: Uint8Array): Uint8Array<ArrayBuffer> {
  const whole = new Uint8Array(head.length + tail.length);
  whole.set(head);
  whole.set(tail, head.length);
  return whole;
}
