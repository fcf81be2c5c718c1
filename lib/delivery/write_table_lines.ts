import { createHash } from "node:crypto";
import type { Transaction } from "../store/database.ts";
import { iterRowJson } from "../store/iter_row_json.ts";
import type { StoredTable } from "../store/stored_table.ts";
import type { TableFacts } from "./database_file.ts";
import { formatRowLine } from "./row_line.ts";

/**
 * Reads a table as lines of an export and hands them on a page at a time.
 *
 * @param columns The columns to read, in their order in the file.
 * @returns How many lines there were, and the hash of all.
 * @throws The reason of `signal` once that is aborted.
 */
export async function writeTableLines(
  transaction: Transaction,
  table: StoredTable,
  columns: readonly string[],
  signal: AbortSignal,
  write: (text: string, rows: number) => unknown,
): Promise<TableFacts> {
  const hash = createHash("sha256");
  let rows = 0;
  for await (const page of iterRowJson(transaction, table, columns)) {
    signal.throwIfAborted();
    const text = page.map((row) => formatRowLine(table.name, row)).join("");
    hash.update(text);
    rows += page.length;
    await write(text, page.length);
  }
  return { table: table.name, rows, sha256: hash.digest("hex") };
}
