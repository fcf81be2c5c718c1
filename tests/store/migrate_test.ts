import assert from "node:assert/strict";
import { sha256Hex } from "../../lib/core/fingerprint.ts";
import { UserError } from "../../lib/core/errors.ts";
import { loadAppliedMigrations, migrate } from "../../lib/store/migrate.ts";
import {
  loadMigrationFiles,
  type MigrationFile,
  type MigrationFiles,
} from "../../lib/store/migration_files.ts";
import { openPostgresClient } from "../../lib/store/postgres_client.ts";
import { openTestDatabase, type TestDatabase } from "../support/test_database.ts";

function file(name: string, text: string): MigrationFile {
  return { name, text, sha256: sha256Hex(text) };
}

const NUMBERS = file("0001_numbers.sql", "create table numbers (n integer);");
const DOUBLE = file(
  "double.sql",
  "create or replace view doubled with (security_invoker = true) as select n * 2 as n from numbers;",
);

/** A database without any migration. */
async function openEmptyDatabase(): Promise<TestDatabase> {
  const test = await openTestDatabase();
  await test.sql`drop schema public cascade`;
  await test.sql`create schema public`;
  return test;
}

async function appliedNames({ sql }: TestDatabase): Promise<string[]> {
  return (await loadAppliedMigrations(sql)).map(({ name }) => name).sort();
}

Deno.test("migrating twice is harmless", async () => {
  await using test = await openEmptyDatabase();
  const { numbered, repeatable } = loadMigrationFiles();
  assert.deepEqual(await migrate(test.sql), [...numbered, ...repeatable].map(({ name }) => name));
  const ledger = await test.sql`select * from schema_migrations order by name`;
  assert.deepEqual(await migrate(test.sql), []);
  assert.deepEqual(await test.sql`select * from schema_migrations order by name`, ledger);
});

Deno.test("a database of the first migration keeps its rows through all later ones", async () => {
  await using test = await openEmptyDatabase();
  const { sql } = test;
  const files = loadMigrationFiles();
  await migrate(sql, { numbered: files.numbered.slice(0, 1), repeatable: [] });
  await sql`insert into telegram_channels (channel_id, chat_type) values (-1001, 'public_channel')`;
  await sql`
    insert into telegram_messages_raw (channel_id, message_id, kind, message_date, raw_text, message_json)
    values (-1001, 7, 'message', now(), 'Sec 2 Maths', '{"id": 7}')`;
  await sql`insert into pipeline_versions (version) values ('v1')`;
  await sql`
    insert into telegram_extractions (raw_id, pipeline_version, status, wanted_sha256, content_sha256, canonical_json, cost_usd)
    select id, 'v1', 'ok', text_sha256, text_sha256, '{"a": 1}', 0.25 from telegram_messages_raw`;
  const rows = () =>
    sql`
      select row_to_json(m)::text as message, row_to_json(e)::text as extraction
      from telegram_messages_raw m join telegram_extractions e on e.raw_id = m.id`;
  const before = await rows();
  assert.equal(before.length, 1);
  const later = [...files.numbered.slice(1), ...files.repeatable].map(({ name }) => name);
  assert.deepEqual(await migrate(sql, files), later);
  assert.deepEqual(await rows(), before);
});

Deno.test("processes that migrate at the same time apply each file once", async () => {
  await using test = await openEmptyDatabase();
  const runs = await Promise.all([1, 2, 3, 4].map(async () => {
    const sql = openPostgresClient(test.database.address, {
      maxConnections: 1,
      applicationName: "migrator",
      connectTimeoutSeconds: 10,
      prepare: false,
    });
    const applied = await migrate(sql);
    await sql.end();
    return applied;
  }));
  assert.deepEqual(runs.flat().sort(), await appliedNames(test));
});

Deno.test("a migration that fails leaves nothing of itself and names its line", async () => {
  await using test = await openEmptyDatabase();
  const broken = file(
    "0002_broken.sql",
    "create table letters (l text);\nselect no_such_column\nfrom letters;",
  );
  const files: MigrationFiles = { numbered: [NUMBERS, broken], repeatable: [] };
  await assert.rejects(
    migrate(test.sql, files),
    /^Error: Cannot apply sql\/0002_broken\.sql line 2: column "no_such_column" does not exist/,
  );
  assert.deepEqual(await appliedNames(test), ["0001_numbers.sql"]);
  assert.deepEqual([...await test.sql`select to_regclass('letters') as table`], [{ table: null }]);
});

Deno.test("a repeatable file is applied again when its text changes, and only then", async () => {
  await using test = await openEmptyDatabase();
  await migrate(test.sql, { numbered: [NUMBERS], repeatable: [DOUBLE] });
  const other = file("double.sql", DOUBLE.text.replace("n * 2", "n + n"));
  assert.deepEqual(await migrate(test.sql, { numbered: [NUMBERS], repeatable: [other] }), ["double.sql"]);
  assert.deepEqual(await migrate(test.sql, { numbered: [NUMBERS], repeatable: [other] }), []);
});

Deno.test("a numbered file may drop a view that is in its way, for the view comes back", async () => {
  await using test = await openEmptyDatabase();
  await migrate(test.sql, { numbered: [NUMBERS], repeatable: [DOUBLE] });
  const widen = file("0002_widen.sql", "drop view doubled; alter table numbers alter column n type bigint;");
  assert.deepEqual(
    await migrate(test.sql, { numbered: [NUMBERS, widen], repeatable: [DOUBLE] }),
    ["0002_widen.sql", "double.sql"],
  );
  assert.equal((await test.sql`select * from doubled`).length, 0);
});

Deno.test("an applied numbered file that was changed is an error that says so", async () => {
  await using test = await openEmptyDatabase();
  await migrate(test.sql, { numbered: [NUMBERS], repeatable: [] });
  const changed = file(NUMBERS.name, "create table numbers (n bigint);");
  await assert.rejects(migrate(test.sql, { numbered: [changed], repeatable: [] }), (error) => {
    assert.ok(error instanceof UserError);
    assert.match(error.message, /0001_numbers\.sql was changed after it had been applied; put the file back/);
    return true;
  });
});

Deno.test("a database that knows a migration this checkout lacks is refused", async () => {
  await using test = await openEmptyDatabase();
  const later = file("0002_later.sql", "create table letters (l text);");
  await migrate(test.sql, { numbered: [NUMBERS, later], repeatable: [] });
  await assert.rejects(
    migrate(test.sql, { numbered: [NUMBERS], repeatable: [] }),
    /it has 0002_later\.sql, which this checkout does not; update the checkout/,
  );
});

Deno.test("every table has row-level security, every view asks as its reader, no function is open to all", async () => {
  await using test = await openTestDatabase();
  const open = await test.sql`
    select relname as name from pg_class
    where relnamespace = 'public'::regnamespace and (
      relkind = 'r' and not relrowsecurity
      or relkind = 'v' and coalesce('security_invoker=true' <> all (reloptions), true)
    )
    union all
    select proname from pg_proc
    where pronamespace = 'public'::regnamespace
      and (proacl is null or exists (select from aclexplode(proacl) where grantee = 0))`;
  assert.deepEqual([...open], []);
});
