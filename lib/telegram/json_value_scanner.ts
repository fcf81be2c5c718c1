/** How far the scan of a value has come. */
export type ScanStatus =
  /** It goes on in the next chunk. */
  | "open"
  | "ended"
  /** A line breaks inside a string, which JSON does not allow: the string has lost its end. */
  | "broken_string"
  /** It is longer than `MAX_VALUE_BYTES`. */
  | "too_long";

/** No message comes near this; a longer one has lost its end. */
export const MAX_VALUE_BYTES = 4 * 1024 * 1024;

const TAB = 0x09;
const NEWLINE = 0x0a;
const RETURN = 0x0d;
const SPACE = 0x20;
const QUOTE = 0x22;
const COMMA = 0x2c;
const OPEN_BRACKET = 0x5b;
const BACKSLASH = 0x5c;
const CLOSE_BRACKET = 0x5d;
const OPEN_BRACE = 0x7b;
const CLOSE_BRACE = 0x7d;

/** Whether JSON lets the byte stand between values. */
export function isBlank(byte: number): boolean {
  return byte === SPACE || byte === NEWLINE || byte === RETURN || byte === TAB;
}

/** Finds where one JSON value ends, by depth and string state alone, and keeps its bytes across chunks. */
export class JsonValueScanner {
  status: ScanStatus = "open";
  /** Of the value's first byte in the file. */
  byteOffset = 0;

  #depth = 0;
  #inString = false;
  #isScalar = false;
  /** The last chunk ended with a backslash inside a string. */
  #isEscaped = false;
  #isKept = true;
  #kept: Uint8Array[] = [];
  #keptBytes = 0;

  /**
   * Starts over at a value's first byte.
   *
   * @param options.keep Whether the bytes are wanted; passing over a long value takes no memory.
   */
  start(byteOffset: number, options: { readonly keep: boolean }): void {
    this.status = "open";
    this.byteOffset = byteOffset;
    this.#depth = 0;
    this.#inString = false;
    this.#isScalar = false;
    this.#isEscaped = false;
    this.#isKept = options.keep;
    this.#kept = [];
    this.#keptBytes = 0;
  }

  /** Scans on from `from`. Returns the index behind the value, or the line break that `status` tells of. */
  scan(chunk: Uint8Array, from: number): number {
    let at = this.#isEscaped ? from + 1 : from;
    let depth = this.#depth;
    this.#isEscaped = false;
    scan: while (at < chunk.length) {
      if (this.#inString) {
        at = skipStringBody(chunk, at);
        if (at >= chunk.length) {
          this.#isEscaped = at > chunk.length;
          at = chunk.length;
          break;
        }
        if (chunk[at] === NEWLINE) {
          this.status = "broken_string";
          break;
        }
        this.#inString = false;
        at++;
        if (depth > 0) continue;
        this.status = "ended";
        break;
      }
      const byte = chunk[at] ?? 0;
      switch (byte) {
        case QUOTE:
          if (this.#isScalar) {
            this.status = "ended";
            break scan;
          }
          this.#inString = true;
          break;
        case OPEN_BRACE:
        case OPEN_BRACKET:
          if (this.#isScalar) {
            this.status = "ended";
            break scan;
          }
          depth++;
          break;
        case CLOSE_BRACE:
        case CLOSE_BRACKET:
          if (depth > 1) {
            depth--;
            break;
          }
          this.status = "ended";
          // A scalar ends before the bracket of its container.
          if (depth === 1) at++;
          break scan;
        case TAB:
        case NEWLINE:
        case RETURN:
        case SPACE:
        case COMMA:
          if (this.#isScalar) {
            this.status = "ended";
            break scan;
          }
          break;
        default:
          if (depth === 0) this.#isScalar = true;
      }
      at++;
    }
    this.#depth = depth;
    return at;
  }

  /** Keeps a part of the value beyond its chunk. */
  keep(part: Uint8Array): void {
    if (!this.#isKept) return;
    if (this.#keptBytes + part.length > MAX_VALUE_BYTES) {
      this.status = "too_long";
      return;
    }
    this.#keptBytes += part.length;
    this.#kept.push(part.slice());
  }

  /** The whole value: what was kept of earlier chunks, and its part of the last. */
  bytes(lastPart: Uint8Array): Uint8Array {
    if (this.#kept.length === 0) return lastPart;
    const whole = new Uint8Array(this.#keptBytes + lastPart.length);
    let at = 0;
    for (const part of [...this.#kept, lastPart]) {
      whole.set(part, at);
      at += part.length;
    }
    return whole;
  }
}

/** The place of the closing quote or of a line break; past the chunk's end if that cuts an escape in two. */
function skipStringBody(chunk: Uint8Array, from: number): number {
  let at = from;
  while (at < chunk.length) {
    const byte = chunk[at];
    if (byte === QUOTE || byte === NEWLINE) return at;
    at += byte === BACKSLASH ? 2 : 1;
  }
  return at;
}
