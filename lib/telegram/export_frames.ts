import { NOT_AT_LINE_START } from "./line_column.ts";

/** The containers that are entered; the value of any other key is passed over. */
export type FrameKind = "root" | "chats" | "list" | "chat" | "messages";

interface Frame {
  readonly kind: FrameKind;
  /** In which its keys or elements start lines; NOT_AT_LINE_START if they do not, null before the first. */
  column: number | null;
  /** In which the last of them started. */
  lastColumn: number;
}

/** A line from some place on. */
export interface LineRest {
  readonly text: string;
  /** In which the text starts; NOT_AT_LINE_START behind something else than blanks. */
  readonly column: number;
}

/** A bracket alone on its line, or with the first key behind it. */
const CHAT = /^\{\s*(?:$|"name"\s*:)/;
const MESSAGE = /^\{\s*(?:$|"id"\s*:)/;
const OBJECT = /^\{\s*(?:$|")/;
const KEY = /^"\w+"\s*:/;
/** A key of a damaged message may have moved to a column further out; those of the containers are others. */
const CONTAINER_KEY = /^"(?:(?:left_)?chats|list)"\s*:/;
const MESSAGES_KEY = /^"messages"\s*:/;
/** Nothing else is on a line that ends a container; a bracket that damage put on another line is not alone. */
const LONE_BRACKET = /^[\]}]\s*,?\s*$/;

/**
 * The open containers of an export, outermost first, and in which column the entries of each start: Telegram Desktop
 * writes every entry on a line of its own, deeper than those around it. By that the way is found again after damage.
 */
export class ExportFrames {
  #frames: Frame[] = [];
  /** As they were before the last list of messages was left: a bracket that damage moved may have ended it early. */
  #left: readonly Frame[] | null = null;

  get innermost(): FrameKind | undefined {
    return this.#frames.at(-1)?.kind;
  }

  /** In which the entries of the innermost container start lines. */
  get column(): number {
    return this.#frames.at(-1)?.column ?? NOT_AT_LINE_START;
  }

  /** Whether the way can be found by lines; of a file that has just begun that is assumed. */
  get isLined(): boolean {
    return this.hasLines || this.#frames[0]?.column === null || this.mayRejoin;
  }

  /** Whether entries of a container that is open start lines. */
  get hasLines(): boolean {
    return this.#frames.some(({ column }) => column !== NOT_AT_LINE_START && column !== null);
  }

  /** Whether a list of messages was left, and no other has begun. */
  get mayRejoin(): boolean {
    return this.#left !== null;
  }

  /** Whether the innermost container has no entry yet, and should have it on a line of its own. */
  get isAtFirstLine(): boolean {
    return this.hasLines && this.#frames.at(-1)?.column === null;
  }

  enter(kind: FrameKind): void {
    if (kind === "messages") this.#left = null;
    this.#frames.push({ kind, column: null, lastColumn: NOT_AT_LINE_START });
  }

  /** Goes back into a list of messages without lines, which was left too early. */
  rejoinMessages(): void {
    this.#frames.push({ kind: "messages", column: NOT_AT_LINE_START, lastColumn: NOT_AT_LINE_START });
  }

  leave(): FrameKind | undefined {
    const kind = this.innermost;
    this.#cut(this.#frames.length - 1);
    return kind;
  }

  #cut(depth: number): void {
    const last = this.#frames.length - 1;
    const frame = this.#frames[last];
    if (frame?.kind === "messages") {
      frame.column ??= this.#expectedColumn(last) ?? NOT_AT_LINE_START;
      if (frame.column !== NOT_AT_LINE_START) this.#left = [...this.#frames];
    }
    this.#frames.length = Math.max(depth, 0);
  }

  /**
   * Learns the column of the innermost container's entries from its first one, or from those of the containers around
   * it: each level is indented by as much as the first, and the first entry may be a damaged one.
   */
  noteEntry(column: number): void {
    const frame = this.#frames.at(-1);
    if (frame === undefined) return;
    frame.lastColumn = column;
    if (frame.column !== null) return;
    const isDeeper = column > (this.#frames.at(-2)?.column ?? NOT_AT_LINE_START);
    frame.column = isDeeper ? this.#expectedColumn(this.#frames.length - 1) ?? column : NOT_AT_LINE_START;
    // Another chat has begun indeed.
    if (frame.kind === "chat" && isDeeper && frame.column === column) this.#left = null;
  }

  /** Whether an element of a list may start there: in its column, or a message (moved by damage) on its own line. */
  isElement({ text, column }: LineRest): boolean {
    const frame = this.#frames.at(-1);
    if (frame === undefined || frame.column === column || frame.column === NOT_AT_LINE_START) return true;
    if (column === NOT_AT_LINE_START) return !this.hasLines;
    const isDeeper = column > (this.#frames.at(-2)?.column ?? NOT_AT_LINE_START);
    return isDeeper && (frame.column === null || frame.kind === "messages") && OBJECT.test(text);
  }

  /** Whether a bracket closes the innermost container, and not something inside a damaged entry. */
  isEnd({ text, column }: LineRest): boolean {
    const frame = this.#frames.at(-1);
    if (frame === undefined || frame.column === NOT_AT_LINE_START) return true;
    const isEmpty = frame.column === null;
    if (column === NOT_AT_LINE_START) return isEmpty;
    const end = this.#endColumn(this.#frames.length - 1);
    const isOuter = isEmpty
      ? column === end || !this.hasLines
      : column === end || column < Math.max(frame.column ?? 0, frame.lastColumn);
    return isOuter && LONE_BRACKET.test(text);
  }

  /**
   * Whether scanning can go on from where a line starts: with the next entry of an open container, or its end. The
   * containers inside of that one are left.
   */
  resumeAt({ text, column }: LineRest): boolean {
    // The messages of another chat follow.
    if (MESSAGES_KEY.test(text)) this.#left = null;
    const left = this.#left ?? [];
    for (const [depth, frame] of left.entries()) {
      if (!isArray(frame) || column !== frame.column || !startOf(frame).test(text)) continue;
      this.#frames = left.slice(0, depth + 1);
      return true;
    }
    for (let depth = this.#frames.length - 1; depth >= 0; depth--) {
      const frame = this.#frames[depth];
      if (frame === undefined || frame.column === NOT_AT_LINE_START) continue;
      const inArray = isArray(frame);
      const key = depth === this.#frames.length - 1 ? KEY : CONTAINER_KEY;
      const isEntry = (inArray ? startOf(frame) : key).test(text) && this.#isEntryColumn(depth, column);
      const isEnd = text.startsWith(inArray ? "]" : "}") && LONE_BRACKET.test(text) &&
        column === this.#endColumn(depth);
      if (!isEntry && !isEnd) continue;
      if (depth + 1 < this.#frames.length) this.#cut(depth + 1);
      return true;
    }
    return false;
  }

  #isEntryColumn(depth: number, column: number): boolean {
    const known = this.#frames[depth]?.column ?? null;
    if (known !== null) return column === known;
    return depth === 0 || column === this.#expectedColumn(depth);
  }

  /** Null where the columns around are not known. */
  #expectedColumn(depth: number): number | null {
    const unit = this.#frames[0]?.column ?? NOT_AT_LINE_START;
    const outer = this.#frames[depth - 1]?.column ?? NOT_AT_LINE_START;
    return unit === NOT_AT_LINE_START || outer === NOT_AT_LINE_START ? null : outer + unit;
  }

  /** A container ends in the column of the entry that it is, or is the value of. */
  #endColumn(depth: number): number {
    return depth === 0 ? 0 : this.#frames[depth - 1]?.column ?? NOT_AT_LINE_START;
  }
}

function isArray({ kind }: Frame): boolean {
  return kind === "list" || kind === "messages";
}

/** What an element of a list looks like. */
function startOf({ kind }: Frame): RegExp {
  return kind === "list" ? CHAT : MESSAGE;
}
