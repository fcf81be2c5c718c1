import assert from "node:assert/strict";
import { SeededRandom } from "../../lib/core/seeded_random.ts";
import { ingestBatch } from "../../lib/ingest/ingest_batch.ts";
import { runDrain } from "../../lib/queue/drain.ts";
import type { Sql } from "../../lib/store/database.ts";
import { RawMessageRows } from "../../lib/store/raw_message_rows.ts";
import { after, CHANNEL, rawMessage } from "../ingest/sample_raw_message.ts";
import { drainOptions, echo, enqueueAll } from "../support/stored_jobs.ts";
import { openTestDatabase } from "../support/test_database.ts";

const MESSAGES = 400;
const ROUNDS = 60;

async function importAgain(sql: Sql, round: number, ids: readonly number[]): Promise<void> {
  const messages = ids.map((id) =>
    rawMessage(id, `text ${round} of ${id}`, { editDate: round === 0 ? null : after(round) })
  );
  await ingestBatch(sql, { channel: CHANNEL, messages: RawMessageRows.of(messages), rejected: 0 }, {
    runId: null,
    signal: new AbortController().signal,
  });
}

Deno.test("edits that race with claims, results and enqueuing are never lost", async () => {
  await using test = await openTestDatabase({ maxConnections: 8 });
  const { sql } = test;
  const ids = Array.from({ length: MESSAGES }, (_, index) => index + 1);
  await importAgain(sql, 0, ids);
  await enqueueAll(sql);

  const stop = new AbortController();
  const lasting = drainOptions({ batchSize: 40, idleSeconds: 0.005, oneshot: false, signal: stop.signal });
  const random = new SeededRandom(5);
  let imported = Promise.withResolvers<void>();
  // Some jobs are in flight until the next import is stored, so that edits meet them however fast the machine is.
  const draw = new SeededRandom(6);
  const slowly: typeof echo = async (job) => {
    if (!stop.signal.aborted && draw.chance(0.1)) await imported.promise;
    return await echo(job);
  };
  const drains = [runDrain(sql, lasting, slowly), runDrain(sql, lasting, slowly)];
  for (let round = 1; round <= ROUNDS; round++) {
    await importAgain(sql, round, ids.filter(() => random.chance(0.1)));
    imported.resolve();
    imported = Promise.withResolvers();
    await enqueueAll(sql);
  }
  stop.abort();
  imported.resolve();
  const reports = await Promise.all(drains);
  assert.ok(reports.some(({ totals }) => totals.edited > 0), "some edits met a job in flight");

  await enqueueAll(sql);
  await runDrain(sql, drainOptions({ batchSize: 40 }), echo);
  const [row] = await sql`
    select count(*) filter (where e.status = 'ok' and e.canonical_json ->> 'text' = r.raw_text
      and e.content_sha256 = r.text_sha256) as good
    from telegram_extractions e join telegram_messages_raw r on r.id = e.raw_id`;
  assert.deepEqual(row, { good: MESSAGES });
});
