import { UserError } from "../core/errors.ts";
import { iterLineBatches } from "../files/iter_line_batches.ts";
import type { Sql, Transaction } from "../store/database.ts";
import { closeGates } from "../store/delivery_gates.ts";
import { settleTextForms } from "../store/iter_row_json.ts";
import { lockTables } from "../store/lock_tables.ts";
import { raiseSequences } from "../store/sequences.ts";
import { loadStoredTables, type StoredTable } from "../store/stored_table.ts";
import type { Header, TableFacts, Trailer, TransferProgress } from "./database_file.ts";
import { DatabaseLoader } from "./database_loader.ts";
import { writeTableLines } from "./write_table_lines.ts";

/** Gets how far storing is, and then how far reading all of it again is. */
export interface ImportProgress {
  readonly onStored?: TransferProgress;
  readonly onVerified?: TransferProgress;
}

/**
 * Stores what `exportDatabase` wrote in a migrated database whose tables are empty, under the ids that it has there, then reads
 * everything again from the tables and compares counts and hashes with those of the file. All in one transaction: until the end
 * the database is empty for everyone else, and whatever fails leaves it so.
 *
 * @returns The tables with their counts and hashes, which are those of the file.
 * @throws {UserError} If the file is no whole export, the database is not empty, or lacks a migration that the file's has.
 * @throws The reason of `signal` once that is aborted; nothing is stored then.
 */
export async function importDatabase(
  sql: Sql,
  path: string,
  signal: AbortSignal,
  { onStored, onVerified }: ImportProgress = {},
): Promise<readonly TableFacts[]> {
  const { facts } = await sql.begin(async (transaction) => {
    await settleTextForms(transaction);
    const tables = await loadStoredTables(transaction);
    await refuseFilledTables(transaction, tables);
    const loader = new DatabaseLoader(transaction, path, tables);
    for await (const lines of iterLineBatches(path)) {
      signal.throwIfAborted();
      for (const line of lines) await loader.take(line);
      onStored?.(loader.taken, loader.total);
    }
    const { header, trailer } = await loader.finish();
    await verifyTables(transaction, tables, header, trailer, signal, onVerified);
    await raiseSequences(transaction, trailer.sequences);
    // What was imported is not new: only posts after the next opening are announced.
    await closeGates(transaction);
    signal.throwIfAborted();
    return { facts: trailer.tables };
  });
  return facts;
}

async function refuseFilledTables(transaction: Transaction, tables: readonly StoredTable[]): Promise<void> {
  const filled = await lockTables(transaction, tables);
  if (filled.length === 0) return;
  throw new UserError(
    `Cannot import: the database is not empty (rows are in ${
      filled.join(", ")
    }), and an export is not merged into another ` +
      "database; make a new one (create database NAME), set DATABASE_URL to it, run deno task db migrate, and import again",
  );
}

/** Reads the tables as they were written to the file: the same rows give the same hashes. */
async function verifyTables(
  transaction: Transaction,
  tables: readonly StoredTable[],
  header: Header,
  trailer: Trailer,
  signal: AbortSignal,
  onVerified?: TransferProgress,
): Promise<void> {
  const total = trailer.tables.reduce((sum, { rows }) => sum + rows, 0);
  let done = 0;
  for (const expected of trailer.tables) {
    const table = tables.find(({ name }) => name === expected.table);
    const columns = header.tables.find(({ table }) => table === expected.table)?.columns;
    if (table === undefined || columns === undefined) {
      throw new Error(`Cannot verify the import: no description of ${expected.table}; nothing was stored`);
    }
    const found = await writeTableLines(transaction, table, Object.keys(columns), signal, (_text, rows) => {
      done += rows;
      onVerified?.(done, total);
    });
    if (found.rows !== expected.rows || found.sha256 !== expected.sha256) {
      throw new Error(
        `Cannot verify the import: ${expected.table} has ${found.rows} rows with sha256 ${found.sha256}, the file ` +
          `${expected.rows} with ${expected.sha256}; nothing was stored`,
      );
    }
  }
}
