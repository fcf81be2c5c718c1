import * as z from "zod";
import { UserError } from "../core/errors.ts";
import { iterLineBatches } from "../files/iter_line_batches.ts";
import { errorCode } from "../store/connection_failure.ts";
import { UnstorableValueError } from "../store/copy_encoder.ts";
import type { Sql, Transaction } from "../store/database.ts";
import { createRowStage, insertJsonRows } from "../store/insert_json_rows.ts";
import { settleTextForms } from "../store/iter_row_json.ts";
import { countForeignTexts, hasVersion, settleRestoredVersion } from "../store/restore_version.ts";
import { loadStoredTables, type StoredTable } from "../store/stored_table.ts";
import { parseRowLine } from "./row_line.ts";

/** A version that is back. */
export interface RestoredVersion {
  readonly version: string;
  readonly rows: number;
  /** Whose message was edited while the version was away: enqueueing makes them due. */
  readonly edited: number;
}

const DECODER = new TextDecoder();
const FOREIGN_KEY_VIOLATION = "23503";
const DATA_ERROR = /^2[23]/;
const ELSEWHERE = "it is of another database: it names messages or texts that this one never had";
const VERSIONS = "pipeline_versions";
const EXTRACTIONS = "telegram_extractions";
const RowSchema = z.looseObject({ version: z.string().optional() });

/** Whether a file is the export of a pruned version, by its first line. */
export async function isVersionExport(path: string): Promise<boolean> {
  for await (const [line] of iterLineBatches(path)) {
    return line !== undefined && parseRowLine(line)?.table === VERSIONS;
  }
  return false;
}

/**
 * Brings a pruned version back from its export, into the database that it comes from, in one transaction. It is not promoted,
 * whatever it was. A file that was cut off between two lines cannot be told from a whole one: compare the number of rows.
 *
 * @throws {UserError} If there is such a version, or the file is of another database or damaged.
 * @throws The reason of `signal` once that is aborted; nothing is stored then.
 */
export async function restoreVersion(
  sql: Sql,
  path: string,
  signal: AbortSignal,
  onStored?: (rows: number) => void,
): Promise<RestoredVersion> {
  try {
    const { restored } = await sql.begin(async (transaction) => {
      await settleTextForms(transaction);
      await createRowStage(transaction);
      const { version, rows } = await storeLines(transaction, path, signal, onStored);
      if (await countForeignTexts(transaction, version) > 0) throw new RestoreError(ELSEWHERE);
      return { restored: { version, rows, edited: await settleRestoredVersion(transaction, version) } };
    });
    return restored;
  } catch (error) {
    const found = error instanceof RestoreError
      ? error.message
      : errorCode(error) === FOREIGN_KEY_VIOLATION
      ? ELSEWHERE
      : error instanceof UnstorableValueError || DATA_ERROR.test(errorCode(error))
      ? "one of its rows does not fit: it was cut off or changed"
      : null;
    if (found === null) throw error;
    throw new UserError(`Cannot restore from "${path}": ${found}. Nothing was stored`, { cause: error });
  }
}

/** What is wrong with a file, without its name. */
class RestoreError extends Error {}

async function storeLines(
  transaction: Transaction,
  path: string,
  signal: AbortSignal,
  onStored?: (rows: number) => void,
): Promise<{ readonly version: string; readonly rows: number }> {
  const tables = await loadStoredTables(transaction);
  let version: string | null = null;
  let columns: readonly string[] | null = null;
  let rows = 0;
  for await (const lines of iterLineBatches(path)) {
    signal.throwIfAborted();
    let rest = lines;
    if (version === null) {
      const [first = new Uint8Array(), ...others] = lines;
      const row = takeRow(first, VERSIONS, 1);
      version = parseRow(row).version ?? null;
      if (version === null) throw new RestoreError("its first line names no version");
      if (await hasVersion(transaction, version)) {
        throw new RestoreError(`there is a version "${version}"; prune that one first`);
      }
      await insertRows(transaction, tables, VERSIONS, Object.keys(parseRow(row)), [row]);
      rest = others;
    }
    const extractions = rest.map((line, index) => takeRow(line, EXTRACTIONS, rows + index + 2));
    const [first] = extractions;
    if (first === undefined) continue;
    columns ??= Object.keys(parseRow(first));
    await insertRows(transaction, tables, EXTRACTIONS, columns, extractions);
    rows += extractions.length;
    onStored?.(rows);
  }
  if (version === null) throw new RestoreError("it is empty");
  return { version, rows };
}

function takeRow(line: Uint8Array, table: string, number: number): Uint8Array {
  const parsed = parseRowLine(line);
  if (parsed?.table === table) return parsed.row;
  throw new RestoreError(`line ${number} is no row of ${table}: it was cut off or changed`);
}

function parseRow(row: Uint8Array): z.infer<typeof RowSchema> {
  try {
    return RowSchema.parse(JSON.parse(DECODER.decode(row)));
  } catch (cause) {
    throw new RestoreError("one of its rows cannot be read: it was cut off or changed", { cause });
  }
}

async function insertRows(
  transaction: Transaction,
  tables: readonly StoredTable[],
  name: string,
  columns: readonly string[],
  rows: readonly Uint8Array[],
): Promise<void> {
  const table = tables.find((table) => table.name === name);
  const unknown = columns.filter((column) => !table?.columns.some(({ name }) => name === column));
  if (table === undefined || unknown.length > 0) {
    throw new RestoreError(
      `${name} has no ${unknown.join(", ")} here; restore it with the checkout that wrote it`,
    );
  }
  await insertJsonRows(transaction, table, columns, rows);
}
