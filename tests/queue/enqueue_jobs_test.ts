import assert from "node:assert/strict";
import { UserError } from "../../lib/core/errors.ts";
import { type EnqueueOptions, type EnqueueTotals, iterEnqueueJobs } from "../../lib/queue/enqueue_jobs.ts";
import type { Sql } from "../../lib/store/database.ts";
import { editMessage, numberedMessages, storeMessages } from "../support/stored_messages.ts";
import { openTestDatabase } from "../support/test_database.ts";
import { until } from "../support/until.ts";

const EVERYTHING: EnqueueOptions = {
  version: "v1",
  window: { since: null, until: null },
  channelIds: null,
  maxMessagesPerChannel: null,
  force: false,
  allowLive: false,
  pageSize: 100,
};

async function enqueue(sql: Sql, changes: Partial<EnqueueOptions> = {}): Promise<EnqueueTotals> {
  let totals: EnqueueTotals | undefined;
  for await (totals of iterEnqueueJobs(sql, { ...EVERYTHING, ...changes }));
  assert.ok(totals);
  const { scanned, ...parts } = totals;
  assert.equal(Object.values(parts).reduce((sum, count) => sum + count, 0), scanned, "the totals reconcile");
  return totals;
}

async function finishAll(sql: Sql): Promise<void> {
  await sql`
    update telegram_extractions
    set status = 'ok', canonical_json = '{}', content_sha256 = wanted_sha256, attempts = 1`;
}

Deno.test("every post of the window becomes one job, page by page, and none a second time", async () => {
  await using test = await openTestDatabase();
  await storeMessages(test.sql, numberedMessages(250));
  assert.equal((await enqueue(test.sql)).inserted, 250);
  const again = await enqueue(test.sql);
  assert.equal(again.inserted, 0);
  assert.equal(again.alreadyQueued, 250);
});

Deno.test("deleted posts and service messages are left out and counted", async () => {
  await using test = await openTestDatabase();
  await storeMessages(test.sql, [
    { text: "a post" },
    { text: "gone", deletedAt: "2026-01-02T00:00:00Z" },
    { text: "", kind: "service" },
  ]);
  const totals = await enqueue(test.sql);
  assert.deepEqual([totals.inserted, totals.deleted, totals.notPosts], [1, 1, 1]);
});

Deno.test("since is inclusive and until exclusive", async () => {
  await using test = await openTestDatabase();
  await storeMessages(test.sql, numberedMessages(5));
  const window = { since: new Date("2026-01-01T00:02:00Z"), until: new Date("2026-01-01T00:04:00Z") };
  assert.equal((await enqueue(test.sql, { window })).inserted, 2);
});

Deno.test("a limit per channel takes the newest of each channel", async () => {
  await using test = await openTestDatabase();
  await storeMessages(test.sql, numberedMessages(30));
  await storeMessages(test.sql, numberedMessages(3), -1001000000002);
  assert.equal((await enqueue(test.sql, { maxMessagesPerChannel: 10, pageSize: 4 })).inserted, 13);
  const [oldest] = await test.sql`
    select min(r.message_id) as id from telegram_extractions e join telegram_messages_raw r on r.id = e.raw_id
    where r.channel_id = -1001000000001`;
  assert.equal(oldest?.["id"], 21);
});

Deno.test("unforced, what is finished and up to date is kept, and what was edited since is due again", async () => {
  await using test = await openTestDatabase();
  const [first] = await storeMessages(test.sql, numberedMessages(3));
  assert.ok(first);
  await enqueue(test.sql);
  await finishAll(test.sql);
  await editMessage(test.sql, first, "a new text");
  const totals = await enqueue(test.sql);
  assert.deepEqual([totals.reset, totals.kept], [1, 2]);
  const [row] = await test
    .sql`select status, attempts, canonical_json from telegram_extractions where raw_id = ${first}`;
  assert.deepEqual(row, { status: "pending", attempts: 0, canonical_json: {} }, "the last good output stays");
});

Deno.test("unforced, a failed job is due again with fresh attempts, and a skipped one is kept", async () => {
  await using test = await openTestDatabase();
  const [failed, skipped] = await storeMessages(test.sql, numberedMessages(2));
  assert.ok(failed && skipped);
  await enqueue(test.sql);
  await test.sql`
    update telegram_extractions set status = 'failed', attempts = 3, content_sha256 = wanted_sha256, error_json = '{"error": "x"}'
    where raw_id = ${failed}`;
  await test.sql`
    update telegram_extractions set status = 'skipped', skip_reason = 'forward', content_sha256 = wanted_sha256
    where raw_id = ${skipped}`;
  const totals = await enqueue(test.sql);
  assert.deepEqual([totals.reset, totals.kept], [1, 1]);
  const [row] = await test.sql`select status, attempts from telegram_extractions where raw_id = ${failed}`;
  assert.deepEqual(row, { status: "pending", attempts: 0 });
});

Deno.test("unforced, a job that was skipped because its message was deleted is due again when the message is back", async () => {
  await using test = await openTestDatabase();
  await storeMessages(test.sql, numberedMessages(1));
  await enqueue(test.sql);
  await test.sql`
    update telegram_extractions set status = 'skipped', skip_reason = 'deleted', content_sha256 = wanted_sha256`;
  assert.equal((await enqueue(test.sql)).reset, 1);
});

Deno.test("a job in flight is never touched, not even by force", async () => {
  await using test = await openTestDatabase();
  await storeMessages(test.sql, numberedMessages(2));
  await enqueue(test.sql);
  await test.sql`select * from queue_claim('v1', 'worker', 1, 60)`;
  const totals = await enqueue(test.sql, { force: true });
  assert.deepEqual([totals.reset, totals.alreadyQueued], [0, 2]);
  const [{ count } = { count: 0 }] = await test.sql<{ count: number }[]>`
    select count(*) from telegram_extractions where status = 'processing'`;
  assert.equal(count, 1);
});

Deno.test("force redoes what is finished, but on the live version only when that is allowed", async () => {
  await using test = await openTestDatabase();
  await storeMessages(test.sql, numberedMessages(2));
  await enqueue(test.sql);
  await finishAll(test.sql);
  assert.equal((await enqueue(test.sql, { force: true })).reset, 2);
  await finishAll(test.sql);
  await test.sql`update pipeline_versions set promoted_at = now() where version = 'v1'`;
  await assert.rejects(enqueue(test.sql, { force: true }), (error) => {
    assert.ok(error instanceof UserError);
    assert.match(error.message, /"v1".*live.*ALLOW_LIVE=1/s);
    return true;
  });
  assert.equal((await enqueue(test.sql, { force: true, allowLive: true })).reset, 2);
});

Deno.test("versions do not share jobs", async () => {
  await using test = await openTestDatabase();
  await storeMessages(test.sql, numberedMessages(2));
  await enqueue(test.sql, { version: "v1" });
  await finishAll(test.sql);
  assert.equal((await enqueue(test.sql, { version: "v2" })).inserted, 2);
});

Deno.test("a job enqueued while its message is being edited wants the text of the edit", async () => {
  await using test = await openTestDatabase();
  const [rawId] = await storeMessages(test.sql, numberedMessages(1));
  assert.ok(rawId);
  let enqueuing: Promise<EnqueueTotals> | undefined;
  await test.sql.begin(async (edit) => {
    await edit`select 1 from telegram_messages_raw where id = ${rawId} for update`;
    await edit`update telegram_messages_raw set raw_text = 'edited' where id = ${rawId}`;
    await edit`update telegram_extractions set wanted_sha256 = sha256('edited') where raw_id = ${rawId}`;
    enqueuing = enqueue(test.sql);
    let isWaiting = false;
    while (!isWaiting) {
      // A transaction sees the sessions as they were at its first look.
      const rows = await test.sql`
        select 1 from pg_stat_activity
        where datname = current_database() and wait_event_type = 'Lock' and query like '%queue_enqueue%'`;
      isWaiting = rows.length > 0;
    }
  });
  assert.equal((await enqueuing)?.inserted, 1);
  const [row] = await test.sql`
    select e.wanted_sha256 = r.text_sha256 as agrees from telegram_extractions e join telegram_messages_raw r on r.id = e.raw_id`;
  assert.equal(row?.["agrees"], true);
});

Deno.test("a finished job whose message is just being edited is due again once the edit is in", async () => {
  await using test = await openTestDatabase();
  const [rawId] = await storeMessages(test.sql, numberedMessages(1));
  assert.ok(rawId);
  await enqueue(test.sql);
  await finishAll(test.sql);
  let enqueuing: Promise<EnqueueTotals> | undefined;
  await test.sql.begin(async (edit) => {
    await edit`update telegram_messages_raw set raw_text = 'edited' where id = ${rawId}`;
    await edit`update telegram_extractions set wanted_sha256 = sha256('edited') where raw_id = ${rawId}`;
    let isOver = false;
    enqueuing = enqueue(test.sql).finally(() => isOver = true);
    await until(async () => {
      const rows = await test.sql`
        select 1 from pg_stat_activity
        where datname = current_database() and wait_event_type = 'Lock' and query like '%queue_enqueue%'`;
      return isOver || rows.length > 0;
    });
  });
  const totals = await enqueuing;
  assert.deepEqual([totals?.reset, totals?.alreadyQueued], [1, 0]);
});

Deno.test("of chosen messages only those become jobs, page by page, by the same rules as others", async () => {
  await using test = await openTestDatabase();
  const { sql } = test;
  const ids = await storeMessages(sql, [
    ...numberedMessages(250),
    { text: "gone", deletedAt: "2026-01-02T00:00:00Z" },
  ]);
  const chosen = ids.filter((_, place) => place % 5 === 0);
  for (const pageSize of [7, 17, 51, 100]) {
    const version = `v${pageSize}`;
    const { inserted, deleted, scanned } = await enqueue(sql, { version, rawIds: chosen, pageSize });
    assert.deepEqual([inserted, deleted, scanned], [50, 1, 51]);
    const rows = await sql<{ raw_id: number }[]>`
      select raw_id from telegram_extractions where pipeline_version = ${version} order by raw_id`;
    assert.deepEqual(rows.map(({ raw_id }) => raw_id), chosen.slice(0, 50));
  }
  await finishAll(sql);
  await editMessage(sql, chosen[3] ?? 0, "a new text");
  const again = await enqueue(sql, { version: "v7", rawIds: chosen, pageSize: 7 });
  assert.deepEqual([again.reset, again.kept, again.deleted], [1, 49, 1]);
  assert.equal((await enqueue(sql, { version: "v7", rawIds: chosen, force: true })).reset, 49);
  assert.equal((await enqueue(sql, { version: "none", rawIds: [] })).scanned, 0);
  // A chosen message that is no longer there stops nothing.
  assert.equal((await enqueue(sql, { version: "some", rawIds: [-1, ...chosen], pageSize: 7 })).inserted, 50);
});
