import { copyRows } from "./copy_rows.ts";
import type { Transaction } from "./postgres_client.ts";
import type { StoredTable } from "./stored_table.ts";

/** The number of columns, and the length of the one there is. */
const ROW_OVERHEAD_BYTES = 6;

/** Makes the place that rows are copied to on their way into a table; call it once in a transaction. */
export async function createRowStage(transaction: Transaction): Promise<void> {
  await transaction`create temporary table staged_rows (row_json json not null) on commit drop`;
}

/**
 * Inserts rows that `iterRowJson` wrote, as UTF-8. The server reads them, so that no value passes through a number of ours.
 *
 * @param columns The columns that the rows have; a generated one is computed anew, one that the rows lack gets its default.
 * @returns How many rows were inserted.
 * @throws {UnstorableValueError} If one is no JSON; the transaction has failed then.
 */
export async function insertJsonRows(
  transaction: Transaction,
  table: StoredTable,
  columns: readonly string[],
  rows: readonly Uint8Array[],
): Promise<number> {
  await copyRows(transaction, "staged_rows", ["row_json"], [encodeRows(rows)]);
  const written = table.columns.filter(({ name, isGenerated }) => !isGenerated && columns.includes(name));
  const names = written.map(({ name }) => `"${name}"`);
  const types = written.map(({ name, type }) => `"${name}" ${type === "json" ? "text" : type}`);
  const values = written.map(({ name, type }) => `r."${name}"${type === "json" ? "::json" : ""}`);
  const inserted = await transaction.unsafe(`
    insert into "${table.name}" (${names.join(", ")}) overriding system value
    select ${values.join(", ")} from staged_rows, json_to_record(row_json) as r (${types.join(", ")})`);
  await transaction`truncate staged_rows`;
  return inserted.count;
}

/** Rows of one column, in PostgreSQL's binary COPY format; the binary form of json is its text. */
function encodeRows(rows: readonly Uint8Array[]): Uint8Array {
  const bytes = new Uint8Array(rows.reduce((sum, row) => sum + ROW_OVERHEAD_BYTES + row.length, 0));
  const view = new DataView(bytes.buffer);
  let at = 0;
  for (const row of rows) {
    view.setInt16(at, 1);
    view.setInt32(at + 2, row.length);
    bytes.set(row, at + ROW_OVERHEAD_BYTES);
    at += ROW_OVERHEAD_BYTES + row.length;
  }
  return bytes;
}
