import { Buffer } from "node:buffer";

/** What a session is in, by the server's own word: nothing, a transaction, or one that has failed. */
export type SessionStatus = "idle" | "transaction" | "failed";

const HEADER_BYTES = 5;
const STATUS_BY_BYTE: Readonly<Record<string, SessionStatus>> = { I: "idle", T: "transaction", E: "failed" };
/** "Done", as of a statement without rows, and "ready for more, in a failed transaction". */
const COMMAND_COMPLETE = Buffer.from("C\0\0\0\x09LOST\0", "latin1");
const READY_IN_FAILED_TRANSACTION = Buffer.from("Z\0\0\0\x05E", "latin1");

/**
 * Cuts what a PostgreSQL server sends into whole messages and follows the session by them: https://www.postgresql.org/docs/
 * current/protocol-message-formats.html.
 */
export class ServerMessages {
  #pieces: Buffer[] = [];
  #size = 0;
  /** Bytes without which no further message is whole. */
  #needed = HEADER_BYTES;
  #status: SessionStatus | null = null;
  #hasOpenRows = false;
  #hasOpenError = false;

  /** Null until the server has let us in. */
  get status(): SessionStatus | null {
    return this.#status;
  }

  get isInTransaction(): boolean {
    return this.#status === "transaction" || this.#status === "failed";
  }

  /**
   * Takes bytes as they came, and gives back what is whole by now.
   *
   * @returns `fatal` is the error by which the server ends the session, or does not let us in; it and what may follow are
   * not part of `whole`.
   */
  take(bytes: Buffer): { readonly whole: Buffer; readonly fatal: Error | null } {
    this.#pieces.push(bytes);
    this.#size += bytes.length;
    if (this.#size < this.#needed) return { whole: bytes.subarray(0, 0), fatal: null };
    const all = this.#pieces.length === 1 ? bytes : Buffer.concat(this.#pieces, this.#size);
    let at = 0;
    let end = messageEnd(all, at);
    while (end <= all.length) {
      const fatal = this.#follow(all, at, end);
      if (fatal !== null) return { whole: all.subarray(0, at), fatal };
      at = end;
      end = messageEnd(all, at);
    }
    this.#needed = end - at;
    this.#size = all.length - at;
    this.#pieces = this.#size === 0 ? [] : [all.subarray(at)];
    return { whole: all.subarray(0, at), fatal: null };
  }

  /**
   * What a client has to hear when the session is lost and it was told that its statement failed: without an end it would take
   * the rows or the error of that statement for those of its next one, in another session, and in a transaction it would keep
   * back what comes next. Null if it waits for nothing.
   */
  endOfLost(): Buffer | null {
    if (this.#hasOpenRows) {
      this.#hasOpenRows = false;
      return Buffer.concat([COMMAND_COMPLETE, READY_IN_FAILED_TRANSACTION]);
    }
    return this.#hasOpenError || this.isInTransaction ? READY_IN_FAILED_TRANSACTION : null;
  }

  #follow(all: Buffer, at: number, end: number): Error | null {
    switch (all[at]) {
      case 0x44: // D: a row
        this.#hasOpenRows = true;
        break;
      case 0x43: // C: a statement is complete
        this.#hasOpenRows = false;
        break;
      case 0x45: { // E: an error
        const fields = parseFields(all.subarray(at + HEADER_BYTES, end));
        if (this.#status === null || /^(FATAL|PANIC)$/.test(fields.get("V") ?? fields.get("S") ?? "")) {
          return Object.assign(new Error(fields.get("M") ?? "the server ended the session"), {
            code: fields.get("C") ?? "CONNECTION_CLOSED",
          });
        }
        this.#hasOpenError = true;
        break;
      }
      case 0x5a: // Z: ready for the next statement
        this.#status = STATUS_BY_BYTE[String.fromCharCode(all[at + HEADER_BYTES] ?? 0)] ?? "idle";
        this.#hasOpenRows = false;
        this.#hasOpenError = false;
    }
    return null;
  }
}

/** Where the message ends that starts at `at`, as far as can be told. */
function messageEnd(bytes: Buffer, at: number): number {
  return bytes.length - at < HEADER_BYTES ? at + HEADER_BYTES : at + 1 + bytes.readUInt32BE(at + 1);
}

/** The fields of an error by their letters. */
function parseFields(body: Buffer): Map<string, string> {
  const fields = body.toString("utf8").split("\0").filter((field) => field !== "");
  return new Map(fields.map((field) => [field.slice(0, 1), field.slice(1)]));
}
