import assert from "node:assert/strict";
import { type Database, openDatabase } from "../../lib/store/database.ts";
import { type DatabaseProxy, openDatabaseProxy } from "./database_proxy.ts";
import { openTestDatabase } from "./test_database.ts";

async function withLine(
  test: (
    line: { readonly proxy: DatabaseProxy; readonly sql: Database["sql"]; readonly direct: Database["sql"] },
  ) => Promise<void>,
): Promise<void> {
  await using server = await openTestDatabase();
  await using proxy = openDatabaseProxy(server.url);
  await using database = await openDatabase({ DATABASE_URL: proxy.url }, { migrations: "ignore" });
  await test({ proxy, sql: database.sql, direct: server.sql });
}

Deno.test("a stalled line hands on nothing until it is mended, and then all of it", async () => {
  await withLine(async ({ proxy, sql, direct }) => {
    await direct`create table arrivals (text text)`;
    proxy.stall();
    let isAnswered = false;
    const answer = sql`insert into arrivals values (${"late"})`.then(() => isAnswered = true);
    await direct`select pg_sleep(0.1)`;
    assert.deepEqual([isAnswered, (await direct`select from arrivals`).length], [false, 0]);
    proxy.mend();
    await answer;
    assert.equal((await direct`select from arrivals`).length, 1);
  });
});

Deno.test("a line that loses half of a question leaves it undone, and the next one works", async () => {
  await withLine(async ({ proxy, sql, direct }) => {
    await direct`create table arrivals (text text)`;
    proxy.loseNext("insert into arrivals", "half");
    await assert.rejects(sql`insert into arrivals values (${"x".repeat(200_000)})`, {
      code: /CONNECTION_CLOSED|ECONNRESET|EPIPE/,
    });
    assert.equal(proxy.losses, 1);
    await sql`insert into arrivals values (${"next"})`;
    assert.deepEqual([...await direct`select text from arrivals`], [{ text: "next" }]);
  });
});
