/** A value that does not fit its column; the message names the column's type, not the value. */
export class UnstorableValueError extends Error {
  override readonly name = "UnstorableValueError";
}

const SIGNATURE = [0x50, 0x47, 0x43, 0x4f, 0x50, 0x59, 0x0a, 0xff, 0x0d, 0x0a, 0x00];
/** Flags and the length of an extension, both zero. */
const HEADER_REST_BYTES = 8;
const TRAILER_BYTES = 2;
const POSTGRES_EPOCH_MS = Date.UTC(2000, 0, 1);
const MAX_INT32 = 2 ** 31 - 1;
const TWO_TO_32 = 2 ** 32;

/**
 * Writes rows in PostgreSQL's binary COPY format: nothing has to be escaped here and unescaped there, which for JSON
 * full of quotes and line breaks is most of the work. Each row is one `startRow` and then its columns in order.
 */
export class CopyEncoder {
  readonly #textEncoder = new TextEncoder();
  #bytes: Uint8Array;
  #view: DataView;
  #length = 0;

  /** @param expectedBytes A guess at the final size, which saves copying. */
  constructor(expectedBytes: number) {
    this.#bytes = new Uint8Array(Math.max(expectedBytes, 1024));
    this.#view = new DataView(this.#bytes.buffer);
    this.#bytes.set(SIGNATURE);
    this.#length = SIGNATURE.length + HEADER_REST_BYTES;
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

  /** Ends the data and returns all of it. */
  finish(): Uint8Array {
    this.#reserve(TRAILER_BYTES);
    this.#view.setInt16(this.#length, -1);
    this.#length += TRAILER_BYTES;
    return this.#bytes.subarray(0, this.#length);
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
