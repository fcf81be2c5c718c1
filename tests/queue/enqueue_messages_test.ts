import assert from "node:assert/strict";
import { ingestBatch } from "../../lib/ingest/ingest_batch.ts";
import type { Sql } from "../../lib/store/database.ts";
import { ensureVersion } from "../../lib/store/pipeline_versions.ts";
import { RawMessageRows } from "../../lib/store/raw_message_rows.ts";
import { markDeleted } from "../../lib/store/raw_messages.ts";
import type { RawMessage } from "../../lib/schema/raw_message.ts";
import { after, CHANNEL, rawMessage } from "../ingest/sample_raw_message.ts";
import { openTestDatabase } from "../support/test_database.ts";

const OPTIONS = {
  runId: null,
  enqueueVersion: "v",
  reappeared: true,
  signal: new AbortController().signal,
};

async function ingest(sql: Sql, ...messages: RawMessage[]): Promise<void> {
  await ensureVersion(sql, "v");
  await ingestBatch(sql, { channel: CHANNEL, messages: RawMessageRows.of(messages), rejected: 0 }, OPTIONS);
}

async function jobs(sql: Sql): Promise<string[]> {
  const rows = await sql`
    select r.message_id || ' ' || e.status || case when e.wanted_sha256 = r.text_sha256 then '' else ' of another text' end as job
    from telegram_extractions e join telegram_messages_raw r on r.id = e.raw_id
    order by r.message_id`;
  return rows.map((row) => String(row["job"]));
}

/** Ends all jobs as a worker would. */
async function finish(sql: Sql, skipReason: string | null = null): Promise<void> {
  await sql`
    update telegram_extractions
    set status = case when ${skipReason}::text is null then 'ok' else 'skipped' end, skip_reason = ${skipReason},
      canonical_json = '{}', content_sha256 = wanted_sha256, attempts = 2`;
}

Deno.test("posts become jobs in the transaction that stores them; service messages do not", async () => {
  await using test = await openTestDatabase();
  await ingest(test.sql, rawMessage(1, "a"), rawMessage(2, "", { kind: "service" }), rawMessage(3, "c"));
  assert.deepEqual(await jobs(test.sql), ["1 pending", "3 pending"]);
});

Deno.test("a finished job is due again once its message is edited, not when it merely comes again", async () => {
  await using test = await openTestDatabase();
  await ingest(test.sql, rawMessage(1, "a"), rawMessage(2, "b"));
  await finish(test.sql);
  await ingest(test.sql, rawMessage(1, "a"), rawMessage(2, "b2", { editDate: after(1) }));
  assert.deepEqual(await jobs(test.sql), ["1 ok", "2 pending"]);
  const [row] = await test
    .sql`select max(attempts)::int as attempts from telegram_extractions where status = 'pending'`;
  assert.equal(row?.["attempts"], 0, "with fresh attempts");
});

Deno.test("a job in flight is left to its worker, and knows the text it should have read", async () => {
  await using test = await openTestDatabase();
  await ingest(test.sql, rawMessage(1, "a"));
  await test.sql`
    update telegram_extractions
    set status = 'processing', claim_id = 1, worker = 'w', lease_expires_at = now() + interval '1 minute'`;
  await ingest(test.sql, rawMessage(1, "a2", { editDate: after(1) }));
  assert.deepEqual(await jobs(test.sql), ["1 processing"]);
});

Deno.test("a job that was skipped because its message was deleted is due again when that is back", async () => {
  await using test = await openTestDatabase();
  await ingest(test.sql, rawMessage(1, "a"));
  await markDeleted(test.sql, CHANNEL.channelId, [1], after(1));
  await finish(test.sql, "deleted");
  await ingest(test.sql, rawMessage(1, "a"));
  assert.deepEqual(await jobs(test.sql), ["1 pending"]);
});
