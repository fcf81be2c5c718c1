import { type Database, openDatabase, type Sql } from "../../lib/store/database.ts";
import type { EmbeddedPlace } from "../../lib/store/embedded_place.ts";
import { formatDatabaseUrl } from "../../lib/store/server_address.ts";
import { newTestDatabaseName } from "./test_database_name.ts";
import { openTestServer } from "./test_server.ts";
import { prepareTestTemplate } from "./test_template.ts";

/** A database of a test's own, with all migrations. Disposing of it drops it. */
export interface TestDatabase extends AsyncDisposable {
  readonly database: Database;
  readonly sql: Sql;
  /** Its connection string: the DATABASE_URL of a process that a test starts. */
  readonly url: string;
}

/**
 * Makes a database from the migrated template, on the embedded server of the tests or on that of DATABASE_URL:
 * `await using test = await openTestDatabase();`
 */
export async function openTestDatabase(
  { maxConnections = 4, place }: { maxConnections?: number; place?: EmbeddedPlace } = {},
): Promise<TestDatabase> {
  const server = await openTestServer(place);
  const template = await prepareTestTemplate(server);
  const name = newTestDatabaseName();
  await server.sql`create database ${server.sql(name)} template ${server.sql(template)} strategy file_copy`;
  const url = formatDatabaseUrl({ ...server.address, database: name });
  const database = await openDatabase({ DATABASE_URL: url }, { maxConnections, migrations: "ignore" });
  return {
    database,
    sql: database.sql,
    url,
    async [Symbol.asyncDispose]() {
      await database.close();
      await server.sql`drop database ${server.sql(name)} with (force)`;
      await server.close();
    },
  };
}
