import assert from "node:assert/strict";
import { fileURLToPath } from "node:url";
import { SeededRandom } from "../../lib/core/seeded_random.ts";
import { iterSampleExport } from "../../lib/samples/iter_sample_export.ts";
import { iterSampleMessages } from "../../lib/samples/iter_sample_messages.ts";
import type { Sql } from "../../lib/store/database.ts";
import { openTestDatabase } from "../support/test_database.ts";

const MODE = fileURLToPath(new URL("../../modes/import_telegram_export.ts", import.meta.url));
const SAMPLE = { seed: 9, since: new Date("2025-01-06T00:00:00+08:00"), messagesPerChannel: 800 };
/** Each start costs a second on a busy machine. */
const KILLS = 5;
/** An import may end before it is killed. */
const MAX_STARTS = 3 * KILLS;

function startImport(url: string, path: string): Deno.ChildProcess {
  return new Deno.Command(Deno.execPath(), {
    args: ["run", "-A", "--no-check", MODE, path],
    env: { DATABASE_URL: url },
    stdout: "piped",
    stderr: "piped",
  }).spawn();
}

async function loadLastRunId(sql: Sql): Promise<number> {
  const [row] = await sql<{ id: number }[]>`select coalesce(max(id), 0)::bigint as id from ingestion_runs`;
  return row?.id ?? 0;
}

async function loadMessagesRead(sql: Sql, behindRunId: number): Promise<number> {
  const [row] = await sql<{ read: number }[]>`
    select coalesce(sum(messages_read), 0)::bigint as read from ingestion_run_progress where run_id > ${behindRunId}`;
  return row?.read ?? 0;
}

Deno.test("an import killed again and again ends with all messages once, and its last totals add up", async () => {
  await using test = await openTestDatabase();
  const { sql } = test;
  const folder = await Deno.makeTempDir();
  try {
    const path = `${folder}/result.json`;
    await Deno.writeTextFile(path, [...iterSampleExport(SAMPLE)].join(""));
    const truth = new Map(
      [...iterSampleMessages(SAMPLE)].filter(({ isDeleted }) => !isDeleted)
        .map(({ channel, messageId, text }) => [`${channel.channelId} ${messageId}`, text]),
    );
    const random = new SeededRandom(20240501);
    let killed = 0;
    for (let starts = 0; killed < KILLS; starts++) {
      assert(starts < MAX_STARTS, `only ${killed} of ${starts} imports were killed`);
      const lastRunId = await loadLastRunId(sql);
      const child = startImport(test.url, path);
      // Anywhere: before the first batch, in the middle of one, behind the last.
      const wantedRead = random.integer(0, Math.floor(truth.size * 0.9));
      const exit = child.status.then(() => "ended" as const);
      const output = child.output();
      while (await loadMessagesRead(sql, lastRunId) < wantedRead) {
        if (await Promise.race([exit, Promise.resolve("running" as const)]) === "ended") break;
      }
      try {
        child.kill("SIGKILL");
      } catch {
        // It was done before it could be killed.
      }
      if ((await output).signal === "SIGKILL") killed++;
    }

    const { code, stderr } = await startImport(test.url, path).output();
    assert.equal(code, 0, new TextDecoder().decode(stderr));
    const rows = await sql<{ channel_id: number; message_id: number; raw_text: string }[]>`
      select channel_id, message_id, raw_text from telegram_messages_raw`;
    assert.equal(rows.length, truth.size);
    for (const { channel_id, message_id, raw_text } of rows) {
      assert.equal(raw_text, truth.get(`${channel_id} ${message_id}`));
    }
    const [totals] = await sql`
      select sum(messages_read)::int as read, sum(messages_new + messages_unchanged)::int as new_or_unchanged
      from ingestion_run_progress where run_id = (select max(id) from ingestion_runs where status = 'ok')`;
    assert.deepEqual({ ...totals }, { read: truth.size, new_or_unchanged: truth.size });
    const [all] = await sql`select sum(messages_new)::int as new from ingestion_run_progress`;
    assert.equal(all?.["new"], truth.size, "each message was new in exactly one run");
    const [revisions] = await sql`select count(*)::int as n from telegram_message_revisions`;
    assert.equal(revisions?.["n"], 0);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});
