import assert from "node:assert/strict";
import { acquireLease } from "../../lib/store/leases.ts";
import { nameSession } from "../../lib/ingest/hold_session.ts";
import { channelHistory, idOf, loadStoredTexts, truthOf } from "../ingest/telegram_truth.ts";
import { telegramSettings } from "../support/live_mode.ts";
import { startMode } from "../support/start_mode.ts";
import { telegramTest } from "../support/telegram_client.ts";
import { floodWait } from "../support/telegram_fault.ts";
import { TelegramServer } from "../support/telegram_server.ts";
import { openTestDatabase } from "../support/test_database.ts";

const MODE = "mode2_backfill_missing_raw.ts";
const SINCE = ["--since-iso", "2025-01-01T00:00:00Z"];

telegramTest(
  "a back-fill reads its channels, names one that it may not read, and ends with what to do next",
  async () => {
    await using test = await openTestDatabase();
    const { world, channel } = channelHistory(8, 230, { username: "readable" });
    channelHistory(9, 5, { username: "closed", isPrivate: true }, world);
    await using server = new TelegramServer(world);
    const settings = telegramSettings(server, test.url, server.line.makeSession());
    const channels = ["--channels", "t.me/Readable,@readable,t.me/closed,t.me/nowhere"];
    const { code, text } = await startMode(MODE, [...SINCE, ...channels], settings).ended;
    assert.equal(code, 1, text);
    assert.match(text, /^t\.me\/readable +230 +230 +0 +3 +whole window$/m);
    assert.match(text, /^t\.me\/closed .* failed$/m);
    assert.match(text, /^Failed: Cannot find the channel t\.me\/closed: this account may not read it/m);
    assert.match(text, /^Failed: Cannot find the channel t\.me\/nowhere.*USERNAME_NOT_OCCUPIED/m);
    assert.match(text, /Next: deno task drain --pipeline-version-override rules_v1$/m);
    assert.deepEqual(await loadStoredTexts(test.sql, idOf(channel)), truthOf(channel));
    const [run] = await test.sql`
    select r.run_type, r.status, p.messages_new from ingestion_runs r join ingestion_run_progress p on p.run_id = r.id`;
    assert.deepEqual({ ...run }, { run_type: "backfill", status: "ok", messages_new: 230 });

    const again = await startMode(MODE, [...SINCE, "--channels", "readable"], settings).ended;
    assert.equal(again.code, 0, again.text);
  },
);

telegramTest("without a channel, a start or credentials a back-fill says what to set", async () => {
  await using test = await openTestDatabase();
  const { world } = channelHistory(8, 1);
  await using server = new TelegramServer(world);
  const settings = telegramSettings(server, test.url, server.line.makeSession());
  for (
    const [args, more, words] of [
      [SINCE, {}, /no channel is named; set CHANNELS, --channels or CHANNEL_LIST/],
      [["--channels", "t.me/x_y_z"], {}, /no start; set SINCE_ISO or --since-iso/],
      [
        [...SINCE, "--channels", "t.me/x_y_z"],
        { SESSION_STRING: "" },
        /SESSION_STRING \(or TG_SESSION\) is not set/,
      ],
    ] as const
  ) {
    const { code, text } = await startMode(MODE, args, { ...settings, ...more }).ended;
    assert.equal(code, 2, text);
    assert.match(text, words);
  }
});

telegramTest(
  "Ctrl+C in a flood wait ends a back-fill at once, with what remains; run again, it goes on",
  async () => {
    await using test = await openTestDatabase();
    const { world, channel } = channelHistory(8, 500, { username: "readable" });
    await using server = new TelegramServer(world);
    server.line.faults = (method, index) =>
      method === "messages.GetHistory" && index === 2 ? floodWait(3600) : null;
    const settings = telegramSettings(server, test.url, server.line.makeSession());
    const args = [...SINCE, "--channels", "readable"];
    const process = startMode(MODE, args, settings);
    while ((await loadStoredTexts(test.sql, idOf(channel))).size < 200) {
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    const stoppedAt = performance.now();
    process.kill("SIGINT");
    const { code, text } = await process.ended;
    assert.equal(code, 130, text);
    assert(performance.now() - stoppedAt < 5000);
    assert.match(text, /^t\.me\/readable +200 +200 .*interrupted$/m);
    assert.match(text, /t\.me\/readable \(down to 2025-01-01 05:01\).*the same command goes on from there/);
    assert.equal((await test.sql`select status from ingestion_runs`)[0]?.["status"], "cancelled");

    const again = await startMode(MODE, args, settings).ended;
    assert.equal(again.code, 0, again.text);
    assert.match(again.text, /^t\.me\/readable +300 +300 /m);
    assert.deepEqual(await loadStoredTexts(test.sql, idOf(channel)), truthOf(channel));
  },
);

telegramTest("a back-fill is refused where the session is in use, and runs with the second one", async () => {
  await using test = await openTestDatabase();
  const { world } = channelHistory(8, 3, { username: "readable" });
  await using server = new TelegramServer(world);
  const session = server.line.makeSession();
  const settings = telegramSettings(server, test.url, session);
  const lease = { name: nameSession(session), holder: "elsewhere:1:x", purpose: "live", leaseSeconds: 60 };
  await acquireLease(test.sql, lease);
  const beat = setInterval(() => void acquireLease(test.sql, lease), 200);
  try {
    const args = [...SINCE, "--channels", "readable"];
    const refused = await startMode(MODE, args, settings).ended;
    assert.equal(refused.code, 2, refused.text);
    assert.match(
      refused.text,
      /a live run has had it since .*\(process 1 on elsewhere\).*RECOVERY_SESSION_STRING/,
    );
    const second = { ...settings, RECOVERY_SESSION_STRING: server.line.makeSession() };
    const { code, text } = await startMode(MODE, args, second).ended;
    assert.equal(code, 0, text);
  } finally {
    clearInterval(beat);
  }
});
