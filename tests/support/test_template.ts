import { sha256Hex } from "../../lib/core/fingerprint.ts";
import { type Database, openDatabase, type Queryable } from "../../lib/store/database.ts";
import { loadMigrationFiles } from "../../lib/store/migration_files.ts";
import { formatDatabaseUrl } from "../../lib/store/server_address.ts";

/** "template" in ASCII, cut to what a number holds. */
const TEMPLATE_LOCK = 0x74656d706c61;
const LEFTOVER_AFTER_MS = 3_600_000;
/** Both kinds of name end in the time of their making, in milliseconds of the epoch and base 36. */
const TEST_NAME = /^resift_(?:test|template)_[0-9a-z]+_([0-9a-z]+)$/;

/** A name for a new database of one test. */
export function newTestDatabaseName(): string {
  const random = crypto.getRandomValues(new Uint32Array(1))[0] ?? 0;
  return `resift_test_${random.toString(36)}_${Date.now().toString(36)}`;
}

/**
 * Returns the name of the server's database that holds all migrations of sql/ and nothing else, and makes it if there
 * is none for the files as they are now. Of processes that ask at the same time one makes it.
 */
export async function prepareTestTemplate(server: Database): Promise<string> {
  const files = loadMigrationFiles();
  const hash = sha256Hex([...files.numbered, ...files.repeatable].map(({ sha256 }) => sha256).join()).slice(
    0,
    12,
  );
  const prefix = `resift_template_${hash}_`;
  return await findTemplate(server.sql, prefix) ?? await server.sql.begin(async (transaction) => {
    await transaction`select pg_advisory_xact_lock(${TEMPLATE_LOCK})`;
    return await findTemplate(transaction, prefix) ?? await makeTemplate(server, prefix);
  });
}

/** Drops what killed runs and older versions of sql/ have left; what someone is connected to stays. */
export async function dropTestLeftovers({ sql }: Database): Promise<void> {
  const rows = await sql<{ name: string }[]>`
    select datname as name from pg_database d
    where datname like 'resift\\_te%' and not exists (select from pg_stat_activity a where a.datid = d.oid)`;
  const oldest = Date.now() - LEFTOVER_AFTER_MS;
  for (const { name } of rows) {
    const time = TEST_NAME.exec(name)?.[1];
    if (time && parseInt(time, 36) < oldest) await sql`drop database if exists ${sql(name)}`;
  }
}

async function findTemplate(sql: Queryable, prefix: string): Promise<string | null> {
  const [row] = await sql<{ name: string }[]>`
    select datname as name from pg_database where starts_with(datname, ${prefix})`;
  return row?.name ?? null;
}

/** It gets its name when it is whole. */
async function makeTemplate(server: Database, prefix: string): Promise<string> {
  await dropTestLeftovers(server);
  const unfinished = newTestDatabaseName();
  await server.sql`create database ${server.sql(unfinished)} template template0`;
  const url = formatDatabaseUrl({ ...server.address, database: unfinished });
  await (await openDatabase({ DATABASE_URL: url }, { migrations: "apply" })).close();
  const name = `${prefix}${Date.now().toString(36)}`;
  await server.sql`alter database ${server.sql(unfinished)} rename to ${server.sql(name)}`;
  return name;
}
