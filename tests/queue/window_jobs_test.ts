import assert from "node:assert/strict";
import { type EnqueueTotals, iterEnqueueJobs } from "../../lib/queue/enqueue_jobs.ts";
import { iterDuePosts, loadWindowJobs, type WindowQuery } from "../../lib/queue/window_jobs.ts";
import type { Sql } from "../../lib/store/database.ts";
import { CHANNEL_ID, editMessage, storeMessages } from "../support/stored_messages.ts";
import { storeOutputs } from "../support/stored_outputs.ts";
import { openTestDatabase } from "../support/test_database.ts";

const ALL: WindowQuery = {
  window: { since: null, until: null },
  channelIds: null,
  maxMessagesPerChannel: null,
};

Deno.test("the counts before enqueueing are those of enqueueing, and the posts those that it makes due", async () => {
  await using test = await openTestDatabase();
  const { sql } = test;
  const [ok = 0, edited = 0, failed = 0, skipped = 0, back = 0, pending = 0, fresh = 0] = await storeMessages(
    sql,
    [
      ...Array.from({ length: 7 }, (_, at) => ({ text: `text ${at}` })),
      { text: "gone", deletedAt: "2026-02-01T00:00:00Z" },
      { text: "", kind: "service" },
    ],
  );
  await storeMessages(sql, [{ text: "in another channel" }], CHANNEL_ID - 1);
  await storeOutputs(sql, "v", [
    { rawId: ok },
    { rawId: edited },
    { rawId: failed, status: "failed" },
    { rawId: skipped, status: "skipped" },
    { rawId: back, status: "skipped" },
    { rawId: pending, status: "pending" },
  ]);
  await editMessage(sql, edited, "another text");
  await sql`update telegram_extractions set skip_reason = 'deleted' where raw_id = ${back}`;

  const query = { ...ALL, channelIds: [CHANNEL_ID] };
  const jobs = await loadWindowJobs(sql, "v", query);
  assert.deepEqual(jobs, { scanned: 9, posts: 7, upToDate: 2, queued: 1 });
  assert.deepEqual(await dueIds(sql, query, false), [edited, failed, back, pending, fresh]);
  assert.equal((await dueIds(sql, query, true)).length, 7);
  const [text] = await Array.fromAsync(iterDuePosts(sql, "v", query, false));
  assert.equal(text?.[0]?.text, "another text");

  const enqueued = await enqueue(sql, query);
  assert.deepEqual(
    [enqueued?.scanned, enqueued?.kept, enqueued?.alreadyQueued, enqueued?.inserted, enqueued?.reset],
    [9, 2, 1, 1, 3],
  );
  assert.deepEqual(await loadWindowJobs(sql, "v", query), { scanned: 9, posts: 7, upToDate: 2, queued: 5 });
  assert.equal(
    (await loadWindowJobs(sql, "never enqueued", { ...query, maxMessagesPerChannel: 4 })).scanned,
    4,
  );
});

async function dueIds(sql: Sql, query: WindowQuery, force: boolean): Promise<number[]> {
  const pages = await Array.fromAsync(iterDuePosts(sql, "v", query, force));
  return pages.flat().map(({ rawId }) => rawId);
}

async function enqueue(sql: Sql, query: WindowQuery): Promise<EnqueueTotals | null> {
  let totals: EnqueueTotals | null = null;
  const options = { ...query, version: "v", force: false, allowLive: false, pageSize: 1000 };
  for await (totals of iterEnqueueJobs(sql, options));
  return totals;
}
