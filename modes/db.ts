#!/usr/bin/env -S deno run -A
/**
 * The database: where it is and how large, its migrations, and the embedded server.
 *
 *   status    what there is: server, place, size, migrations, rows of each table; starts nothing
 *   migrate   apply what is missing of sql/
 *   start     start the embedded server (every other task does so by itself)
 *   stop      stop it; whoever is connected loses the connection, and nothing that was stored
 *   url       the connection string with its password, for psql and other clients
 *   dump      write sql/schema.sql anew from a freshly migrated database
 *
 * Reads   the database of DATABASE_URL, else the embedded one
 * Writes  migrate: the database; dump: sql/schema.sql
 * Sends   nothing
 * Costs   nothing
 */
import { UserError } from "../lib/core/errors.ts";
import { formatBytes } from "../lib/runtime/format_number.ts";
import { alignColumns } from "../lib/runtime/format_table.ts";
import { type Mode, runMode } from "../lib/runtime/mode.ts";
import { attachEmbeddedDatabase, type Database, openDatabase } from "../lib/store/database.ts";
import { dumpMigratedSchema } from "../lib/store/dump_migrated_schema.ts";
import { chooseEmbeddedPlace } from "../lib/store/embedded_place.ts";
import { startEmbeddedServer, stopEmbeddedServer } from "../lib/store/embedded_server.ts";
import { migrate } from "../lib/store/migrate.ts";
import { loadMigrationFiles } from "../lib/store/migration_files.ts";
import { planMigrations } from "../lib/store/plan_migrations.ts";
import { formatDatabaseUrl } from "../lib/store/server_address.ts";
import { formatServerVersion } from "../lib/store/server_state.ts";
import { loadDatabaseBytes, loadTableSizes } from "../lib/store/table_sizes.ts";

type DbMode = Mode<Record<never, never>>;

const SCHEMA_DUMP = new URL("../sql/schema.sql", import.meta.url);
const COMMANDS = new Map([
  ["status", showStatus],
  ["migrate", applyMigrations],
  ["start", startServer],
  ["stop", stopServer],
  ["url", showUrl],
  ["dump", writeSchemaDump],
]);
const COMMAND_NAMES = [...COMMANDS.keys()].join(" | ");

await runMode({
  name: "db",
  does: "the database: its state, its migrations, the embedded server",
  reads: "the database of DATABASE_URL, else the embedded one",
  writes: "migrate: the database; dump: sql/schema.sql; the others nothing",
  options: {},
  positional: { name: "COMMAND", does: COMMAND_NAMES, atLeast: 1, atMost: 1 },
  json: true,
}, async (mode) => {
  const [name = ""] = mode.positional;
  const command = COMMANDS.get(name);
  if (!command) throw new UserError(`Cannot run db: found "${name}"; write one of ${COMMAND_NAMES}`);
  await command(mode);
});

async function showStatus(mode: DbMode): Promise<void> {
  await using database = mode.settings.DATABASE_URL === null && mode.settings.SUPABASE_URL === null
    ? await attachEmbeddedDatabase(chooseEmbeddedPlace())
    : await openDatabase(mode.settings, { migrations: "ignore" });
  if (!database) {
    const { home } = chooseEmbeddedPlace();
    mode.print(`The embedded PostgreSQL in ${home} does not run; the next task that needs it starts it.`);
    if (mode.json) mode.printJson({ kind: "embedded", running: false, place: home });
    return;
  }
  const [bytes, tables] = await Promise.all([loadDatabaseBytes(database.sql), loadTableSizes(database.sql)]);
  const version = formatServerVersion(database.state.versionNumber);
  const place = database.kind === "embedded" ? chooseEmbeddedPlace().home : null;
  const migrations = describeMigrations(database);
  for (
    const line of alignColumns([
      [
        "Server",
        `PostgreSQL ${version}, ${database.kind}${database.state.pooled ? ", behind a pooler" : ""}`,
      ],
      ["Address", database.description],
      ...(place === null ? [] : [["Place", place]]),
      ["Size", formatBytes(bytes)],
      ["Migrations", migrations],
    ])
  ) mode.print(line);
  mode.print("");
  mode.printTable(
    ["table", "rows", "size"],
    tables.map(({ table, rows, bytes }) => [table, rows, formatBytes(bytes)]),
  );
  if (mode.json) {
    const { kind, description: address, state: { pooled } } = database;
    mode.printJson({ kind, running: true, version, pooled, address, place, bytes, migrations, tables });
  }
}

function describeMigrations({ state }: Database): string {
  try {
    const missing = planMigrations(loadMigrationFiles(), state.applied).map(({ name }) => name);
    return missing.length === 0 ? "up to date" : `behind by ${missing.join(", ")}`;
  } catch (error) {
    // A database that is ahead, or whose files were changed, can still be looked at.
    if (error instanceof UserError) return error.message;
    throw error;
  }
}

async function applyMigrations(mode: DbMode): Promise<void> {
  await using database = await openDatabase(mode.settings, { migrations: "ignore" });
  const applied = await migrate(database.sql);
  for (const name of applied) mode.print(`Applied ${name}`);
  mode.print(`${database.description} is up to date; ${applied.length} applied.`);
  if (mode.json) mode.printJson({ address: database.description, applied });
}

async function startServer(mode: DbMode): Promise<void> {
  const place = chooseEmbeddedPlace();
  const { port } = await startEmbeddedServer(place);
  mode.print(`The embedded PostgreSQL in ${place.home} listens on 127.0.0.1:${port}.`);
  if (mode.json) mode.printJson({ place: place.home, port });
}

async function stopServer(mode: DbMode): Promise<void> {
  const place = chooseEmbeddedPlace();
  const stopped = await stopEmbeddedServer(place);
  mode.print(`The embedded PostgreSQL in ${place.home} ${stopped ? "has been stopped" : "did not run"}.`);
  if (mode.json) mode.printJson({ place: place.home, stopped });
}

async function showUrl(mode: DbMode): Promise<void> {
  await using database = await openDatabase(mode.settings, { migrations: "ignore" });
  const url = formatDatabaseUrl(database.address);
  mode.print(url);
  if (mode.json) mode.printJson({ url });
}

async function writeSchemaDump(mode: DbMode): Promise<void> {
  const text = await dumpMigratedSchema();
  await Deno.writeTextFile(SCHEMA_DUMP, text);
  const lines = text.split("\n").length - 1;
  mode.print(`Wrote sql/schema.sql, ${lines} lines.`);
  if (mode.json) mode.printJson({ path: "sql/schema.sql", lines });
}
