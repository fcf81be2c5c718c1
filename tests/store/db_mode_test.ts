import assert from "node:assert/strict";
import { fileURLToPath } from "node:url";
import { numberedMessages, storeMessages } from "../support/stored_messages.ts";
import { openTestDatabase } from "../support/test_database.ts";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));

interface DbRun {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

/** Runs the db task on the database of `url`. */
function runDb(url: string, ...args: string[]): Promise<DbRun> {
  return runDbOf(ROOT, url, ...args);
}

/** The same for a checkout, to which an embedded server belongs. */
async function runDbOf(checkout: string, url: string, ...args: string[]): Promise<DbRun> {
  const { code, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
    args: ["run", "--allow-all", "--quiet", `${checkout}/modes/db.ts`, ...args],
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

Deno.test("the db task exports a database, imports it into another, and refuses to do so twice", async () => {
  await using source = await openTestDatabase();
  await using target = await openTestDatabase();
  await storeMessages(source.sql, numberedMessages(3));
  const name = `test_${crypto.randomUUID()}`;
  const exported = await runDb(source.url, "export", name, "--json");
  assert.equal(exported.code, 0, exported.err);
  const { file, tables } = JSON.parse(exported.out);
  try {
    assert.ok(file.path.endsWith(`/out/db/${name}.ndjson`));
    const imported = await runDb(target.url, "import", file.path);
    assert.equal(imported.code, 0, imported.err);
    assert.match(imported.out, /^telegram_messages_raw +3 +[0-9a-f]{12}$/m);
    assert.match(imported.out, /holds all of it, read again and compared with the file by count and hash/);
    assert.deepEqual(
      tables.find(({ table }: { table: string }) => table === "telegram_messages_raw").rows,
      3,
    );
    const again = await runDb(target.url, "import", file.path);
    assert.equal(again.code, 2);
    assert.match(again.err, /the database is not empty/);
    assert.doesNotMatch(again.err, /0 rows/);
  } finally {
    await Deno.remove(file.path);
  }
});

Deno.test("db export takes a name, db import a file, and the others nothing", async () => {
  await using test = await openTestDatabase();
  const runs = await Promise.all([
    runDb(test.url, "export", "../elsewhere"),
    runDb(test.url, "import"),
    runDb(test.url, "url", "more"),
    runDb(test.url, "import", "no_such_file.ndjson"),
  ]);
  assert.deepEqual(runs.map(({ code }) => code), [2, 2, 2, 2]);
  assert.match(runs[0].err, /expected the name of a file in out\/db/);
  assert.match(runs[1].err, /no file is named/);
  assert.match(runs[3].err, /there is no such file/);
});

Deno.test("the db task says which old tables it adopts and what became of their rows", async () => {
  await using test = await openTestDatabase();
  await test.sql.unsafe(`
    drop schema public cascade; create schema public;
    create table telegram_channels (channel_link text, channel_id bigint);
    insert into telegram_channels values ('t.me/known', 1001), ('t.me/unknown', null)`).simple();
  assert.match(
    (await runDb(test.url, "status")).out,
    /^Migrations +behind by 0001_.*; deno task db migrate adopts the older system's telegram_channels$/m,
  );
  const { code, out, err } = await runDb(test.url, "migrate");
  assert.equal(code, 0, err);
  assert.match(err, /Found telegram_channels of an older system: they move, unchanged/);
  assert.match(out, /^telegram_channels +2 +1 +0 +1$/m);
  assert.match(out, /Left in seed\.telegram_channels: 1, because its channel_id is not known/);
});

Deno.test("db stop says that it leaves the server of DATABASE_URL alone", async () => {
  const checkout = await Deno.makeTempDir();
  try {
    // A checkout whose embedded server never ran, for that of this one may be at work.
    for (const name of ["deno.json", "deno.lock", "lib", "modes", "sql"]) {
      await Deno.symlink(`${ROOT}/${name}`, `${checkout}/${name}`);
    }
    const { code, out } = await runDbOf(checkout, "postgres://me@db.example.com/posts", "stop");
    assert.equal(code, 0);
    assert.match(
      out,
      /^The embedded PostgreSQL in .* did not run\.\nDATABASE_URL is set: .* left alone\.\n$/,
    );
  } finally {
    await Deno.remove(checkout, { recursive: true });
  }
});
