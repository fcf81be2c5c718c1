import type { ExportChatHeader } from "./export_chat.ts";
import type { LineRest } from "./export_frames.ts";
import type { ExportPart } from "./export_part.ts";
import { BEHIND_END, ExportStructure, type ValuePurpose } from "./export_structure.ts";
import { findRecordStart } from "./find_record_start.ts";
import { JsonValueScanner, MAX_VALUE_BYTES } from "./json_value_scanner.ts";
import { isBlank, nextColumn, NOT_AT_LINE_START } from "./line_column.ts";

type State = "between" | "in_value" | "lost" | "stopped";

const DECODER = new TextDecoder();
const NEWLINE = 0x0a;
/** Enough of a line to tell a key or a lone bracket. */
const LINE_HEAD_BYTES = 64;
const INVALID = "it is not valid JSON";

/**
 * Finds the bounds of each message in an export's bytes without parsing it: a native JSON.parse of each slice is
 * faster than a streaming parser in JavaScript, and memory stays at one chunk plus one message.
 *
 * After damage it finds its way again by the columns of the lines (ExportFrames); in an export without line breaks by
 * how a message starts. No more is lost than what is damaged.
 */
export class ExportScanner {
  readonly #structure: ExportStructure;
  readonly #value = new JsonValueScanner();
  #state: State = "between";
  #purpose: ValuePurpose = "skip";
  /** Of the chunk's first byte in the file. */
  #chunkOffset: number;
  /** Blanks since the line's start. */
  #column = NOT_AT_LINE_START;
  #damage = INVALID;
  /** 0 where a record may start at the first of the bytes at hand, 1 where a damaged one does. */
  #searchFrom = 1;
  /** Where the next record starts in one that was refused. */
  #cutAt: number | null = null;

  constructor(structure: ExportStructure = new ExportStructure(), byteOffset = 0) {
    this.#structure = structure;
    this.#chunkOffset = byteOffset;
  }

  /** A scanner that starts at the `[` of a chat's messages, passes over them and finds what stands behind. */
  static behindMessages(header: ExportChatHeader, byteOffset: number): ExportScanner {
    return new ExportScanner(ExportStructure.behindMessages(header), byteOffset);
  }

  /** Scans the next chunk, which ends with a line where there are any; its parts must be taken before the next push. */
  *push(chunk: Uint8Array): Generator<ExportPart> {
    yield* this.#scan(chunk);
    this.#chunkOffset += chunk.length;
  }

  /** Tells what is unfinished where the file ends. */
  *end(): Generator<ExportPart> {
    if (this.#state === "lost" && this.#structure.isEnded) {
      return yield { kind: "stopped", byteOffset: this.#value.byteOffset, reason: BEHIND_END };
    }
    let byteOffset = this.#chunkOffset;
    while ((this.#state === "in_value" || this.#state === "lost") && this.#purpose === "record") {
      byteOffset = this.#value.byteOffset;
      if (this.#state === "in_value") this.#damage = "the file ends inside it";
      yield* this.#takeDamage(this.#value.bytes(new Uint8Array()));
    }
    if (this.#state === "stopped" || this.#structure.isEnded) return;
    yield { kind: "stopped", byteOffset, reason: "the file ends before the export does" };
  }

  /**
   * Says of the record yielded last that it is no JSON.
   *
   * @returns How many of its bytes are the damaged record's; the others are scanned again.
   */
  refuseRecord(bytes: Uint8Array): number {
    this.#cutAt = this.#isLined() ? null : findRecordStart(bytes, 1);
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
        at = this.#isLined() ? this.#findResumption(chunk, at) : chunk.length;
        yield* this.#afterSearch(chunk.subarray(start, at), at < chunk.length);
      } else {
        const byte = chunk[at] ?? 0;
        if (isBlank(byte)) {
          this.#column = nextColumn(this.#column, byte);
          at++;
          continue;
        }
        yield* this.#takeByte(byte, this.#chunkOffset + at, () => this.#lineRest(chunk.subarray(start)));
        // A value starts at the byte itself; all else between values is one byte long.
        if (this.#state !== "between") continue;
        this.#column = NOT_AT_LINE_START;
        at++;
      }
    }
  }

  *#takeByte(byte: number, byteOffset: number, line: () => LineRest): Generator<ExportPart> {
    const step = this.#structure.take(byte, byteOffset, line);
    switch (step.kind) {
      case "taken":
        if (step.part !== null) yield step.part;
        return;
      case "value":
        this.#startValue(step.purpose, byteOffset);
        if (step.part !== null) yield step.part;
        return;
      case "lost": {
        const isAmongMessages = this.#structure.frames.innermost === "messages";
        if (isAmongMessages || this.#isLined()) this.#lose(isAmongMessages ? "record" : "skip", byteOffset);
        else yield* this.#stop(byteOffset);
        return;
      }
      case "stop":
        yield* this.#stop(byteOffset, step.reason);
    }
  }

  #startValue(purpose: ValuePurpose, byteOffset: number): void {
    this.#state = "in_value";
    this.#purpose = purpose;
    this.#searchFrom = 1;
    const column = purpose === "record" ? this.#column : this.#structure.frames.column;
    this.#value.start(byteOffset, { keep: purpose !== "skip", column });
  }

  /** Passes over what follows, which belongs to nothing. */
  #lose(purpose: "record" | "skip", byteOffset: number, damage = INVALID): void {
    this.#startValue(purpose, byteOffset);
    this.#searchFrom = 0;
    this.#damage = damage;
    this.#state = "lost";
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
    if (!this.#isLined() && this.#purpose !== "record") return yield* this.#stop(this.#value.byteOffset);
    this.#state = "lost";
    yield* this.#afterSearch(scanned, false);
  }

  *#endValue(bytes: Uint8Array): Generator<ExportPart> {
    const { byteOffset } = this.#value;
    this.#column = NOT_AT_LINE_START;
    if (this.#purpose === "record" && !this.#isLined() && findRecordStart(bytes, 1) !== null) {
      this.#damage = "it has no end";
      return yield* this.#takeDamage(bytes);
    }
    this.#state = "between";
    this.#structure.endValue(this.#purpose, bytes);
    if (this.#purpose !== "record") return;
    yield { kind: "record", bytes, byteOffset };
    yield* this.#scanAgain(bytes, byteOffset);
  }

  /** Looks for a line on which scanning can go on. Returns its first byte, or the chunk's length. */
  #findResumption(chunk: Uint8Array, from: number): number {
    for (let at = from; at < chunk.length; at++) {
      const byte = chunk[at] ?? 0;
      const isLineStart = !isBlank(byte) && this.#column !== NOT_AT_LINE_START;
      if (isLineStart && this.#structure.frames.resumeAt(this.#lineRest(chunk.subarray(at)))) return at;
      this.#column = nextColumn(this.#column, byte);
    }
    return chunk.length;
  }

  /** Takes what was passed over while lost. */
  *#afterSearch(passed: Uint8Array, isFound: boolean): Generator<ExportPart> {
    if (this.#purpose !== "record") {
      if (!isFound) return;
      this.#goOn();
      yield { kind: "gap", byteOffset: this.#value.byteOffset };
    } else if (this.#isLined()) {
      // Once too much has been passed to keep it all, the first part stands for it.
      if (isFound) yield* this.#takeDamage(this.#value.bytes(passed));
      else this.#value.keep(passed);
    } else {
      const bytes = this.#value.bytes(passed);
      if (findRecordStart(bytes, this.#searchFrom) !== null) yield* this.#takeDamage(bytes);
      else if (bytes.length > MAX_VALUE_BYTES) yield* this.#stop(this.#value.byteOffset);
      else this.#value.keep(passed);
    }
  }

  *#takeDamage(bytes: Uint8Array): Generator<ExportPart> {
    const { byteOffset } = this.#value;
    const isLined = this.#isLined();
    if (!isLined) this.#cutAt = findRecordStart(bytes, this.#searchFrom);
    this.#goOn();
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
    this.#goOn();
    const chunkOffset = this.#chunkOffset;
    this.#chunkOffset = byteOffset + cutAt;
    yield* this.#scan(bytes.slice(cutAt));
    this.#chunkOffset = chunkOffset;
  }

  *#stop(byteOffset: number, reason = "it is not valid JSON from there on"): Generator<ExportPart> {
    if (this.#structure.mayRejoin) {
      this.#structure.rejoinMessages();
      return this.#lose("record", byteOffset, reason);
    }
    this.#state = "stopped";
    yield { kind: "stopped", byteOffset, reason };
  }

  #goOn(): void {
    this.#state = "between";
    this.#structure.settle();
  }

  #isLined(): boolean {
    return this.#structure.frames.isLined;
  }

  #lineRest(bytes: Uint8Array): LineRest {
    const end = bytes.indexOf(NEWLINE);
    const line = bytes.subarray(0, Math.min(end === -1 ? bytes.length : end, LINE_HEAD_BYTES));
    return { text: DECODER.decode(line), column: this.#column };
  }
}
