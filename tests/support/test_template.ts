import { sha256Hex } from "../../lib/core/fingerprint.ts";
import { type Database, openDatabase, type Queryable } from "../../lib/store/database.ts";
import { loadMigrationFiles } from "../../lib/store/migration_files.ts";
import { formatDatabaseUrl } from "../../lib/store/server_address.ts";
import { formatTestDatabaseName, newTestDatabaseName } from "./test_database_name.ts";

/** "template" in ASCII, cut to what a number holds. */
const TEMPLATE_LOCK = 0x74656d706c61;

/**
 * Returns the name of the server's database that holds all migrations of sql/ and nothing else, and makes it if there
 * is none for the files as they are now. Of processes that ask at the same time one makes it.
 */
export async function prepareTestTemplate(server: Database): Promise<string> {
  const files = loadMigrationFiles();
  const hashes = [...files.numbered, ...files.repeatable].map(({ sha256 }) => sha256);
  const hash = sha256Hex(hashes.join()).slice(0, 12);
  return await findTemplate(server.sql, hash) ?? await server.sql.begin(async (transaction) => {
    await transaction`select pg_advisory_xact_lock(${TEMPLATE_LOCK})`;
    return await findTemplate(transaction, hash) ?? await makeTemplate(server, hash);
  });
}

async function findTemplate(sql: Queryable, hash: string): Promise<string | null> {
  const [row] = await sql<{ name: string }[]>`
    select datname as name from pg_database where starts_with(datname, ${`resift_template_${hash}_`})`;
  return row?.name ?? null;
}

/** It gets its name when it is whole. */
async function makeTemplate(server: Database, hash: string): Promise<string> {
  const unfinished = newTestDatabaseName();
  await server.sql`create database ${server.sql(unfinished)} template template0`;
  const url = formatDatabaseUrl({ ...server.address, database: unfinished });
  await (await openDatabase({ DATABASE_URL: url }, { migrations: "apply" })).close();
  const name = formatTestDatabaseName({ kind: "template", label: hash, madeMs: Date.now() });
  await server.sql`alter database ${server.sql(unfinished)} rename to ${server.sql(name)}`;
  return name;
}
