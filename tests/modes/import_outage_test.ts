import assert from "node:assert/strict";
import { fileURLToPath } from "node:url";
import { iterSampleExport } from "../../lib/samples/iter_sample_export.ts";
import { iterSampleMessages } from "../../lib/samples/iter_sample_messages.ts";
import { type DatabaseProxy, openDatabaseProxy } from "../support/database_proxy.ts";
import { openTestDatabase, type TestDatabase } from "../support/test_database.ts";
import { until } from "../support/until.ts";

const MODE = fileURLToPath(new URL("../../modes/import_telegram_export.ts", import.meta.url));
const SAMPLE = { seed: 9, since: new Date("2025-01-06T00:00:00+08:00"), messagesPerChannel: 300 };
const MESSAGES = [...iterSampleMessages(SAMPLE)].filter(({ isDeleted }) => !isDeleted).length;

interface CutImport {
  readonly test: TestDatabase;
  readonly proxy: DatabaseProxy;
  readonly child: Deno.ChildProcess;
  /** Resolves with all that is told from now on once the text is in it. */
  told(text: string): Promise<string>;
}

/** Cuts the line of an import at its third batch, and calls `then` when the import has told of it. */
async function withCutImport(then: (cut: CutImport) => Promise<void>): Promise<void> {
  await using test = await openTestDatabase();
  await using proxy = openDatabaseProxy(test.url);
  const folder = await Deno.makeTempDir();
  try {
    const path = `${folder}/result.json`;
    await Deno.writeTextFile(path, [...iterSampleExport(SAMPLE)].join(""));
    // The third batch waits for this row until the line is cut.
    const [channel] = [...iterSampleMessages(SAMPLE)].map(({ channel }) => channel.channelId).slice(700);
    assert.ok(channel);
    await test
      .sql`insert into telegram_channels (channel_id, chat_type) values (${channel}, 'public_channel')`;
    const isHeld = Promise.withResolvers<void>();
    const isCut = Promise.withResolvers<void>();
    const holding = test.sql.begin(async (transaction) => {
      await transaction`select 1 from telegram_channels where channel_id = ${channel} for update`;
      isHeld.resolve();
      await isCut.promise;
    });
    await isHeld.promise;
    const child = new Deno.Command(Deno.execPath(), {
      args: ["run", "-A", "--no-check", MODE, path],
      env: { DATABASE_URL: proxy.url },
      stdout: "piped",
      stderr: "piped",
    }).spawn();
    await until(async () => {
      const waiting = await test.sql`
        select from pg_stat_activity
        where datname = current_database() and wait_event_type = 'Lock' and query like '%telegram_channels%'`;
      return waiting.length > 0;
    });
    proxy.cut();
    isCut.resolve();
    await holding;
    const output = child.stdout.cancel();
    const reader = child.stderr.pipeThrough(new TextDecoderStream()).getReader();
    let all = "";
    const told = async (text: string) => {
      while (!all.includes(text)) {
        const { value, done } = await reader.read();
        assert.ok(!done, `it ended without "${text}":\n${all}`);
        all += value;
      }
      return all;
    };
    await told("trying again");
    await then({ test, proxy, child, told });
    await output;
    await reader.cancel();
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

Deno.test("an import waits for a database that is away, says so once, and goes on where it was", () =>
  withCutImport(async ({ test, proxy, child, told }) => {
    proxy.mend();
    assert.equal((await child.status).code, 0);
    assert.equal((await told("messages")).split("trying again").length, 2);
    const [stored] = await test.sql`select count(*)::int as messages from telegram_messages_raw`;
    assert.equal(stored?.["messages"], MESSAGES);
    const [run] = await test.sql`
      select count(distinct run_id)::int as runs, sum(messages_read)::int as read, sum(messages_new)::int as new
      from ingestion_run_progress`;
    assert.deepEqual({ ...run }, { runs: 1, read: MESSAGES, new: MESSAGES });
  }));

Deno.test("Ctrl+C ends an import whose database is away, and it tells where the database is and how to go on", () =>
  withCutImport(async ({ proxy, child, told }) => {
    child.kill("SIGINT");
    const said = await told("goes on from there");
    assert.match(said, /error: Cannot finish the import: the database cannot be reached/);
    assert.ok(said.includes(`If the server at ${new URL(proxy.url).host}`), said);
    assert.equal((await child.status).code, 130);
  }));
