/** A value that does not fit its column; the message names the column's type, not the value. */
export class UnstorableValueError extends Error {
  override readonly name = "UnstorableValueError";
}

const INITIAL_BYTES = 64 * 1024;
const POSTGRES_EPOCH_MS = Date.UTC(2000, 0, 1);
const MAX_INT32 = 2 ** 31 - 1;
const TWO_TO_32 = 2 ** 32;

/**
 * Writes rows in PostgreSQL's binary COPY format: nothing has to be escaped here and unescaped there, which for JSON
 * full of quotes and line breaks is most of the work. Each row is one `startRow` and then its columns in order.
 */
export class CopyEncoder {
  readonly #textEncoder = new TextEncoder();
  #bytes = new Uint8Array(INITIAL_BYTES);
  #view = new DataView(this.#bytes.buffer);
  #length = 0;

  /** Bytes written so far. */
  get length(): number {
    return this.#length;
  }

  /** What was written between two lengths; good until more is written. */
  bytes(from: number, to: number): Uint8Array {
    return this.#bytes.subarray(from, to);
  }

  /** Takes back what was written beyond `length`; the memory is kept for what comes. */
  truncate(length: number): void {
    this.#length = Math.min(length, this.#length);
  }

  startRow(columns: number): void {
    this.#reserve(2);
    this.#view.setInt16(this.#length, columns);
    this.#length += 2;
  }

  boolean(value: boolean): void {
    this.#reserve(5);
    this.#view.setInt32(this.#length, 1);
    this.#view.setInt8(this.#length + 4, value ? 1 : 0);
    this.#length += 5;
  }

  integer(value: number | null): void {
    if (value === null) return this.#null();
    if (!Number.isInteger(value) || Math.abs(value) > MAX_INT32) {
      throw new UnstorableValueError("a number is out of the range of integer");
    }
    this.#reserve(8);
    this.#view.setInt32(this.#length, 4);
    this.#view.setInt32(this.#length + 4, value);
    this.#length += 8;
  }

  bigint(value: number | null): void {
    if (value === null) return this.#null();
    if (!Number.isSafeInteger(value)) {
      throw new UnstorableValueError("a number is out of the range of bigint");
    }
    this.#reserve(12);
    this.#view.setInt32(this.#length, 8);
    this.#view.setInt32(this.#length + 4, Math.floor(value / TWO_TO_32));
    // Unsigned: the low half of the two's complement, for negative values too.
    this.#view.setUint32(this.#length + 8, value - Math.floor(value / TWO_TO_32) * TWO_TO_32);
    this.#length += 12;
  }

  timestamptz(value: Date | null): void {
    this.bigint(value === null ? null : (value.getTime() - POSTGRES_EPOCH_MS) * 1000);
  }

  /** Also for json, whose binary form is its text. */
  text(value: string | null): void {
    if (value === null) return this.#null();
    this.#reserve(4 + 3 * value.length);
    const { read, written } = this.#textEncoder.encodeInto(value, this.#bytes.subarray(this.#length + 4));
    if (read < value.length) throw new UnstorableValueError("a text is too long");
    this.#view.setInt32(this.#length, written);
    this.#length += 4 + written;
  }

  #null(): void {
    this.#reserve(4);
    this.#view.setInt32(this.#length, -1);
    this.#length += 4;
  }

  #reserve(count: number): void {
    const needed = this.#length + count;
    if (needed <= this.#bytes.length) return;
    const larger = new Uint8Array(Math.max(needed, 2 * this.#bytes.length));
    larger.set(this.#bytes);
    this.#bytes = larger;
    this.#view = new DataView(larger.buffer);
  }
}
