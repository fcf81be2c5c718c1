import assert from "node:assert/strict";
import { waitForBacklog } from "../../lib/ingest/wait_for_backlog.ts";
import { numberedMessages, storeMessages } from "../support/stored_messages.ts";
import { openTestDatabase } from "../support/test_database.ts";

Deno.test("a catch-up waits while more jobs are due than it is told, and no longer than until it is stopped", async () => {
  await using test = await openTestDatabase();
  const { sql } = test;
  await storeMessages(sql, numberedMessages(10));
  await sql`insert into pipeline_versions (version) values ('v')`;
  await sql`
    insert into telegram_extractions (raw_id, pipeline_version, wanted_sha256)
    select id, 'v', text_sha256 from telegram_messages_raw`;
  const waits: number[] = [];
  const stop = new AbortController();
  await waitForBacklog(sql, "v", 10, { signal: stop.signal, onWait: (due) => waits.push(due) });
  assert.equal(waits.length, 0);
  const waiting = waitForBacklog(sql, "v", 9, {
    signal: stop.signal,
    onWait(due) {
      waits.push(due);
      if (waits.length === 1) void sql`delete from telegram_extractions where raw_id % 2 = 0`.execute();
    },
  });
  await waiting;
  assert.deepEqual(waits, [10]);
  const stopped = waitForBacklog(sql, "v", 1, { signal: stop.signal, onWait: () => stop.abort() });
  await stopped;
});
