import { UserError } from "../core/errors.ts";
import { openOutputFile, type WrittenFile } from "../files/open_output_file.ts";
import { readFileFacts } from "../files/read_file_facts.ts";
import type { Database, Transaction } from "../store/database.ts";
import { countRows, settleTextForms } from "../store/iter_row_json.ts";
import { loadAppliedMigrations } from "../store/migrate.ts";
import { pathExists } from "../store/path_exists.ts";
import { loadSequencePositions } from "../store/sequences.ts";
import { formatServerVersion } from "../store/server_state.ts";
import { readInSnapshot } from "../store/snapshot.ts";
import { loadStoredTables, type StoredTable } from "../store/stored_table.ts";
import {
  FORMAT_VERSION,
  type Header,
  type TableFacts,
  type Trailer,
  type TransferProgress,
} from "./database_file.ts";
import { writeTableLines } from "./write_table_lines.ts";

/** A database in a file. */
export interface ExportedDatabase {
  readonly file: WrittenFile;
  readonly tables: readonly TableFacts[];
}

/**
 * Writes every row of our tables to one NDJSON file that only its owner can read: a header, a row a line, each table after those
 * it points to, and a last line with the count and hash of each table. All is of one moment, whatever is written meanwhile. A job
 * in flight is written as pending, for its lease means nothing elsewhere; a message that waits to be sent as withheld, for this
 * database may send it yet; which gates are open is not written. The file is read again before it counts as written.
 *
 * @param path Where no file is yet.
 * @throws {UserError} If there is one.
 * @throws The reason of `signal` once that is aborted; no file is left then.
 */
export async function exportDatabase(
  { sql, state }: Database,
  path: string,
  exportedAt: Date,
  signal: AbortSignal,
  onProgress?: TransferProgress,
): Promise<ExportedDatabase> {
  if (pathExists(path)) {
    throw new UserError(`Cannot export to "${path}": there is a file already; name another, or move it away`);
  }
  using output = await openOutputFile(path, { isPrivate: true });
  const tables = await readInSnapshot(sql, async (transaction) => {
    await settleTextForms(transaction);
    const stored = await loadStoredTables(transaction);
    const header: Header = {
      resift_export: FORMAT_VERSION,
      exported_at: exportedAt.toISOString(),
      postgresql: formatServerVersion(state.versionNumber),
      migrations: await loadNumberedMigrations(transaction),
      tables: await describeTables(transaction, stored),
    };
    await output.write(`${JSON.stringify(header)}\n`);
    const total = header.tables.reduce((sum, { rows }) => sum + rows, 0);
    const facts: TableFacts[] = [];
    let done = 0;
    for (const table of stored) {
      const write = async (text: string, rows: number) => {
        await output.write(text);
        done += rows;
        onProgress?.(done, total);
      };
      facts.push(await writeTableLines(transaction, table, columnNames(table), signal, write));
    }
    const trailer: Trailer = { tables: facts, sequences: await loadSequencePositions(transaction) };
    await output.write(`${JSON.stringify(trailer)}\n`);
    return facts;
  });
  return { file: await finishAndReadAgain(output, tables), tables };
}

async function finishAndReadAgain(
  output: Awaited<ReturnType<typeof openOutputFile>>,
  tables: readonly TableFacts[],
): Promise<WrittenFile> {
  const written = await output.finish();
  const found = await readFileFacts(written.path);
  const lines = tables.reduce((sum, { rows }) => sum + rows, 2);
  if (found.lines !== lines || found.sha256 !== written.sha256) {
    throw new Error(
      `Cannot export to "${written.path}": it should hold ${lines} lines with sha256 ${written.sha256}, but reading it again ` +
        `found ${found.lines} with ${found.sha256}; check the disk and export again`,
    );
  }
  return written;
}

async function loadNumberedMigrations(transaction: Transaction): Promise<Header["migrations"]> {
  const applied = await loadAppliedMigrations(transaction);
  return applied.filter(({ name }) => /^\d{4}_/.test(name)).sort((a, b) => a.name < b.name ? -1 : 1);
}

async function describeTables(
  transaction: Transaction,
  tables: readonly StoredTable[],
): Promise<Header["tables"]> {
  const described: Header["tables"] = [];
  for (const table of tables) {
    const columns = Object.fromEntries(table.columns.map(({ name, type }) => [name, type]));
    described.push({ table: table.name, rows: await countRows(transaction, table), columns });
  }
  return described;
}

function columnNames({ columns }: StoredTable): string[] {
  return columns.map(({ name }) => name);
}
