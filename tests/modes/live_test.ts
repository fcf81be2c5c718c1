import assert from "node:assert/strict";
import { acquireLease } from "../../lib/store/leases.ts";
import { nameSession } from "../../lib/ingest/hold_session.ts";
import { channelHistory, findDifferences, idOf, loadStoredTexts } from "../ingest/telegram_truth.ts";
import { openDatabaseProxy } from "../support/database_proxy.ts";
import { findUnread, telegramSettings } from "../support/live_mode.ts";
import { FAULTS } from "../support/openai_faults.ts";
import { startOpenAiServer } from "../support/openai_server.ts";
import { type StartedMode, startMode } from "../support/start_mode.ts";
import { telegramTest } from "../support/telegram_client.ts";
import { TelegramServer } from "../support/telegram_server.ts";
import { openTestDatabase } from "../support/test_database.ts";
import { until } from "../support/until.ts";

const MODE = "mode1_live.ts";
const CHANNELS = ["--channels", "followed"];

/** Waits until a mode has written something. */
async function untilWritten(mode: StartedMode, words: RegExp): Promise<void> {
  let hasEnded = false;
  void mode.ended.then(() => hasEnded = true);
  await until(() => words.test(mode.text) || hasEnded, 30_000);
  assert.match(mode.text, words);
}

telegramTest(
  "a live run stores and extracts what is posted, shows how it is, and ends within seconds",
  async () => {
    await using test = await openTestDatabase();
    const { world, channel } = channelHistory(8, 1, { username: "followed" });
    await using server = new TelegramServer(world);
    const settings = telegramSettings(server, test.url, server.line.makeSession());
    const live = startMode(MODE, [...CHANNELS, "--metrics-port", "0"], settings);
    await untilWritten(live, /Following 1 channel .*nothing is sent/);
    const url = /(http:\S+)\/health/.exec(live.text)?.[1];
    assert(url !== undefined);
    await until(async () => (await loadStoredTexts(test.sql, idOf(channel))).size === 1);
    for (let at = 0; at < 30; at++) {
      const { id } = world.post(channel, `Sec ${at % 4 + 1} Maths\nRate: $40/hr`);
      if (at % 3 === 0) world.edit(channel, id, `Sec ${at % 4 + 1} Physics\nRate: $45/hr`);
      if (at % 5 === 0) world.delete(channel, id);
    }
    await until(async () =>
      (await findDifferences(test.sql, world, channel)).length === 0 &&
      (await findUnread(test.sql, "rules_v1")).length === 0
    );

    const health = await fetch(`${url}/health`);
    const { status, tail, database, worker } = await health.json();
    assert.deepEqual([health.status, status, tail.ok, database.ok, worker.ok], [200, "ok", true, true, true]);
    const metrics = await (await fetch(`${url}/metrics`)).text();
    assert.match(metrics, /^resift_messages_total\{channel="t\.me\/followed",change="new"\} 31$/m);
    assert.match(metrics, /^resift_messages_total\{channel="t\.me\/followed",change="deleted"\} 6$/m);
    assert.match(metrics, /^# TYPE resift_jobs_total counter$/m);

    const stoppedAt = performance.now();
    live.kill("SIGTERM");
    const { code, text } = await live.ended;
    assert(performance.now() - stoppedAt < 8000);
    assert.equal(code, 130, text);
    assert.match(text, /^20\S+Z {2}31 new, 10 edited, 6 deleted.*; \d+ jobs done/m);
    assert.equal((await test.sql`select from leases`).length, 0, "the lease is given back");
    const [run] = await test.sql`select run_type, status from ingestion_runs`;
    assert.deepEqual({ ...run }, { run_type: "tail", status: "cancelled" }, text);
  },
);

telegramTest(
  "a live run refuses at once: no channel, no credentials, an unknown channel, a session in use",
  async () => {
    await using test = await openTestDatabase();
    const { world } = channelHistory(8, 1, { username: "followed" });
    await using server = new TelegramServer(world);
    const session = server.line.makeSession();
    const settings = telegramSettings(server, test.url, session);
    const lease = {
      name: nameSession(session),
      holder: "elsewhere:1:x",
      purpose: "backfill",
      leaseSeconds: 60,
    };
    const cases = [
      [[], {}, /none is named; set CHANNEL_LIST/],
      [CHANNELS, { TELEGRAM_API_ID: "" }, /TELEGRAM_API_ID is not set/],
      [CHANNELS, { SESSION_STRING: "nonsense" }, /it is no session string/],
      [
        ["--channels", "followed,nowhere,@else_where"],
        {},
        /nowhere.*USERNAME_NOT_OCCUPIED[^]*else_where.*USERNAME/,
      ],
      [
        [...CHANNELS, "--send"],
        { EXTRACTION_WORKER_BROADCAST: "1" },
        /BROADCAST_CHANNEL_IDS names no channel/,
      ],
    ] as const;
    for (const [args, more, words] of cases) {
      const { code, text } = await startMode(MODE, args, { ...settings, ...more }).ended;
      assert.equal(code, 2, text);
      assert.match(text, words);
    }
    await acquireLease(test.sql, lease);
    const beat = setInterval(() => void acquireLease(test.sql, lease), 200);
    const { code, text } = await startMode(MODE, CHANNELS, settings).ended;
    clearInterval(beat);
    assert.equal(code, 2, text);
    assert.match(text, /a backfill run has had it since .*process 1 on elsewhere/);
  },
);

telegramTest("where one part of a live run fails it is named, and the others are stopped", async () => {
  await using test = await openTestDatabase();
  const { world, channel } = channelHistory(8, 1, { username: "followed" });
  await using server = new TelegramServer(world);
  const settings = telegramSettings(server, test.url, server.line.makeSession());
  const live = startMode(MODE, CHANNELS, settings);
  await until(async () => (await loadStoredTexts(test.sql, idOf(channel))).size === 1);
  server.line.revokeSessions();
  server.line.dropConnections();
  const { code, text } = await live.ended;
  assert.equal(code, 1, text);
  assert.match(text, /^Stopping, because the tail failed$/m);
  assert.match(text, /^error: .*telegram:login/m);
  assert.equal((await test.sql`select status from ingestion_runs`)[0]?.["status"], "error");
});

telegramTest("a live run that loses its session's lease stops reading and says so", async () => {
  await using test = await openTestDatabase();
  const { world, channel } = channelHistory(8, 1, { username: "followed" });
  await using server = new TelegramServer(world);
  const settings = telegramSettings(server, test.url, server.line.makeSession());
  const live = startMode(MODE, CHANNELS, settings);
  await until(async () => (await loadStoredTexts(test.sql, idOf(channel))).size === 1);
  await test.sql`update leases set token = nextval('leases_token_seq'), holder = 'elsewhere:1:x'`;
  const { code, text } = await live.ended;
  assert.equal(code, 1, text);
  assert.match(text, /is lost: somebody else has it now; stopped reading Telegram/);
  assert.equal((await test.sql`select holder from leases`)[0]?.["holder"], "elsewhere:1:x");
});

telegramTest("what a model is still being asked at the end is given back within seconds", async () => {
  await using test = await openTestDatabase();
  const { world, channel } = channelHistory(8, 1, { username: "followed" });
  await using server = new TelegramServer(world);
  const model = startOpenAiServer({ fault: () => FAULTS.hang });
  try {
    const settings = {
      ...telegramSettings(server, test.url, server.line.makeSession()),
      LLM_API_URL: model.url,
      LLM_MODEL_NAME: "test-model",
    };
    const live = startMode(MODE, CHANNELS, settings);
    await until(async () => (await loadStoredTexts(test.sql, idOf(channel))).size === 1);
    world.post(channel, "Code: QX12\nSec 2 Maths\nLocation: Bishan\nRate: $40/hr");
    await until(() => model.bodies.length > 0);
    const stoppedAt = performance.now();
    live.kill("SIGTERM");
    const { code, text } = await live.ended;
    assert.equal(code, 130, text);
    assert(performance.now() - stoppedAt < 9000, text);
    const [job] = await test.sql`
      select status, attempts, claim_id from telegram_extractions e join telegram_messages_raw r on r.id = e.raw_id
      where r.raw_text like 'Code%'`;
    assert.deepEqual({ ...job }, { status: "pending", attempts: 0, claim_id: null });
  } finally {
    await model.close();
  }
});

telegramTest(
  "where the database is out for longer than the lease, a live run stops reading and says so",
  async () => {
    await using test = await openTestDatabase();
    await using proxy = openDatabaseProxy(test.url);
    const { world, channel } = channelHistory(8, 1, { username: "followed" });
    await using server = new TelegramServer(world);
    const live = startMode(MODE, CHANNELS, telegramSettings(server, proxy.url, server.line.makeSession()));
    await until(async () => (await loadStoredTexts(test.sql, idOf(channel))).size === 1);
    proxy.cut();
    world.post(channel, "while it is out");
    const { code, text } = await live.ended;
    assert.equal(code, 1, text);
    assert.match(text, /is lost: it could not be kept for 2 s .*stopped reading Telegram/);
    proxy.mend();

    const again = startMode(MODE, CHANNELS, telegramSettings(server, test.url, server.line.makeSession()));
    await until(async () => (await findDifferences(test.sql, world, channel)).length === 0);
    again.kill("SIGTERM");
    await again.ended;
  },
);
