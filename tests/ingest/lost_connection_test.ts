import assert from "node:assert/strict";
import { SeededRandom } from "../../lib/core/seeded_random.ts";
import { type IngestBatch, ingestBatch } from "../../lib/ingest/ingest_batch.ts";
import { addCounts, countsOf } from "../../lib/ingest/ingest_counts.ts";
import { openDatabase, type Sql } from "../../lib/store/database.ts";
import { startRun } from "../../lib/store/ingestion_runs.ts";
import { RawMessageRows } from "../../lib/store/raw_message_rows.ts";
import { type DatabaseProxy, openDatabaseProxy } from "../support/database_proxy.ts";
import { openTestDatabase } from "../support/test_database.ts";
import { CHANNEL, rawMessage } from "./sample_raw_message.ts";

const NAME = "resift lost";
/** Of each of the channels that are imported at the same time. */
const BATCHES = 50;
const BATCH_MESSAGES = 100;
const NEVER = new AbortController().signal;

function batchOf(channelId: number, place: number): IngestBatch {
  const messages = Array.from(
    { length: BATCH_MESSAGES },
    (_, index) =>
      rawMessage(place * BATCH_MESSAGES + index + 1, `${place}: ${"text ".repeat(200)}`, { channelId }),
  );
  return { channel: { ...CHANNEL, channelId }, messages: RawMessageRows.of(messages), rejected: 0 };
}

/** Ends the connections that an import has at some moment of the next batches, one way or another. */
async function disturb(sql: Sql, proxy: DatabaseProxy, random: SeededRandom): Promise<number> {
  await new Promise((resolve) => setTimeout(resolve, random.integer(0, 12)));
  if (random.integer(0, 2) === 0) {
    proxy.cut();
    proxy.mend();
    return 1;
  }
  const ended = await sql`
    select pg_terminate_backend(pid) from pg_stat_activity
    where application_name = ${NAME} and datname = current_database() and state <> 'idle'`;
  return ended.length;
}

Deno.test("two hundred batches whose connections end at any moment are all stored, each once", async () => {
  await using test = await openTestDatabase();
  await using proxy = openDatabaseProxy(test.url);
  await using database = await openDatabase({ DATABASE_URL: proxy.url }, {
    migrations: "ignore",
    applicationName: NAME,
  });
  const runId = await startRun(test.sql, "import", "lost");
  const random = new SeededRandom(20260105);
  let disturbed = 0;
  const ingestChannel = async (channelId: number) => {
    let counts = countsOf({});
    for (let place = 0; place < BATCHES; place++) {
      const disturbing = disturb(test.sql, proxy, random);
      const batch = batchOf(channelId, place);
      const stored = await ingestBatch(database.sql, batch, { runId, signal: NEVER });
      counts = addCounts(counts, stored.counts);
      disturbed += await disturbing;
    }
    return counts;
  };
  const channels = [-1000000000001, -1000000000002, -1000000000003, -1000000000004];
  const counts = (await Promise.all(channels.map(ingestChannel))).reduce(addCounts);

  const expected = countsOf({ new: channels.length * BATCHES * BATCH_MESSAGES });
  assert.ok(disturbed >= 100, `only ${disturbed} connections were ended`);
  assert.deepEqual(counts, expected);
  const [stored] = await test.sql`
    select count(*)::int as messages, count(distinct (channel_id, message_id))::int as ids,
      (select count(*)::int from telegram_message_revisions) as revisions
    from telegram_messages_raw`;
  assert.deepEqual({ ...stored }, { messages: expected.read, ids: expected.read, revisions: 0 });
  const [progress] = await test.sql`
    select sum(messages_read)::int as read, sum(messages_new)::int as new
    from ingestion_run_progress where run_id = ${runId}`;
  assert.deepEqual({ ...progress }, { read: expected.read, new: expected.read });
});

const STATEMENTS = ["begin", "telegram_channels", "from stdin", "ingestion_run_progress", "commit"];
for (const statement of STATEMENTS) {
  for (const what of ["question", "half", "answer", "shutdown"] as const) {
    // Only a query's and a commit's answer can be told from others.
    if (what === "answer" && statement !== "commit") continue;
    Deno.test(`a batch whose connection is lost at ${statement} (${what}) is stored over another`, async () => {
      await using test = await openTestDatabase();
      await using proxy = openDatabaseProxy(test.url);
      await using database = await openDatabase({ DATABASE_URL: proxy.url }, { migrations: "ignore" });
      const runId = await startRun(test.sql, "import", "lost");
      const sentences: string[] = [];
      proxy.loseNext(statement, what);
      const { counts } = await ingestBatch(database.sql, batchOf(CHANNEL.channelId, 0), {
        runId,
        signal: NEVER,
        onTrouble: (sentence) => sentences.push(sentence),
      });
      assert.equal(proxy.losses, 1, "the connection was lost as wished");
      assert.equal(sentences.length, 1, "an outage is told once");
      assert.deepEqual(counts, countsOf({ new: BATCH_MESSAGES }));
    });
  }
}
