import assert from "node:assert/strict";
import { fileURLToPath } from "node:url";
import { openTestDatabase } from "../support/test_database.ts";

const MODE = fileURLToPath(new URL("../../modes/db.ts", import.meta.url));

/** Runs the db task on the database of `url`. */
async function runDb(url: string, ...args: string[]): Promise<{ code: number; out: string; err: string }> {
  const { code, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
    args: ["run", "--allow-all", "--quiet", MODE, ...args],
    env: { DATABASE_URL: url },
  }).output();
  const decoder = new TextDecoder();
  return { code, out: decoder.decode(stdout), err: decoder.decode(stderr) };
}

Deno.test("the db task shows a database that is behind, migrates it, and finds it up to date", async () => {
  await using test = await openTestDatabase();
  await test.sql`drop schema public cascade`;
  await test.sql`create schema public`;
  assert.match((await runDb(test.url, "status")).out, /^Migrations +behind by 0001_/m);
  const { code, out } = await runDb(test.url, "migrate");
  assert.equal(code, 0);
  assert.match(out, /^Applied 0001_.*\.sql$/m);
  const status = JSON.parse((await runDb(test.url, "status", "--json")).out);
  assert.equal(status.migrations, "up to date");
  assert.ok(status.tables.some(({ table }: { table: string }) => table === "telegram_messages_raw"));
});

Deno.test("the db task prints the connection string alone, for other clients", async () => {
  await using test = await openTestDatabase();
  assert.equal((await runDb(test.url, "url")).out, `${test.url}\n`);
});

Deno.test("a db command that does not exist is wrong use, and those that do are listed", async () => {
  await using test = await openTestDatabase();
  for (const args of [["destroy"], []]) {
    const { code, err } = await runDb(test.url, ...args);
    assert.equal(code, 2);
    assert.match(err, /status \| migrate \| start \| stop \| url \| dump/);
  }
});
