import assert from "node:assert/strict";
import { sha256Hex } from "../../lib/core/fingerprint.ts";
import { ingestBatch, type IngestOptions } from "../../lib/ingest/ingest_batch.ts";
import { countsOf, type IngestCounts } from "../../lib/ingest/ingest_counts.ts";
import type { RawMessage } from "../../lib/schema/raw_message.ts";
import type { Sql } from "../../lib/store/database.ts";
import { addRunProgress, finishRun, startRun } from "../../lib/store/ingestion_runs.ts";
import { RawMessageRows } from "../../lib/store/raw_message_rows.ts";
import { markDeleted } from "../../lib/store/raw_messages.ts";
import { openTestDatabase } from "../support/test_database.ts";
import { after, CHANNEL, rawMessage } from "./sample_raw_message.ts";

const NEVER = new AbortController().signal;

async function ingest(
  sql: Sql,
  messages: RawMessage[],
  options: Partial<IngestOptions> = {},
): Promise<Partial<IngestCounts>> {
  const batch = { channel: CHANNEL, messages: RawMessageRows.of(messages), rejected: 0 };
  const { counts } = await ingestBatch(sql, batch, { runId: null, signal: NEVER, ...options });
  assert.equal(counts.read, messages.length);
  return Object.fromEntries(Object.entries(counts).filter(([name, count]) => name !== "read" && count > 0));
}

async function texts(sql: Sql): Promise<[number, string, boolean][]> {
  const rows = await sql<{ message_id: number; raw_text: string; deleted: boolean }[]>`
    select message_id, raw_text, deleted_at is not null as deleted from telegram_messages_raw order by message_id`;
  return rows.map((row) => [row.message_id, row.raw_text, row.deleted]);
}

async function revisions(sql: Sql): Promise<[number, string, string][]> {
  const rows = await sql<{ message_id: number; raw_text: string; sha256: string }[]>`
    select r.message_id, v.raw_text, encode(v.text_sha256, 'hex') as sha256
    from telegram_message_revisions v join telegram_messages_raw r on r.id = v.raw_id
    order by r.message_id, v.revised_at`;
  return rows.map((row) => [row.message_id, row.raw_text, row.sha256]);
}

Deno.test("messages are stored once, however often they come", async () => {
  await using test = await openTestDatabase();
  const messages = [rawMessage(3, "c"), rawMessage(-5, "a\\b 📚\n"), rawMessage(1, "")];
  assert.deepEqual(await ingest(test.sql, messages), { new: 3 });
  assert.deepEqual(await ingest(test.sql, messages), { unchanged: 3 });
  assert.deepEqual(await ingest(test.sql, [...messages, rawMessage(4, "d")]), { new: 1, unchanged: 3 });
  assert.deepEqual(await texts(test.sql), [[-5, "a\\b 📚\n", false], [1, "", false], [3, "c", false], [
    4,
    "d",
    false,
  ]]);
  const [row] = await test.sql`select count(*)::int as n from telegram_messages_raw where xmax <> 0`;
  assert.equal(row?.["n"], 0, "a row that is the same is not even locked");
});

Deno.test("every column comes back as it was given", async () => {
  await using test = await openTestDatabase();
  const message = rawMessage(7, "text", {
    messageDate: new Date("1999-12-31T23:59:59.123Z"),
    editDate: after(3),
    senderId: -1001234567890,
    senderName: "Ä\t\\N",
    isForward: true,
    isReply: true,
    replyToMessageId: -2_000_000_001,
    entities: [{ type: "bold", text: "te\ud800" }],
    media: { photo: "a.jpg" },
    views: 5,
    forwards: 0,
    replyCount: 2_147_483_647,
    messageJson: String.raw`{ "id": 7, "id": 7, "text": "\u0000 \ud800" }`,
  });
  for (const messages of [[message, rawMessage(8, "x")], [{ ...message, messageId: 9 }]]) {
    await ingest(test.sql, messages);
  }
  for (const messageId of [7, 9]) {
    const [row] = await test.sql`
      select channel_id, message_id, kind, message_date, edit_date, sender_id, sender_name, is_forward, is_reply,
        reply_to_message_id, raw_text, entities_json::text, media_json::text, views, forwards, reply_count,
        message_json::text, encode(text_sha256, 'hex') as sha256
      from telegram_messages_raw where message_id = ${messageId}`;
    assert.deepEqual({ ...row }, {
      channel_id: CHANNEL.channelId,
      message_id: messageId,
      kind: "message",
      message_date: message.messageDate,
      edit_date: message.editDate,
      sender_id: message.senderId,
      sender_name: message.senderName,
      is_forward: true,
      is_reply: true,
      reply_to_message_id: message.replyToMessageId,
      raw_text: "text",
      entities_json: JSON.stringify(message.entities),
      media_json: JSON.stringify(message.media),
      views: 5,
      forwards: 0,
      reply_count: 2_147_483_647,
      message_json: message.messageJson,
      sha256: sha256Hex("text"),
    });
  }
});

Deno.test("an edit replaces the text, keeps the old one and tells all jobs which text to read", async () => {
  await using test = await openTestDatabase();
  const { sql } = test;
  await ingest(sql, [rawMessage(1, "old"), rawMessage(2, "same")]);
  await sql`insert into pipeline_versions (version) values ('a'), ('b')`;
  await sql`
    insert into telegram_extractions (raw_id, pipeline_version, wanted_sha256, status, claim_id, worker, lease_expires_at)
    select r.id, v.version, r.text_sha256,
      case v.version when 'a' then 'processing' else 'pending' end,
      case v.version when 'a' then 1 end, case v.version when 'a' then 'w' end,
      case v.version when 'a' then now() + interval '1 minute' end
    from telegram_messages_raw r, pipeline_versions v`;
  const edited = rawMessage(1, "new", { editDate: after(5) });
  assert.deepEqual(await ingest(sql, [edited, rawMessage(2, "same")]), { edited: 1, unchanged: 1 });
  assert.deepEqual(await texts(sql), [[1, "new", false], [2, "same", false]]);
  assert.deepEqual(await revisions(sql), [[1, "old", sha256Hex("old")]]);
  const jobs = await sql`
    select r.message_id, e.status, encode(e.wanted_sha256, 'hex') as wanted
    from telegram_extractions e join telegram_messages_raw r on r.id = e.raw_id
    order by r.message_id, e.pipeline_version`;
  assert.deepEqual(jobs.map((job) => [job["message_id"], job["status"], job["wanted"]]), [
    [1, "processing", sha256Hex("new")],
    [1, "pending", sha256Hex("new")],
    [2, "processing", sha256Hex("same")],
    [2, "pending", sha256Hex("same")],
  ]);
});

Deno.test("an older text does not replace a newer one, and is kept as a revision once", async () => {
  await using test = await openTestDatabase();
  const { sql } = test;
  const newest = rawMessage(1, "third", { editDate: after(20) });
  const older = rawMessage(1, "second ü", { editDate: after(10) });
  await ingest(sql, [newest]);
  assert.deepEqual(await ingest(sql, [older]), { older: 1 });
  assert.deepEqual(await ingest(sql, [older, rawMessage(2, "x")]), { older: 1, new: 1 });
  assert.deepEqual(await ingest(sql, [rawMessage(1, "first")]), { older: 1 });
  assert.deepEqual(await texts(sql), [[1, "third", false], [2, "x", false]]);
  assert.deepEqual(await revisions(sql), [
    [1, "first", sha256Hex("first")],
    [1, "second ü", sha256Hex("second ü")],
  ]);
});

Deno.test("other changes refresh the row; what a source does not tell stays", async () => {
  await using test = await openTestDatabase();
  const { sql } = test;
  await ingest(sql, [rawMessage(1, "a", { views: 10 })]);
  assert.deepEqual(await ingest(sql, [rawMessage(1, "a")]), { unchanged: 1 });
  assert.deepEqual(await ingest(sql, [rawMessage(1, "a", { isReply: true })]), { refreshed: 1 });
  const [row] = await sql`select views, is_reply from telegram_messages_raw`;
  assert.deepEqual({ ...row }, { views: 10, is_reply: true });
  assert.deepEqual(await revisions(sql), []);
});

Deno.test("a deleted message stays deleted unless it was edited afterwards or has just been seen", async () => {
  await using test = await openTestDatabase();
  const { sql } = test;
  const messages = [1, 2, 3, 4].map((id) => rawMessage(id, "a"));
  await ingest(sql, messages);
  assert.equal(await markDeleted(sql, CHANNEL.channelId, [1, 2, 3, 99], after(60)), 3);
  assert.equal(await markDeleted(sql, CHANNEL.channelId, [1], after(70)), 0);
  assert.equal(await markDeleted(sql, CHANNEL.channelId, [], after(70)), 0);
  assert.deepEqual(await ingest(sql, messages), { unchanged: 4 });
  assert.deepEqual(await ingest(sql, [rawMessage(1, "edited before", { editDate: after(50) })]), {
    edited: 1,
  });
  assert.deepEqual(await ingest(sql, [rawMessage(2, "edited after", { editDate: after(65) })]), {
    edited: 1,
  });
  assert.deepEqual(await ingest(sql, [rawMessage(3, "a")], { reappeared: true }), { refreshed: 1 });
  assert.deepEqual(await texts(sql), [
    [1, "edited before", true],
    [2, "edited after", false],
    [3, "a", false],
    [4, "a", false],
  ]);
});

Deno.test("of messages with the same id in a batch the last is stored", async () => {
  await using test = await openTestDatabase();
  const messages = [rawMessage(1, "a"), rawMessage(2, "b"), rawMessage(1, "c")];
  assert.deepEqual(await ingest(test.sql, messages), { new: 2, duplicates: 1 });
  assert.deepEqual(await texts(test.sql), [[1, "c", false], [2, "b", false]]);
});

Deno.test("one message that the database refuses costs one message", async () => {
  await using test = await openTestDatabase();
  const { sql } = test;
  const messages = Array.from({ length: 40 }, (_, index) => rawMessage(index + 1, `text ${index}`));
  messages[11] = rawMessage(12, "broken", { messageJson: '{"id":' });
  messages[30] = rawMessage(31, "no date", { messageDate: null });
  const runId = await startRun(sql, "import", "x");
  const batch = { channel: CHANNEL, messages: RawMessageRows.of(messages), rejected: 2 };
  const { counts, refused } = await ingestBatch(sql, batch, { runId, signal: NEVER });
  assert.deepEqual(counts, countsOf({ new: 38, rejected: 4 }));
  assert.deepEqual(refused, [
    { index: 11, reason: "the database refuses it: invalid input syntax for type json" },
    {
      index: 30,
      reason:
        'the database refuses it: new row for relation "telegram_messages_raw" violates check constraint ' +
        '"telegram_messages_raw_message_date_check"',
    },
  ]);
  const [progress] = await sql`
    select messages_read, messages_new, messages_rejected, last_message_id from ingestion_run_progress`;
  assert.deepEqual({ ...progress }, {
    messages_read: 42,
    messages_new: 38,
    messages_rejected: 4,
    last_message_id: 40,
  });
});

Deno.test("a dry run counts as a real one would and keeps nothing", async () => {
  await using test = await openTestDatabase();
  const messages = [rawMessage(1, "a"), rawMessage(2, "b", { messageJson: "{" })];
  assert.deepEqual(await ingest(test.sql, messages, { dryRun: true }), { new: 1, rejected: 1 });
  assert.deepEqual(await texts(test.sql), []);
  const [row] = await test.sql`select count(*)::int as n from telegram_channels`;
  assert.equal(row?.["n"], 0);
});

Deno.test("a run's counts add up over its batches", async () => {
  await using test = await openTestDatabase();
  const { sql } = test;
  const runId = await startRun(sql, "import", "x");
  await ingest(sql, [rawMessage(1, "a"), rawMessage(2, "b")], { runId });
  await ingest(sql, [rawMessage(2, "b"), rawMessage(3, "c")], { runId });
  await addRunProgress(sql, runId, CHANNEL.channelId, countsOf({ rejected: 1 }), null);
  await finishRun(sql, runId, { status: "error", message: "it stopped" });
  const [row] = await sql`
    select p.messages_read, p.messages_new, p.messages_unchanged, p.last_message_id, r.status, r.error_json
    from ingestion_run_progress p join ingestion_runs r on r.id = p.run_id`;
  assert.deepEqual({ ...row }, {
    messages_read: 5,
    messages_new: 3,
    messages_unchanged: 1,
    last_message_id: 3,
    status: "error",
    error_json: { error: "run_failed", message: "it stopped" },
  });
});

Deno.test("writers of the same messages and jobs at the same time end without loss", async () => {
  await using test = await openTestDatabase({ maxConnections: 8 });
  const { sql } = test;
  const ids = Array.from({ length: 60 }, (_, index) => index + 1);
  await sql`insert into pipeline_versions (version) values ('v')`;
  const rounds = Array.from(
    { length: 6 },
    (_, round) =>
      ingest(sql, ids.map((id) => rawMessage(id, `round ${round}`, { editDate: after(round + 1) }))),
  );
  const enqueuing = Array.from({ length: 6 }, async () => {
    await sql`select * from queue_enqueue('v', null, null, null, null, true, 0, 1000)`;
    await sql`select * from queue_claim('v', 'w', 10, 60)`;
  });
  await Promise.all([...rounds, ...enqueuing]);
  assert.deepEqual(new Set((await texts(sql)).map(([, text]) => text)), new Set(["round 5"]));
});
