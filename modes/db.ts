#!/usr/bin/env -S deno run -A
/**
 * The database: where it is and how large, its migrations, and the embedded server.
 *
 *   status    what there is: server, place, size, migrations, rows of each table; starts nothing
 *   migrate   apply what is missing of sql/; tables of the same names that an older system left are adopted with their rows
 *   start     start the embedded server (every other task does so by itself)
 *   stop      stop it; whoever is connected loses the connection, and nothing that was stored
 *   url       the connection string with its password, for psql and other clients
 *   dump      write sql/schema.sql anew from a freshly migrated database
 *   export    write every row to out/db/NAME.ndjson, as of one moment: a backup, or the way to another server
 *   import    store such a file in a migrated, empty database; or bring a pruned version back
 *
 * Reads   the database of DATABASE_URL, else the embedded one; import: the file
 * Writes  migrate, import: the database; export: out/db/NAME.ndjson (only you can read it); dump: sql/schema.sql
 * Sends   nothing
 * Costs   nothing
 *
 * To move to a hosted server: export; set DATABASE_URL; migrate; import. An import is one transaction: it compares counts and
 * hashes of all tables with the file before it ends, and whatever fails or stops it leaves the database empty.
 */
import { UserError } from "../lib/core/errors.ts";
import type { TableFacts } from "../lib/delivery/database_file.ts";
import { exportDatabase } from "../lib/delivery/export_database.ts";
import { chooseExportPath } from "../lib/delivery/export_path.ts";
import { importDatabase } from "../lib/delivery/import_database.ts";
import { isVersionExport, restoreVersion } from "../lib/delivery/restore_version.ts";
import { formatBytes, formatCount } from "../lib/runtime/format_number.ts";
import { alignColumns } from "../lib/runtime/format_table.ts";
import { type Mode, runMode } from "../lib/runtime/mode.ts";
import type { Progress } from "../lib/runtime/progress.ts";
import type { Adoption } from "../lib/store/adopt_seed_tables.ts";
import { attachEmbeddedDatabase, type Database, openDatabase } from "../lib/store/database.ts";
import { databaseRows, findTablesToAdopt, loadDatabaseStatus } from "../lib/store/database_status.ts";
import { dumpMigratedSchema } from "../lib/store/dump_migrated_schema.ts";
import { chooseEmbeddedPlace } from "../lib/store/embedded_place.ts";
import { startEmbeddedServer, stopEmbeddedServer } from "../lib/store/embedded_server.ts";
import { migrate } from "../lib/store/migrate.ts";
import { loadMigrationFiles } from "../lib/store/migration_files.ts";
import { pathExists } from "../lib/store/path_exists.ts";
import { formatDatabaseUrl } from "../lib/store/server_address.ts";

type DbMode = Mode<Record<never, never>>;

const SCHEMA_DUMP = new URL("../sql/schema.sql", import.meta.url);
const COMMANDS = new Map([
  ["status", showStatus],
  ["migrate", applyMigrations],
  ["start", startServer],
  ["stop", stopServer],
  ["url", showUrl],
  ["dump", writeSchemaDump],
  ["export", exportToFile],
  ["import", importFromFile],
]);
const TAKES_FILE = ["export", "import"];
const COMMAND_NAMES = [...COMMANDS.keys()].join(" | ");

await runMode({
  name: "db",
  does: "the database: its state, its migrations, the embedded server",
  reads: "the database of DATABASE_URL, else the embedded one; import: the file",
  writes:
    "migrate, import: the database; export: out/db/NAME.ndjson; dump: sql/schema.sql; the others nothing",
  options: {},
  positional: {
    name: "COMMAND [NAME or FILE]",
    does: `${COMMAND_NAMES}; export may take a NAME, import takes a FILE`,
    atLeast: 1,
    atMost: 2,
  },
  json: true,
}, async (mode) => {
  const [name = "", file] = mode.positional;
  const command = COMMANDS.get(name);
  if (file !== undefined && command && !TAKES_FILE.includes(name)) {
    throw new UserError(`Cannot run db ${name}: found "${file}" behind it, and it takes nothing more`);
  }
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
  const status = await loadDatabaseStatus(database);
  for (const line of alignColumns(databaseRows(status))) mode.print(line);
  mode.print("");
  mode.printTable(
    ["table", "rows", "size"],
    status.tables.map(({ table, rows, bytes }) => [table, rows, formatBytes(bytes)]),
  );
  if (mode.json) mode.printJson({ ...status, running: true });
}

async function applyMigrations(mode: DbMode): Promise<void> {
  await using database = await openDatabase(mode.settings, { migrations: "ignore" });
  const old = await findTablesToAdopt(database);
  if (old.length > 0) {
    mode.note(
      `Found ${
        old.join(", ")
      } of an older system: they move, unchanged, to a schema of their own, and their rows are ` +
        "copied into the new tables. One transaction: whatever fails or stops it leaves all as it was",
    );
  }
  const adoptions: Adoption[] = [];
  const applied = await migrate(database.sql, loadMigrationFiles(), (adoption) => adoptions.push(adoption));
  for (const name of applied) mode.print(`Applied ${name}`);
  for (const adoption of adoptions) printAdoption(mode, adoption);
  mode.print(`${database.description} is up to date; ${applied.length} applied.`);
  if (mode.json) mode.printJson({ address: database.description, applied, adoption: adoptions[0] ?? null });
}

function printAdoption(mode: DbMode, { schema, tables, leftovers }: Adoption): void {
  mode.print(`The old tables are in the schema ${schema}, as they were. Their rows:`);
  mode.printTable(
    ["table", "rows", "adopted", "merged", "left"],
    tables.map(({ table, rows, adopted, merged, left }) => [table, rows, adopted, merged, left]),
  );
  for (const { table, reason, rows } of leftovers) {
    mode.print(
      `Left in ${schema}.${table}: ${formatCount(rows)}, because ${reason} (listed in ${schema}.not_adopted)`,
    );
  }
}

async function startServer(mode: DbMode): Promise<void> {
  const place = chooseEmbeddedPlace();
  const { port } = await startEmbeddedServer(place);
  mode.print(`The embedded PostgreSQL in ${place.home} listens on 127.0.0.1:${port}.`);
  noteOtherServer(mode);
  if (mode.json) mode.printJson({ place: place.home, port });
}

async function stopServer(mode: DbMode): Promise<void> {
  const place = chooseEmbeddedPlace();
  const stopped = await stopEmbeddedServer(place);
  mode.print(`The embedded PostgreSQL in ${place.home} ${stopped ? "has been stopped" : "did not run"}.`);
  noteOtherServer(mode);
  if (mode.json) mode.printJson({ place: place.home, stopped });
}

function noteOtherServer({ settings, print }: DbMode): void {
  if (settings.DATABASE_URL !== null) {
    print("DATABASE_URL is set: the other tasks use that server, which was left alone.");
  }
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

async function exportToFile(mode: DbMode): Promise<void> {
  const now = new Date();
  const path = chooseExportPath(mode.positional[1], now);
  await using database = await openDatabase(mode.settings);
  using progress = mode.progress({ label: "Export", unit: "rows" });
  const { file, tables } = await exportDatabase(database, path, now, mode.signal, (done, total) => {
    progress.done = done;
    progress.total = total;
  });
  progress.end();
  printTables(mode, tables);
  mode.print(`Wrote ${file.path}, ${formatBytes(file.bytes)}, sha256 ${file.sha256}.`);
  if (mode.json) mode.printJson({ address: database.description, file, tables });
}

async function importFromFile(mode: DbMode): Promise<void> {
  const { positional: [, named], signal } = mode;
  if (named === undefined) {
    throw new UserError("Cannot import: no file is named; write deno task db import out/db/NAME.ndjson");
  }
  const path = mode.path(named);
  if (!pathExists(path)) {
    throw new UserError(`Cannot import "${path}": there is no such file; see out/db and out/prune`);
  }
  await using database = await openDatabase(mode.settings);
  if (await isVersionExport(path)) return await restoreFromFile(mode, database, path);
  using lines = new DisposableStack();
  const storing = lines.use(mode.progress({ label: "Import", unit: "rows" }));
  let verifying: Progress | null = null;
  try {
    const tables = await importDatabase(database.sql, path, signal, {
      onStored(done, total) {
        storing.done = done;
        storing.total = total;
      },
      onVerified(done, total) {
        storing.end();
        verifying ??= lines.use(mode.progress({ label: "Verify", unit: "rows", total }));
        verifying.done = done;
      },
    });
    lines.dispose();
    printTables(mode, tables);
    mode.print(
      `${database.description} holds all of it, read again and compared with the file by count and hash.`,
    );
    if (mode.json) mode.printJson({ address: database.description, tables });
  } catch (error) {
    lines.dispose();
    if (signal.aborted) mode.note("Stopped: nothing was stored; the same command starts anew");
    throw error;
  }
}

async function restoreFromFile(mode: DbMode, { sql }: Database, path: string): Promise<void> {
  using progress = mode.progress({ label: "Restore", unit: "rows" });
  const { version, rows, edited } = await restoreVersion(
    sql,
    path,
    mode.signal,
    (rows) => progress.done = rows,
  );
  progress.end();
  mode.print(`The version "${version}" is back with ${formatCount(rows)} rows, not promoted.`);
  if (edited > 0) {
    mode.print(`Messages edited meanwhile: ${formatCount(edited)}; they are due when it is enqueued again.`);
  }
  if (mode.json) mode.printJson({ version, rows, edited });
}

function printTables(mode: DbMode, tables: readonly TableFacts[]): void {
  mode.printTable(
    ["table", "rows", "sha256 begins"],
    [
      ...tables.map(({ table, rows, sha256 }) => [table, rows, sha256.slice(0, 12)]),
      ["all", tables.reduce((sum, { rows }) => sum + rows, 0), ""],
    ],
  );
}
