import { isBlank, nextColumn, NOT_AT_LINE_START } from "./line_column.ts";

/** How far the scan of a value has come. */
export type ScanStatus =
  /** It goes on in the next chunk. */
  | "open"
  | "ended"
  /** A line breaks inside a string, which JSON does not allow: the string has lost its end. */
  | "broken_string"
  /** A line starts no deeper than the value's own line: the value has lost its end. */
  | "overrun"
  /** It is longer than `MAX_VALUE_BYTES`. */
  | "too_long";

/** No message comes near this; a longer one has lost its end. */
export const MAX_VALUE_BYTES = 4 * 1024 * 1024;

const TAB = 0x09;
const NEWLINE = 0x0a;
const SPACE = 0x20;
const QUOTE = 0x22;
const COMMA = 0x2c;
const OPEN_BRACKET = 0x5b;
const BACKSLASH = 0x5c;
const CLOSE_BRACKET = 0x5d;
const OPEN_BRACE = 0x7b;
const CLOSE_BRACE = 0x7d;

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
  #column = NOT_AT_LINE_START;
  #ownColumn = NOT_AT_LINE_START;
  #isKept = true;
  #kept: Uint8Array[] = [];
  #keptBytes = 0;

  /** The column of the byte behind those that were scanned; NOT_AT_LINE_START if it starts no line. */
  get column(): number {
    return this.#column;
  }

  /**
   * Starts over at a value's first byte.
   *
   * @param options.keep Whether the bytes are wanted; passing over a long value then takes no memory.
   * @param options.column The column in which the value, or its key, starts a line, so that its inner lines start
   * deeper; NOT_AT_LINE_START if it starts none.
   */
  start(byteOffset: number, options: { readonly keep: boolean; readonly column: number }): void {
    this.status = "open";
    this.byteOffset = byteOffset;
    this.#depth = 0;
    this.#inString = false;
    this.#isScalar = false;
    this.#isEscaped = false;
    this.#column = NOT_AT_LINE_START;
    this.#ownColumn = options.column;
    this.#isKept = options.keep;
    this.#kept = [];
    this.#keptBytes = 0;
  }

  /** Scans on from `from`. Returns the index behind the value, or where `status` tells the trouble is. */
  scan(chunk: Uint8Array, from: number): number {
    let at = this.#isEscaped ? from + 1 : from;
    let depth = this.#depth;
    let column = this.#column;
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
      if (column !== NOT_AT_LINE_START && !isBlank(byte) && this.#isOverrun(byte, column)) {
        this.status = "overrun";
        break;
      }
      switch (byte) {
        case QUOTE:
          this.#inString = true;
          column = NOT_AT_LINE_START;
          break;
        case OPEN_BRACE:
        case OPEN_BRACKET:
          depth++;
          column = NOT_AT_LINE_START;
          break;
        case CLOSE_BRACE:
        case CLOSE_BRACKET:
          if (depth > 1) {
            depth--;
            column = NOT_AT_LINE_START;
            break;
          }
          this.status = "ended";
          // A scalar ends before the bracket of its container.
          if (depth === 1) at++;
          break scan;
        case TAB:
        case NEWLINE:
        case SPACE:
        case COMMA:
          if (this.#isScalar) {
            this.status = "ended";
            break scan;
          }
          column = nextColumn(column, byte);
          break;
        default:
          if (depth === 0) this.#isScalar = true;
          column = nextColumn(column, byte);
      }
      at++;
    }
    this.#depth = depth;
    this.#column = column;
    return at;
  }

  #isOverrun(byte: number, column: number): boolean {
    if (this.#ownColumn === NOT_AT_LINE_START || column > this.#ownColumn) return false;
    // Its own last bracket stands in its own column.
    return column < this.#ownColumn || (byte !== CLOSE_BRACE && byte !== CLOSE_BRACKET);
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
