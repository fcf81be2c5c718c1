import { UserError } from "../core/errors.ts";
import { formatBytes } from "../runtime/format_number.ts";
import { ADOPTING_MIGRATION } from "./adopt_seed_tables.ts";
import type { Database } from "./database.ts";
import { chooseEmbeddedPlace } from "./embedded_place.ts";
import { loadMigrationFiles } from "./migration_files.ts";
import { planMigrations } from "./plan_migrations.ts";
import { findSeedTables } from "./seed_tables.ts";
import { formatServerVersion } from "./server_state.ts";
import { loadDatabaseBytes, loadTableSizes, type TableSize } from "./table_sizes.ts";

/** What there is to know of an open database. */
export interface DatabaseStatus {
  readonly kind: Database["kind"];
  readonly version: string;
  /** Whether a pooler stands before the server. */
  readonly pooled: boolean;
  readonly address: string;
  /** Where the embedded server keeps its files; null of another server. */
  readonly place: string | null;
  readonly bytes: number;
  /** Whether it is up to date, and what migrating would do. */
  readonly migrations: string;
  readonly tables: readonly TableSize[];
}

/** Loads what there is to know of a database, be it behind, ahead or not ours yet. */
export async function loadDatabaseStatus(database: Database): Promise<DatabaseStatus> {
  const { sql, kind, description, state } = database;
  const [bytes, migrations, tables] = await Promise.all([
    loadDatabaseBytes(sql),
    describeMigrations(database),
    loadTableSizes(sql),
  ]);
  return {
    kind,
    version: formatServerVersion(state.versionNumber),
    pooled: state.pooled,
    address: description,
    place: kind === "embedded" ? chooseEmbeddedPlace().home : null,
    bytes,
    migrations,
    tables,
  };
}

/** The rows of a table of it, each a name and what there is. */
export function databaseRows(status: DatabaseStatus): string[][] {
  const { version, kind, pooled, address, place, bytes, migrations } = status;
  return [
    ["Server", `PostgreSQL ${version}, ${kind}${pooled ? ", behind a pooler" : ""}`],
    ["Address", address],
    ...(place === null ? [] : [["Place", place]]),
    ["Size", formatBytes(bytes)],
    ["Migrations", migrations],
  ];
}

/** The tables of an older system that the next migration of the database adopts. */
export async function findTablesToAdopt({ sql, state }: Database): Promise<string[]> {
  if (state.applied.some(({ name }) => name === ADOPTING_MIGRATION)) return [];
  return (await findSeedTables(sql)).map(({ table }) => table);
}

async function describeMigrations(database: Database): Promise<string> {
  try {
    const missing = planMigrations(loadMigrationFiles(), database.state.applied).map(({ name }) => name);
    if (missing.length === 0) return "up to date";
    const behind = `behind by ${missing.join(", ")}`;
    const old = await findTablesToAdopt(database);
    return old.length === 0
      ? behind
      : `${behind}; deno task db migrate adopts the older system's ${old.join(", ")}`;
  } catch (error) {
    // A database that is ahead, or whose files were changed, can still be looked at.
    if (error instanceof UserError) return error.message;
    throw error;
  }
}
