import type { Transaction } from "./postgres_client.ts";
import type { StoredColumn, StoredTable } from "./stored_table.ts";

const PAGE_BYTES = 1 << 20;
const FIRST_PAGE_ROWS = 100;
const MOST_PAGE_ROWS = 5000;

const NO_LEASE = { claim_id: "null", worker: "null", lease_expires_at: "null" };

/**
 * How rows are written that only this database can go on with. Another machine cannot keep a lease, so a job in flight is one that
 * waits. A message that waits or is under way may have been sent by this database when another one looks at it, so that one must not
 * send it; to edit or delete a message once more does no harm.
 */
const CARRIED: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  telegram_extractions: {
    ...NO_LEASE,
    status: "case when status = 'processing' then 'pending' else status end",
    attempts: "case when status = 'processing' then greatest(attempts - 1, 0) else attempts end",
  },
  outbox: {
    ...NO_LEASE,
    action: "null",
    status: `case
      when sent_message_id is null and status = 'pending' then 'withheld'
      when sent_message_id is null and status = 'sending' then 'unknown'
      when status = 'sending' then 'pending'
      else status
    end`,
    withheld_reason:
      "case when sent_message_id is null and status = 'pending' then 'exported' else withheld_reason end",
    error_json: `case when sent_message_id is null and status = 'sending' then jsonb_build_object(
      'error', 'exported', 'message', 'it was being sent when the database was exported'
    ) else error_json end`,
  },
};

/**
 * Makes the texts of values the same on every server and for every client. For the rest of the transaction; a dump may also
 * take longer than a hosted server gives a statement.
 */
export async function settleTextForms(transaction: Transaction): Promise<void> {
  await transaction.unsafe(`
    set local timezone = 'UTC';
    set local datestyle = 'ISO';
    set local intervalstyle = 'iso_8601';
    set local bytea_output = 'hex';
    set local extra_float_digits = 1;
    set local statement_timeout = 0;
    set local idle_in_transaction_session_timeout = 0`).simple();
}

/**
 * All rows of a table as JSON texts of one line, in the order of its key, the same on every server; a page of about a
 * megabyte at a time. A column of type json is a JSON string that holds its text byte for byte; the others are what PostgreSQL
 * makes of them: jsonb nested, bytea as `\x...`, times in UTC with all their digits. Call `settleTextForms` before.
 *
 * @param columns The names of the columns to write, in this order.
 */
export async function* iterRowJson(
  transaction: Transaction,
  table: StoredTable,
  columns: readonly string[],
): AsyncGenerator<readonly string[]> {
  await transaction.unsafe(`declare rows_to_write no scroll cursor for ${selectRowJson(table, columns)}`);
  try {
    let limit = FIRST_PAGE_ROWS;
    while (true) {
      const rows = await transaction.unsafe<{ line: string }[]>(`fetch ${limit} from rows_to_write`).simple();
      if (rows.length === 0) return;
      yield rows.map(({ line }) => line);
      const bytes = rows.reduce((sum, { line }) => sum + line.length, 0);
      limit = Math.min(Math.max(Math.floor(PAGE_BYTES / bytes * rows.length), 1), MOST_PAGE_ROWS);
    }
  } finally {
    // In a failed transaction the cursor is gone already.
    await transaction`close rows_to_write`.catch(() => {});
  }
}

/** Counts the rows of a table. */
export async function countRows(transaction: Transaction, table: StoredTable): Promise<number> {
  const [row] = await transaction<[{ count: number }]>`select count(*) as count from ${
    transaction(table.name)
  }`;
  return row.count;
}

function selectRowJson(table: StoredTable, columns: readonly string[]): string {
  const byName = new Map(table.columns.map((column) => [column.name, column]));
  const values = columns.map((name) => {
    const column = byName.get(name);
    if (column === undefined) throw new Error(`Cannot read ${table.name}: it has no column ${name}`);
    return selectValue(column, CARRIED[table.name]?.[name]);
  });
  const order = table.key.map((name) => collatedKey(name, byName.get(name)?.type ?? ""));
  return `select row_to_json(r)::text as line from (
    select ${values.join(", ")} from ${quote(table.name)} as t order by ${order.join(", ")}
  ) r`;
}

function selectValue({ name, type }: StoredColumn, carried: string | undefined): string {
  if (carried !== undefined) return `${carried} as ${quote(name)}`;
  return type === "json" ? `t.${quote(name)}::text as ${quote(name)}` : `t.${quote(name)}`;
}

/** The order of texts must not be the server's. */
function collatedKey(name: string, type: string): string {
  return `t.${quote(name)}${/^(text|character)/.test(type) ? ' collate "C"' : ""}`;
}

function quote(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}
