import { createHash } from "node:crypto";
import { UserError } from "../core/errors.ts";
import { errorCode } from "../store/connection_failure.ts";
import { UnstorableValueError } from "../store/copy_encoder.ts";
import type { Transaction } from "../store/database.ts";
import { createRowStage, insertJsonRows } from "../store/insert_json_rows.ts";
import { loadAppliedMigrations } from "../store/migrate.ts";
import type { StoredTable } from "../store/stored_table.ts";
import { FORMAT_VERSION, type Header, HeaderSchema, type Trailer, TrailerSchema } from "./database_file.ts";
import { parseRowLine } from "./row_line.ts";

const BATCH_BYTES = 4 << 20;
const NEWLINE = new Uint8Array([0x0a]);
const DECODER = new TextDecoder();
/** A value that its column does not take, or a constraint that is not met. */
const DATA_ERROR = /^2[23]/;

/** Takes the lines of an export in their order and stores the rows. */
export class DatabaseLoader {
  readonly #transaction: Transaction;
  readonly #path: string;
  readonly #tables: ReadonlyMap<string, StoredTable>;
  readonly #read = new Map<string, { rows: number; readonly hash: ReturnType<typeof createHash> }>();
  #header: Header | null = null;
  #trailer: Trailer | null = null;
  #line = 0;
  #waiting: { readonly table: string; readonly rows: Uint8Array[]; bytes: number } | null = null;

  constructor(transaction: Transaction, path: string, tables: readonly StoredTable[]) {
    this.#transaction = transaction;
    this.#path = path;
    this.#tables = new Map(tables.map((table) => [table.name, table]));
  }

  /** Rows read so far. */
  taken = 0;

  /** Rows that the header promises. */
  get total(): number {
    return this.#header?.tables.reduce((sum, { rows }) => sum + rows, 0) ?? 0;
  }

  async take(line: Uint8Array): Promise<void> {
    this.#line++;
    if (this.#header === null) {
      this.#header = await this.#readHeader(line);
      await createRowStage(this.#transaction);
      return;
    }
    if (this.#trailer !== null) throw this.#refuse(`line ${this.#line} follows the last line`);
    const row = parseRowLine(line);
    if (row === null) {
      this.#trailer = this.#readTrailer(line);
      return;
    }
    const facts = this.#read.get(row.table);
    if (facts === undefined) {
      throw this.#refuse(`line ${this.#line} is of a table that its first line does not name`);
    }
    facts.rows++;
    facts.hash.update(line).update(NEWLINE);
    this.taken++;
    if (this.#waiting?.table !== row.table) await this.#store();
    this.#waiting ??= { table: row.table, rows: [], bytes: 0 };
    this.#waiting.rows.push(row.row);
    this.#waiting.bytes += row.row.length;
    if (this.#waiting.bytes >= BATCH_BYTES) await this.#store();
  }

  /** Stores what waits, and checks what was read against what the last line says. */
  async finish(): Promise<{ readonly header: Header; readonly trailer: Trailer }> {
    const header = this.#header;
    const trailer = this.#trailer;
    if (header === null) throw this.#refuse("it is empty");
    if (trailer === null) throw this.#refuse(`it is cut off: line ${this.#line} should not be the last`);
    await this.#store();
    for (const [table, { rows, hash }] of this.#read) {
      const sha256 = hash.digest("hex");
      const told = trailer.tables.find((told) => told.table === table);
      if (rows !== told?.rows || sha256 !== told.sha256) {
        throw this.#refuse(
          `it holds ${rows} rows of ${table} with sha256 ${sha256}, but its last line says ${told?.rows} with ${told?.sha256}`,
        );
      }
    }
    return { header, trailer };
  }

  async #readHeader(line: Uint8Array): Promise<Header> {
    const parsed = HeaderSchema.safeParse(parseJson(line));
    if (!parsed.success) {
      throw this.#refuse('its first line is not that of a file which "deno task db export" wrote');
    }
    const header = parsed.data;
    if (header.resift_export !== FORMAT_VERSION) {
      throw this.#refuse(
        `its format is ${header.resift_export}, and this checkout reads ${FORMAT_VERSION}; update the checkout`,
      );
    }
    const applied = new Map(
      (await loadAppliedMigrations(this.#transaction)).map(({ name, sha256 }) => [name, sha256]),
    );
    const missing = header.migrations.filter(({ name, sha256 }) => applied.get(name) !== sha256);
    if (missing.length > 0) {
      throw this.#refuse(
        `it comes from a database with ${
          missing.map(({ name }) => name).join(", ")
        }, which this one lacks or has otherwise; ` +
          "update the checkout and run deno task db migrate",
      );
    }
    for (const { table, columns } of header.tables) {
      const known = this.#tables.get(table)?.columns.map(({ name }) => name) ?? [];
      const unknown = Object.keys(columns).filter((name) => !known.includes(name));
      if (unknown.length > 0) {
        throw this.#refuse(
          `the database has no ${
            unknown.map((name) => `${table}.${name}`).join(", ")
          } any more; migrate the database that it ` +
            "comes from with this checkout and export it again",
        );
      }
      this.#read.set(table, { rows: 0, hash: createHash("sha256") });
    }
    return header;
  }

  #readTrailer(line: Uint8Array): Trailer {
    const parsed = TrailerSchema.safeParse(parseJson(line));
    if (parsed.success) return parsed.data;
    throw this.#refuse(
      `line ${this.#line} is neither a row nor the last line of an export: it was cut off or changed`,
    );
  }

  async #store(): Promise<void> {
    const waiting = this.#waiting;
    this.#waiting = null;
    if (waiting === null) return;
    const { table, rows } = waiting;
    const stored = this.#tables.get(table);
    const columns = this.#header?.tables.find((described) => described.table === table)?.columns;
    if (stored === undefined || columns === undefined) return;
    try {
      await insertJsonRows(this.#transaction, stored, Object.keys(columns), rows);
    } catch (error) {
      if (!(error instanceof UnstorableValueError) && !DATA_ERROR.test(errorCode(error))) throw error;
      throw this.#refuse(
        `among the ${rows.length} rows of ${table} before line ${this.#line} is one that does not fit`,
        error,
      );
    }
  }

  #refuse(found: string, cause?: unknown): UserError {
    const remedy = found.includes(";") ? "" : "; export again, or give the whole file as it was written";
    return new UserError(`Cannot import "${this.#path}": ${found}${remedy}. Nothing was stored`, { cause });
  }
}

function parseJson(line: Uint8Array): unknown {
  try {
    return JSON.parse(DECODER.decode(line));
  } catch {
    return null;
  }
}
