import type { ExportChatHeader } from "./export_chat.ts";
import type { ExportPart } from "./export_part.ts";
import { ExportStructure, type ValuePurpose } from "./export_structure.ts";
import { concatBytes, type Restart, RestartFinder, START_BYTES, startsLikeMessage } from "./find_restart.ts";
import { isBlank, JsonValueScanner, MAX_VALUE_BYTES } from "./json_value_scanner.ts";

const INVALID = "it is not valid JSON";

/** Bytes that are to be scanned, and where in the file they start. */
interface Piece {
  readonly bytes: Uint8Array;
  readonly byteOffset: number;
}

/**
 * Finds the bounds of each message in an export's bytes without parsing it: a native JSON.parse of each slice is
 * faster than a streaming parser in JavaScript, and memory stays at one chunk plus one message.
 *
 * The rule of recovery: brackets and keys are believed until something does not fit. Then scanning goes on with what
 * starts like a message or a chat (RestartFinder), wherever that stands: behind the damage, or inside a value that has
 * lost its end and taken in what follows. So valid JSON is read as it is, whatever its layout, and damage costs what
 * stands between it and the next start.
 */
export class ExportScanner {
  readonly #structure: ExportStructure;
  readonly #value = new JsonValueScanner();
  readonly #finder = new RestartFinder();
  readonly #recovers: boolean;
  #state: "between" | "in_value" | "lost" | "stopped" = "between";
  #purpose: ValuePurpose = "skip";
  #damage = "";
  /** The next is the last. */
  #pieces: Piece[] = [];
  /** Of the byte behind all that was pushed. */
  #endOffset: number;
  #isAtEnd = false;
  /** Where scanning goes on in the record that was refused. */
  #restart: Restart | null = null;

  constructor(structure: ExportStructure = new ExportStructure(), byteOffset = 0, recovers = true) {
    this.#structure = structure;
    this.#endOffset = byteOffset;
    this.#recovers = recovers;
  }

  /**
   * A scanner that starts at the `[` of a chat's messages, passes over them and finds what stands behind. It stops
   * where something does not fit.
   */
  static behindMessages(header: ExportChatHeader, byteOffset: number): ExportScanner {
    return new ExportScanner(ExportStructure.behindMessages(header), byteOffset, false);
  }

  /** Scans the next chunk; its parts must be taken before the next push. */
  *push(chunk: Uint8Array): Generator<ExportPart> {
    this.#pieces.unshift({ bytes: chunk, byteOffset: this.#endOffset });
    this.#endOffset += chunk.length;
    yield* this.#scanPieces();
  }

  /** Tells what is unfinished where the file ends. */
  *end(): Generator<ExportPart> {
    this.#isAtEnd = true;
    yield* this.#scanPieces();
    while (this.#state === "in_value") {
      this.#lose(this.#value.byteOffset, "the file ends inside it", false);
      const restart = this.#finder.find(this.#value.bytes(new Uint8Array()));
      if (restart === null) break;
      yield* this.#goOn(restart);
      yield* this.#scanPieces();
    }
    if (this.#state === "stopped" || (this.#state === "between" && this.#structure.isEnded)) return;
    const byteOffset = this.#state === "lost" ? this.#finder.byteOffset : this.#endOffset;
    if (this.#state === "lost" && this.#structure.isAmongMessages) yield this.#damaged();
    const reason = this.#structure.isEnded
      ? "the export ends there, but the file does not"
      : "the file ends before the export does";
    yield { kind: "stopped", byteOffset, reason };
  }

  /**
   * Says of the record yielded last that it is no message.
   *
   * @returns How many of its bytes are the damaged record's; the others are scanned again.
   */
  refuseRecord(bytes: Uint8Array): number {
    this.#finder.start(this.#value.byteOffset, false);
    this.#restart = this.#finder.find(bytes);
    return bytes.length - (this.#restart?.bytes.length ?? 0);
  }

  *#scanPieces(): Generator<ExportPart> {
    for (let piece = this.#pieces.pop(); piece !== undefined; piece = this.#pieces.pop()) {
      const { bytes, byteOffset } = piece;
      let at = 0;
      while (at < bytes.length) {
        if (this.#state === "between") {
          const byte = bytes[at] ?? 0;
          if (isBlank(byte)) {
            at++;
            continue;
          }
          if (this.#structure.startsChat(byte)) {
            const head = bytes.subarray(at, at + START_BYTES);
            if (head.length < START_BYTES && !(this.#isAtEnd && this.#pieces.length === 0)) {
              if (!this.#putBack({ bytes: bytes.subarray(at), byteOffset: byteOffset + at })) return;
              break;
            }
            // A bracket that damage moved has ended a list of messages: this is one of them, and no chat.
            if (startsLikeMessage(head)) {
              this.#lose(byteOffset + at, INVALID, true);
              continue;
            }
          }
          if (yield* this.#takeByte(byte, byteOffset + at)) at++;
          continue;
        }
        const start = at;
        at = this.#state === "in_value" ? this.#value.scan(bytes, at) : bytes.length;
        const restart = yield* this.#afterScan(bytes.subarray(start, at));
        if (restart === null) continue;
        this.#pieces.push({ bytes: bytes.subarray(at), byteOffset: byteOffset + at });
        yield* this.#goOn(restart);
        break;
      }
      if (this.#state === "stopped") return;
    }
  }

  /** Joins a piece that is too short with the next. Returns whether there is one already. */
  #putBack({ bytes, byteOffset }: Piece): boolean {
    const next = this.#pieces.pop();
    this.#pieces.push({ bytes: concatBytes(bytes, next?.bytes ?? new Uint8Array()), byteOffset });
    return next !== undefined;
  }

  /** Returns whether the byte is done with: a value starts at the byte itself, and so may what is behind damage. */
  *#takeByte(byte: number, byteOffset: number): Generator<ExportPart, boolean> {
    const step = this.#structure.take(byte, byteOffset);
    if (step.kind === "lost") {
      if (this.#recovers) this.#lose(byteOffset, INVALID, true);
      else this.#state = "stopped";
      return false;
    }
    if (step.part !== null) yield step.part;
    if (step.kind === "taken") return true;
    this.#state = "in_value";
    this.#purpose = step.purpose;
    this.#value.start(byteOffset, { keep: step.purpose !== "skip" });
    this.#finder.start(byteOffset, false);
    return false;
  }

  /** Takes what was scanned of a value, or passed over while lost. Returns where to go on instead of behind it. */
  *#afterScan(scanned: Uint8Array): Generator<ExportPart, Restart | null> {
    if (this.#state === "lost") return this.#finder.find(scanned);
    // What is passed over can be long, so that it is not kept to be searched once it turns out to have no end.
    if (this.#purpose === "skip" && this.#recovers) {
      const restart = this.#finder.find(scanned);
      if (restart !== null || this.#value.status === "open") return restart;
    }
    if (this.#value.status === "open") this.#value.keep(scanned);
    switch (this.#value.status) {
      case "open":
        return null;
      case "ended":
        return yield* this.#endValue(this.#value.bytes(scanned));
      case "broken_string":
        this.#damage = "a text in it has no end";
        break;
      case "too_long":
        this.#damage = `it has no end within ${MAX_VALUE_BYTES / 1024 / 1024} MB`;
    }
    if (this.#purpose === "skip") {
      this.#state = this.#recovers ? "lost" : "stopped";
      return null;
    }
    this.#lose(this.#value.byteOffset, this.#damage, false);
    return this.#finder.find(this.#value.bytes(scanned));
  }

  *#endValue(bytes: Uint8Array): Generator<ExportPart, Restart | null> {
    this.#state = "between";
    this.#structure.endValue(this.#purpose, bytes);
    if (this.#purpose !== "record") return null;
    this.#restart = null;
    yield { kind: "record", bytes, byteOffset: this.#value.byteOffset };
    const restart: Restart | null = this.#restart;
    return restart;
  }

  /** What follows, up to the next restart, belongs to nothing. */
  #lose(byteOffset: number, damage: string, isAtStart: boolean): void {
    this.#state = "lost";
    this.#damage = damage;
    this.#finder.start(byteOffset, isAtStart);
  }

  *#goOn({ at, bytes, byteOffset }: Restart): Generator<ExportPart> {
    const isRefused = this.#state === "between";
    if (!isRefused) {
      yield this.#structure.isAmongMessages
        ? this.#damaged()
        : { kind: "gap", byteOffset: this.#finder.byteOffset };
    }
    this.#state = "between";
    if (at === "chat") this.#structure.resumeAtChat();
    else {
      const part = this.#structure.resumeAtMessage(byteOffset);
      if (part !== null) yield part;
    }
    this.#pieces.push({ bytes, byteOffset });
  }

  #damaged(): ExportPart {
    const { passed: bytes, byteOffset } = this.#finder;
    return { kind: "damage", bytes, byteOffset, reason: this.#damage };
  }
}
