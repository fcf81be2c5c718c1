import assert from "node:assert/strict";
import { SeededRandom } from "../../lib/core/seeded_random.ts";
import { openDatabase } from "../../lib/store/database.ts";
import { openDatabaseProxy } from "../support/database_proxy.ts";
import { errorCode } from "../../lib/store/connection_failure.ts";
import { isOutage } from "../../lib/store/postgres_errors.ts";
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

Deno.test("a connection that ends at any moment fails its statements and leaves nothing to those of the next", async () => {
  await using test = await openTestDatabase();
  await using proxy = openDatabaseProxy(test.url);
  await using database = await openDatabase({ DATABASE_URL: proxy.url }, {
    migrations: "ignore",
    maxConnections: 2,
  });
  const { sql } = database;
  await sql`create table kept (n int)`;
  const random = new SeededRandom(7);
  let failures = 0;
  let committed = 0;
  const judge = async (statement: Promise<unknown>) => {
    await statement.catch((error) => {
      assert.ok(isOutage(error), error);
      failures++;
    });
  };
  const works = [
    // Rows of a lost answer would stand before these.
    async () => assert.deepEqual((await sql`select ${7}::int as n`)[0], { n: 7 }),
    async () => {
      const rows = await sql`select i, repeat('y', 300) as text from generate_series(1, 1000) i`;
      assert.deepEqual([rows.length, rows[0]?.["i"], rows[999]?.["i"]], [1000, 1, 1000]);
    },
    // The error of a lost answer would be another statement's.
    async () =>
      await assert.rejects(sql`select 1 / 0`, (error) => errorCode(error) === "22012" || isOutage(error)),
    // What a lost transaction still asks for would be done outside of it.
    async () => {
      await sql.begin(async (transaction) => {
        await transaction`insert into kept values (1)`;
        await Promise.allSettled([
          transaction`select pg_sleep(0.002)`,
          transaction`insert into kept values (${2})`,
        ]);
        await Promise.allSettled([transaction`insert into kept values (3)`]);
      });
      committed++;
    },
  ];
  for (let round = 0; round < 200; round++) {
    const cutting = new Promise<void>((resolve) =>
      setTimeout(() => {
        proxy.cut();
        proxy.mend();
        resolve();
      }, random.integer(0, 8))
    );
    await Promise.all(works.map((work) => judge(work())));
    await cutting;
  }
  assert.ok(failures > 100, `only ${failures} statements failed`);
  const [kept] = await test
    .sql`select count(*)::int as rows, count(*) filter (where n = 1)::int as begun from kept`;
  assert.equal(kept?.["rows"], 3 * kept?.["begun"], "a transaction is kept whole or not at all");
  assert.ok(kept?.["begun"] >= committed);
});
