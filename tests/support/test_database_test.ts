import assert from "node:assert/strict";
import { openTestDatabase } from "./test_database.ts";
import { newTestDatabaseName } from "./test_database_name.ts";
import { dropTestLeftovers } from "./test_leftovers.ts";
import { openTestServer } from "./test_server.ts";

Deno.test("each test gets a database of its own, which is gone afterwards", async () => {
  await using server = await openTestServer();
  const names: string[] = [];
  {
    await using one = await openTestDatabase();
    await using other = await openTestDatabase();
    await one.sql`create table only_here (n integer)`;
    assert.deepEqual([...await other.sql`select to_regclass('only_here') as table`], [{ table: null }]);
    names.push(one.database.address.database, other.database.address.database);
  }
  assert.deepEqual([...await server.sql`select from pg_database where datname in ${server.sql(names)}`], []);
});

Deno.test("what a killed run left is dropped after an hour; what is younger, or no test's, stays", async () => {
  await using server = await openTestServer();
  const now = Date.now();
  const old = newTestDatabaseName(now - 3_600_000);
  const young = newTestDatabaseName(now - 3_590_000);
  for (const name of [old, young]) await server.sql`create database ${server.sql(name)}`;
  await dropTestLeftovers(server.sql, new Date(now));
  const left = await server.sql<{ name: string }[]>`
    select datname as name from pg_database where datname in ${server.sql([old, young, "postgres"])}`;
  await server.sql`drop database ${server.sql(young)}`;
  assert.deepEqual(left.map(({ name }) => name).sort(), ["postgres", young].sort());
});
