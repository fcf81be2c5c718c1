import type { Writable } from "node:stream";
import { UnstorableValueError } from "./copy_encoder.ts";
import type { Transaction } from "./postgres_client.ts";

const IN_FAILED_TRANSACTION = "25P02";

/**
 * Copies rows in PostgreSQL's binary format (see CopyEncoder) into a table.
 *
 * @throws {UnstorableValueError} If the server refuses one of them; which, it does not tell. The transaction has
 * failed then.
 */
export async function copyRows(
  transaction: Transaction,
  table: string,
  columns: readonly string[],
  rows: Uint8Array,
): Promise<void> {
  const copy = await transaction`
    copy ${transaction(table)} (${transaction(columns)}) from stdin with (format binary)`.writable();
  await send(copy, rows);
  // The client tells nobody of an error that comes after the last byte, and its stream then never ends. The next
  // statement shows it: in the failed transaction it fails too.
  try {
    await transaction`select 1`;
  } catch (error) {
    if (!(error instanceof Error && "code" in error && error.code === IN_FAILED_TRANSACTION)) throw error;
    throw new UnstorableValueError("one of the rows does not fit the table");
  }
}

function send(copy: Writable, rows: Uint8Array): Promise<void> {
  return new Promise((resolve, reject) => {
    copy.once("error", reject);
    copy.write(rows, (error) => {
      if (error) return reject(error);
      copy.end();
      resolve();
    });
  });
}
