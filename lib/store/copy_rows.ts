import { UnstorableValueError } from "./copy_encoder.ts";
import type { Transaction } from "./postgres_client.ts";

/** Eleven bytes of signature; flags and the length of an extension, both zero. */
const HEADER = new Uint8Array([
  ...[0x50, 0x47, 0x43, 0x4f, 0x50, 0x59, 0x0a, 0xff, 0x0d, 0x0a, 0x00],
  ...[0, 0, 0, 0, 0, 0, 0, 0],
]);
const TRAILER = new Uint8Array([0xff, 0xff]);
/** The client copies what it sends: in pieces, that costs little memory. */
const PIECE_BYTES = 256 * 1024;
const IN_FAILED_TRANSACTION = "25P02";

/**
 * Copies rows in PostgreSQL's binary format (see CopyEncoder) into a table.
 *
 * @param rows Whole rows one after another, cut into chunks anywhere.
 * @throws {UnstorableValueError} If the server refuses one of them; which, it does not tell. The transaction has
 * failed then.
 */
export async function copyRows(
  transaction: Transaction,
  table: string,
  columns: readonly string[],
  rows: Iterable<Uint8Array>,
): Promise<void> {
  const copy = await transaction`
    copy ${transaction(table)} (${transaction(columns)}) from stdin with (format binary)`.writable();
  // Of a connection that is lost the stream tells at any time, also between two pieces.
  const failure = new Promise<never>((_, reject) => copy.on("error", reject));
  failure.catch(() => {});
  const write = (bytes: Uint8Array) =>
    Promise.race([failure, new Promise<void>((resolve) => copy.write(bytes, () => resolve()))]);
  await write(HEADER);
  for (const chunk of rows) {
    for (let from = 0; from < chunk.length; from += PIECE_BYTES) {
      await write(chunk.subarray(from, from + PIECE_BYTES));
    }
  }
  await write(TRAILER);
  copy.end();
  // The client tells nobody of an error that comes after the last byte, and its stream then never ends. The next
  // statement shows it: in the failed transaction it fails too.
  try {
    await transaction`select 1`;
  } catch (error) {
    if (!(error instanceof Error && "code" in error && error.code === IN_FAILED_TRANSACTION)) throw error;
    throw new UnstorableValueError("one of the rows does not fit the table");
  }
}
