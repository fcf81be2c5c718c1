import assert from "node:assert/strict";
import { UserError } from "../../lib/core/errors.ts";
import type { Adoption } from "../../lib/store/adopt_seed_tables.ts";
import { migrate } from "../../lib/store/migrate.ts";
import { loadMigrationFiles } from "../../lib/store/migration_files.ts";
import type { Sql } from "../../lib/store/database.ts";
import { openTestDatabase, type TestDatabase } from "../support/test_database.ts";

/** The tables as an older system made them, with all that clings to them. */
const SEED_SCHEMA = `
  drop schema public cascade;
  create schema public;
  create table telegram_channels (
    id bigserial primary key, channel_link text not null unique, channel_id text, title text
  );
  create table telegram_messages_raw (
    id bigserial primary key, channel_link text not null, channel_id text, message_id text not null, message_date timestamptz,
    sender_id text, is_forward boolean default false, is_reply boolean default false, raw_text text, entities_json jsonb,
    media_json jsonb, views integer, forwards integer, reply_count integer, edit_date timestamptz, message_json jsonb,
    first_seen_at timestamptz not null default now(), last_seen_at timestamptz not null default now(), deleted_at timestamptz,
    constraint telegram_messages_raw_channel_id_message_id_key unique (channel_link, message_id)
  );
  create table telegram_extractions (
    id bigserial primary key, raw_id bigint not null references telegram_messages_raw (id) on delete cascade,
    pipeline_version text not null, llm_model text, status text not null default 'pending', channel_link text not null,
    message_id text not null, message_date timestamptz, canonical_json jsonb, error_json jsonb, meta jsonb,
    created_at timestamptz not null default now(), updated_at timestamptz not null default now(),
    unique (raw_id, pipeline_version)
  );
  create index telegram_extractions_ready_idx on telegram_extractions (status, pipeline_version);
  create table ingestion_runs (
    id bigserial primary key, run_type text not null, status text not null, started_at timestamptz not null default now(),
    finished_at timestamptz, meta jsonb
  );
  create table ingestion_run_progress (
    run_id bigint not null references ingestion_runs (id), channel_link text not null, last_message_id text,
    scanned_count integer not null default 0, inserted_count integer not null default 0,
    updated_count integer not null default 0, updated_at timestamptz not null default now(),
    primary key (run_id, channel_link)
  );
  create view recent as select id, raw_text from telegram_messages_raw;
  create table assignments (id bigserial primary key, raw_id bigint references telegram_messages_raw (id));`;

/** A row of every kind. */
const SEED_ROWS = `
  insert into telegram_channels (channel_link, channel_id, title) values
    ('t.me/oldname', '1001', 'Old title'), ('t.me/newname', '-1000000001001', 'New title'),
    ('t.me/noid', null, 'Never resolved'), ('t.me/quiet', '1002', 'No messages yet'), ('https://t.me/Learnt', null, null);
  insert into telegram_messages_raw (
    id, channel_link, channel_id, message_id, message_date, sender_id, is_forward, is_reply, raw_text, entities_json, media_json,
    views, edit_date, message_json, first_seen_at, last_seen_at, deleted_at
  ) values
    (10, 't.me/newname', '1001', '1', '2025-01-01 00:00:00.123456+00', '77', true, false, 'plain', '[{"offset": 0}]',
      '{"type": "photo"}', 5, null, '{"_": "Message", "id": 1}', '2025-01-01', '2025-01-02', null),
    (11, 't.me/newname', '1001', '2', '2025-01-01', null, false, true, 'a reply', 'null', null, null, null,
      '{"_": "Message", "reply_to": {"reply_to_msg_id": 1}}', '2025-01-01', '2025-01-01', '2025-01-03'),
    (12, 't.me/newname', '1001', '3', '2025-01-01', null, false, false, null, null, null, null, null,
      '{"_": "MessageService"}', '2025-01-01', '2025-01-01', null),
    -- the same post under the two links of a renamed channel: the newer text is under the newer one
    (13, 't.me/oldname', '1001', '4', '2025-01-01', null, false, false, 'before the edit', null, null, null, null, '{}',
      '2025-01-01', '2025-01-01', null),
    (14, 't.me/newname', '-1000000001001', '4', '2025-01-01', null, false, false, 'after the edit', null, null, null,
      '2025-02-01', '{}', '2025-02-01', '2025-02-02', null),
    -- the same, unchanged, and deleted since
    (15, 't.me/oldname', '1001', '5', '2025-01-01', null, false, false, 'gone', null, null, null, null, '{}',
      '2025-01-01', '2025-01-01', null),
    (16, 't.me/newname', '1001', '5', '2025-01-01', null, false, false, 'gone', null, null, null, null, '{}',
      '2025-02-01', '2025-02-01', '2025-02-03'),
    (20, 't.me/noid', null, '1', '2025-01-01', null, false, false, 'of a chat without an id', null, null, null, null, '{}',
      '2025-01-01', '2025-01-01', null),
    (21, 't.me/newname', '1001', 'seven', '2025-01-01', null, false, false, 'an id that is none', null, null, null, null, '{}',
      '2025-01-01', '2025-01-01', null),
    (22, 't.me/learnt', '1003', '1', '2025-01-01', null, false, false, 'one message knows the id', null, null, null, null, null,
      '2025-01-01', '2025-01-01', null),
    (23, 't.me/learnt', null, '2', '2025-01-01', null, false, false, 'the other does not', null, null, null, null, '{}',
      '2025-01-01', '2025-01-01', null),
    (24, 't.me/c/1004/9', null, '1', null, null, false, false, 'no date', null, null, null, null, '{}', '2025-01-01', '2025-01-01',
      null);
  select setval('telegram_messages_raw_id_seq', 24);
  insert into telegram_extractions (id, raw_id, pipeline_version, llm_model, status, channel_link, message_id, canonical_json,
    error_json, meta, created_at, updated_at)
  values
    (1, 10, 'v1', 'model-a', 'ok', '', '', '{"assignment_code": "A1"}', '{"error": "llm_timeout"}',
      '{"attempt": 2, "prompt": {"sha256": "abc"}}', '2025-01-05', '2025-01-06'),
    (2, 11, 'v1', null, 'skipped', '', '', null, null, '{"reason": "reply"}', '2025-01-05', '2025-01-06'),
    (3, 12, 'v1', 'model-a', 'failed', '', '', null, '{"error": "validation_failed", "message": "no"}', null, '2025-01-05', '2025-01-06'),
    (4, 13, 'v1', 'model-a', 'ok', '', '', '{"assignment_code": "OLD"}', null, null, '2025-01-05', '2025-01-06'),
    (5, 14, 'v1', null, 'pending', '', '', null, null, null, '2025-01-05', '2025-02-06'),
    (6, 15, 'v1', null, 'processing', '', '', '{"assignment_code": "LAST"}', null, null, '2025-01-05', '2025-01-06'),
    (7, 20, 'v1', null, 'ok', '', '', '{"assignment_code": "X"}', null, null, '2025-01-05', '2025-01-06'),
    (8, 22, 'v1', null, 'ok', '', '', null, null, '{"compilation": {"segments": []}}', '2025-01-05', '2025-01-06'),
    (9, 23, 'v1', null, 'odd', '', '', null, null, null, '2025-01-05', '2025-01-06'),
    (10, 10, '2025-12-31 v3/b', 'model-b', 'ok', '', '', '{"assignment_code": "A1b"}', null, '[1]', '2025-01-05', '2025-01-06'),
    (11, 10, 'v_next', null, 'pending', '', '', null, null, null, '2025-01-05', '2025-01-06');
  insert into ingestion_runs (id, run_type, status, started_at, finished_at, meta) values
    (1, 'backfill', 'ok', '2025-01-01', '2025-01-02', '{"since": "x"}'), (2, 'tail', 'running', '2025-01-03', null, null),
    (3, 'sweep', 'ok', '2025-01-01', '2025-01-02', null);
  insert into ingestion_run_progress values
    (1, 't.me/newname', '4', 10, 3, 1), (1, 't.me/oldname', '5', 4, 4, 0), (1, 't.me/noid', '1', 1, 1, 0), (3, 't.me/newname', '1', 1, 1, 0);
  insert into assignments (raw_id) values (13);`;

const CHANNEL = -1_000_000_001_001;

async function openSeedDatabase(rows = SEED_ROWS): Promise<TestDatabase> {
  const test = await openTestDatabase();
  await test.sql.unsafe(SEED_SCHEMA + rows).simple();
  return test;
}

async function adopt(sql: Sql): Promise<Adoption> {
  const adoptions: Adoption[] = [];
  await migrate(sql, loadMigrationFiles(), (adoption) => adoptions.push(adoption));
  const [adoption] = adoptions;
  assert.ok(adoption);
  return adoption;
}

async function dumpTable(sql: Sql, schema: string, table: string): Promise<string[]> {
  const rows = await sql<{ line: string }[]>`select t::text as line from ${sql(schema)}.${sql(table)} t`;
  return rows.map(({ line }) => line).sort();
}

const SEED_TABLES = [
  "telegram_channels",
  "telegram_messages_raw",
  "telegram_extractions",
  "ingestion_runs",
  "ingestion_run_progress",
];

Deno.test("an older system's tables are adopted: every row is accounted for, and the old ones stay as they were", async () => {
  await using test = await openSeedDatabase();
  const { sql } = test;
  const before = await Promise.all(SEED_TABLES.map((table) => dumpTable(sql, "public", table)));
  const { schema, tables, leftovers } = await adopt(sql);
  assert.equal(schema, "seed");
  assert.deepEqual(tables, [
    { table: "ingestion_run_progress", rows: 4, adopted: 1, merged: 1, left: 2 },
    { table: "ingestion_runs", rows: 3, adopted: 2, merged: 0, left: 1 },
    { table: "telegram_channels", rows: 5, adopted: 3, merged: 1, left: 1 },
    { table: "telegram_extractions", rows: 11, adopted: 9, merged: 1, left: 1 },
    { table: "telegram_messages_raw", rows: 12, adopted: 8, merged: 2, left: 2 },
  ]);
  assert.deepEqual(leftovers, [
    { table: "ingestion_run_progress", reason: "its run was not brought over", rows: 1 },
    { table: "ingestion_run_progress", reason: "the id of its chat is not known", rows: 1 },
    { table: "ingestion_runs", reason: "its run_type is not known", rows: 1 },
    { table: "telegram_channels", reason: "its channel_id is not known", rows: 1 },
    { table: "telegram_extractions", reason: "its message could not be brought over", rows: 1 },
    { table: "telegram_messages_raw", reason: "its message_id is no number", rows: 1 },
    { table: "telegram_messages_raw", reason: "the id of its chat is not known", rows: 1 },
  ]);
  assert.deepEqual(await Promise.all(SEED_TABLES.map((table) => dumpTable(sql, "seed", table))), before);
  assert.equal(
    (await sql`select from seed.not_adopted where table_name = 'telegram_messages_raw' and row_id in ('20', '21')`)
      .length,
    2,
  );
  // What others have built on the old tables goes on with them.
  assert.equal((await sql`select from recent`).length, 12);
  await assert.rejects(
    () => sql`delete from seed.telegram_messages_raw where id = 13`,
    /assignments_raw_id_fkey/,
  );
});

Deno.test("adopted messages have the marked ids of their chats, and a renamed channel's doubles become one with a revision", async () => {
  await using test = await openSeedDatabase();
  const { sql } = test;
  await adopt(sql);
  assert.deepEqual([
    ...await sql`select channel_id, channel_link, title from telegram_channels order by channel_id desc`,
  ], [
    { channel_id: CHANNEL, channel_link: "t.me/newname", title: "New title" },
    { channel_id: CHANNEL - 1, channel_link: "t.me/quiet", title: "No messages yet" },
    { channel_id: CHANNEL - 2, channel_link: "t.me/learnt", title: null },
    { channel_id: CHANNEL - 3, channel_link: null, title: null },
  ]);
  const messages = await sql`
    select id, channel_id, message_id, kind, raw_text, is_forward, is_reply, reply_to_message_id as reply_to, deleted_at is not null as gone
    from telegram_messages_raw order by id`;
  const row = (id: number, messageId: number, text: string, more: object = {}) => ({
    id,
    channel_id: CHANNEL,
    message_id: messageId,
    kind: "message",
    raw_text: text,
    is_forward: false,
    is_reply: false,
    reply_to: null,
    gone: false,
    ...more,
  });
  assert.deepEqual([...messages], [
    row(10, 1, "plain", { is_forward: true }),
    row(11, 2, "a reply", { is_reply: true, reply_to: 1, gone: true }),
    row(12, 3, "", { kind: "service" }),
    row(14, 4, "after the edit"),
    row(16, 5, "gone", { gone: true }),
    row(22, 1, "one message knows the id", { channel_id: CHANNEL - 2 }),
    row(23, 2, "the other does not", { channel_id: CHANNEL - 2 }),
    row(24, 1, "no date", { channel_id: CHANNEL - 3, kind: "unsupported" }),
  ]);
  assert.deepEqual([...await sql`select raw_id, raw_text from telegram_message_revisions`], [
    { raw_id: 14, raw_text: "before the edit" },
  ]);
  const [first] = await sql`
    select message_date::text as date, entities_json::text as entities, media_json::text as media, views, sender_id,
      message_json::text as json, first_seen_at = '2025-01-01' as first, last_seen_at = '2025-01-02' as last
    from telegram_messages_raw where id = 10`;
  assert.match(first?.["date"], /\.123456/);
  assert.deepEqual(first, {
    ...first,
    entities: '[{"offset": 0}]',
    media: '{"type": "photo"}',
    views: 5,
    sender_id: 77,
    json: '{"_": "Message", "id": 1}',
    first: true,
    last: true,
  });
  const [next] = await sql`
    insert into telegram_messages_raw (channel_id, message_id, kind, message_date, raw_text, message_json)
    values (${CHANNEL}, 99, 'message', now(), '', '{}') returning id`;
  assert.equal(next?.["id"], 25);
});

Deno.test("adopted extractions keep version, status, output, error and meta, and are due again where another text stayed", async () => {
  await using test = await openSeedDatabase();
  const { sql } = test;
  await adopt(sql);
  const rows = await sql`
    select e.raw_id, e.pipeline_version as version, e.status, e.skip_reason, e.attempts, e.canonical_json ->> 'assignment_code' as code,
      e.error_json ->> 'error' as error, e.content_sha256 = r.text_sha256 as fresh, e.meta
    from telegram_extractions e join telegram_messages_raw r on r.id = e.raw_id
    order by e.pipeline_version collate "C", e.raw_id`;
  const row = (rawId: number, status: string, more: object = {}) => ({
    raw_id: rawId,
    version: "v1",
    status,
    skip_reason: null,
    attempts: 0,
    code: null,
    error: null,
    fresh: true,
    meta: null,
    ...more,
  });
  const odd = rows.at(-2)?.["version"];
  assert.match(odd, /^v2025-12-31_v3_b\.[0-9a-f]{8}$/);
  assert.deepEqual([...rows], [
    row(10, "ok", {
      attempts: 2,
      code: "A1",
      meta: {
        attempt: 2,
        prompt: { sha256: "abc" },
        seed: {
          status: "ok",
          pipeline_version: "v1",
          error_json: { error: "llm_timeout" },
        },
      },
    }),
    row(11, "skipped", { skip_reason: "reply", meta: { reason: "reply" } }),
    row(12, "failed", { error: "validation_failed" }),
    row(14, "ok", { code: "OLD", fresh: false }),
    row(16, "pending", {
      code: "LAST",
      fresh: null,
      meta: { seed: { status: "processing", pipeline_version: "v1" } },
    }),
    row(22, "failed", {
      error: "adopted_without_output",
      meta: { compilation: { segments: [] }, seed: { status: "ok", pipeline_version: "v1" } },
    }),
    row(23, "failed", { error: "unknown", meta: { seed: { status: "odd", pipeline_version: "v1" } } }),
    row(10, "ok", {
      version: odd,
      code: "A1b",
      meta: { seed: { status: "ok", pipeline_version: "2025-12-31 v3/b", meta: [1] } },
    }),
    row(10, "pending", { version: "v_next", fresh: null }),
  ]);
  const versions =
    await sql`select version, extractor, model, fingerprint from pipeline_versions order by version collate "C"`;
  assert.deepEqual([...versions].filter(({ version }) => version !== odd), [
    {
      version: "v1",
      extractor: "llm",
      model: "model-a",
      fingerprint: { adopted: "from the seed's tables", prompt: "sha256:abc" },
    },
    { version: "v_next", extractor: null, model: null, fingerprint: null },
  ]);
  const [enqueued] =
    await sql`select reset, kept from queue_enqueue('v1', null, null, null, null, false, 0, 1000)`;
  // The one that read an older text, and the two that failed (service messages are no posts, deleted ones stay out).
  assert.deepEqual(enqueued, { reset: 3, kept: 1 });
});

Deno.test("adopted runs have ended, and the progress of a channel's two links is one", async () => {
  await using test = await openSeedDatabase();
  const { sql } = test;
  await adopt(sql);
  assert.deepEqual([
    ...await sql`select id, run_type, status, finished_at is not null as finished, meta from ingestion_runs order by id`,
  ], [
    { id: 1, run_type: "backfill", status: "ok", finished: true, meta: { since: "x", seed_status: "ok" } },
    { id: 2, run_type: "tail", status: "cancelled", finished: true, meta: { seed_status: "running" } },
  ]);
  assert.deepEqual(
    [
      ...await sql`
      select run_id, channel_id, messages_read, messages_new, messages_edited, messages_unchanged, last_message_id
      from ingestion_run_progress`,
    ],
    [{
      run_id: 1,
      channel_id: CHANNEL,
      messages_read: 14,
      messages_new: 7,
      messages_edited: 1,
      messages_unchanged: 6,
      last_message_id: 5,
    }],
  );
});

Deno.test("adopting happens once, and what fails in it leaves the old tables in their place", async () => {
  await using test = await openSeedDatabase(`
    ${SEED_ROWS}
    alter table telegram_messages_raw alter column message_date type text;
    update telegram_messages_raw set message_date = 'some day' where id = 10;`);
  const { sql } = test;
  const before = await dumpTable(sql, "public", "telegram_messages_raw");
  await assert.rejects(adopt(sql), /invalid input syntax for type timestamp with time zone/);
  assert.deepEqual(await dumpTable(sql, "public", "telegram_messages_raw"), before);
  assert.deepEqual([...await sql`select to_regnamespace('seed') as schema`], [{ schema: null }]);

  await sql`update telegram_messages_raw set message_date = '2025-01-01 08:00:00' where id = 10`;
  await adopt(sql);
  assert.deepEqual(await migrate(sql), []);
  assert.equal(
    (await sql`select from telegram_messages_raw where message_date = '2025-01-01T08:00:00Z'`).length,
    1,
  );
});

Deno.test("a database with only some of the old tables, fewer columns and no rows is adopted too", async () => {
  await using test = await openTestDatabase();
  await test.sql.unsafe(`
    drop schema public cascade; create schema public; create schema seed;
    create table telegram_messages_raw (id bigint, channel_link text, message_id bigint, message_date timestamptz, raw_text text);
    insert into telegram_messages_raw values (1, '-1001000000007', 1, now(), 'only this');`).simple();
  const { schema, tables } = await adopt(test.sql);
  assert.equal(schema, "seed_2");
  assert.deepEqual(tables, [{ table: "telegram_messages_raw", rows: 1, adopted: 1, merged: 0, left: 0 }]);
});

Deno.test("a table of such a name that is neither ours nor the seed's is left alone, and said", async () => {
  await using test = await openTestDatabase();
  await test.sql.unsafe(
    `drop schema public cascade; create schema public; create table ingestion_runs (id uuid)`,
  ).simple();
  await assert.rejects(migrate(test.sql), (error) => {
    assert.ok(error instanceof UserError);
    assert.match(
      error.message,
      /a table ingestion_runs that is neither ours nor one to adopt \(it lacks run_type, status\)/,
    );
    return true;
  });
});
