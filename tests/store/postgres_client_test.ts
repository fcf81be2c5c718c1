import assert from "node:assert/strict";
import { openDatabase } from "../../lib/store/database.ts";
import { openDatabaseProxy } from "../support/database_proxy.ts";
import { openTestDatabase } from "../support/test_database.ts";

Deno.test("a server that shuts down while a connection is being made fails queries and ends no process", async () => {
  await using test = await openTestDatabase();
  await using proxy = openDatabaseProxy(test.url);
  await using database = await openDatabase({ DATABASE_URL: proxy.url }, { migrations: "ignore" });
  // What the client itself asks of a new connection is nobody's to catch: it must ask nothing.
  proxy.loseNext("pg_catalog", "shutdown");
  const queries = [database.sql`select 1`, database.sql`select 2`, database.sql`select 3`];
  for (const { status } of await Promise.allSettled(queries)) assert.equal(status, "fulfilled");
  proxy.loseNext("select", "shutdown");
  await assert.rejects(database.sql`select 4`);
  await database.sql`select 5`;
});
