import assert from "node:assert/strict";
import { SeededRandom } from "../../lib/core/seeded_random.ts";
import type { Sql } from "../../lib/store/database.ts";
import { DisturbedWorld } from "../ingest/disturbed_world.ts";
import {
  channelHistory,
  findDifferences,
  idOf,
  loadRevisions,
  loadStoredTexts,
} from "../ingest/telegram_truth.ts";
import { BOT_TOKEN, startBotApiServer } from "../support/bot_api_server.ts";
import { findUnread, telegramSettings } from "../support/live_mode.ts";
import { startMode } from "../support/start_mode.ts";
import { telegramTest } from "../support/telegram_client.ts";
import { TelegramServer } from "../support/telegram_server.ts";
import type { WorldChannel } from "../support/telegram_world.ts";
import { openTestDatabase } from "../support/test_database.ts";
import { until } from "../support/until.ts";

/** Each start costs a second or two; LIVE_KILLS=20 does it thoroughly. */
const KILLS = Number(Deno.env.get("LIVE_KILLS") ?? 4);
const SEED = Number(Deno.env.get("LIVE_SEED") ?? 1);
const VERSION = "rules_v1";
const TARGET = -1009;
const SUBSCRIBERS = [501, 502];

const writePost = (number: number) =>
  `Assignment Code: T${number}\nSec ${number % 4 + 1} Physics\nLocation: Blk ${number} Bishan St 13\nRate: $${
    30 + number % 40
  }/hr`;

/** The texts that are stored now, as `channel message text`. */
async function loadTexts(sql: Sql, channels: readonly WorldChannel[]): Promise<string[]> {
  const texts: string[] = [];
  for (const channel of channels) {
    for (const [id, text] of await loadStoredTexts(sql, idOf(channel))) {
      texts.push(`${channel.id} ${id} ${text}`);
    }
  }
  return texts;
}

/** Every text that is stored, be it now or once. */
async function loadAllTexts(sql: Sql, channels: readonly WorldChannel[]): Promise<Set<string>> {
  const texts = new Set<string>();
  for (const channel of channels) {
    for (const text of await loadRevisions(sql, idOf(channel))) texts.add(`${channel.id} ${text}`);
    const rows = await sql<{ text: string }[]>`
      select message_id || ' ' || raw_text as text from telegram_messages_raw where channel_id = ${
      idOf(channel)
    }`;
    for (const { text } of rows) texts.add(`${channel.id} ${text}`);
  }
  return texts;
}

for (const isOpen of [false, true]) {
  const gate = isOpen ? "open: no post is announced twice" : "closed: nothing is sent";
  telegramTest(`a live run killed again and again ends as Telegram is, all read; gate ${gate}`, async () => {
    await using test = await openTestDatabase();
    const { sql } = test;
    const random = new SeededRandom(SEED + (isOpen ? 1000 : 0));
    const { world, channel } = channelHistory(8, 1, { username: "followed" });
    const { channel: other } = channelHistory(9, 1, { username: "followed_too" }, world);
    const channels = [channel, other];
    // Posts of yesterday are not announced.
    world.now = Math.floor(Date.now() / 1000);
    await using server = new TelegramServer(world);
    const bot = startBotApiServer();
    const settings = {
      ...telegramSettings(server, test.url, server.line.makeSession()),
      TELEGRAM_LEASE_S: "1",
      EXTRACTION_LEASE_S: "1",
      // A private chat takes a message a second, a channel one in three.
      EXTRACTION_WORKER_BROADCAST: isOpen ? "" : "1",
      EXTRACTION_WORKER_DMS: "1",
      BROADCAST_CHANNEL_IDS: String(TARGET),
      TELEGRAM_BOT_TOKEN: BOT_TOKEN,
      BOT_API_URL: bot.url,
    };
    await sql`insert into pipeline_versions (version, promoted_at) values (${VERSION}, now())`;
    const args = [
      "--channels",
      "followed,followed_too",
      "--catch-up-overlap",
      "100",
      isOpen ? "--send" : "--no-send",
    ];
    for (const chatId of SUBSCRIBERS) await sql`insert into subscribers (chat_id) values (${chatId})`;
    const disturbed = new DisturbedWorld(world, server, channels, random, {
      write: writePost,
      isCalm: isOpen,
    });
    const seen = new Set<string>();
    let live = startMode("mode1_live.ts", args, settings);
    try {
      await until(async () => (await loadTexts(sql, channels)).length === 2);
      for (let kill = 0; kill < KILLS; kill++) {
        // From the first moment of a start to the middle of what follows.
        const isEarly = random.chance(0.25);
        if (!isEarly) await until(() => server.line.connections > 0);
        const killAt = performance.now() + random.integer(0, 3500);
        while (performance.now() < killAt) {
          if (server.line.connections > 0) await disturbed.step();
          await new Promise((resolve) => setTimeout(resolve, random.integer(0, isOpen ? 500 : 60)));
          for (const text of await loadTexts(sql, channels)) seen.add(text);
        }
        live.kill("SIGKILL");
        const { code, text } = await live.ended;
        assert.equal(code, 137, text);
        for (const channel of channels) world.post(channel, writePost(1_000_000 + 10 * kill + channel.id));
        live = startMode("mode1_live.ts", args, settings);
      }
      disturbed.mend();
      let differences: string[] = [];
      await until(async () => {
        differences = [
          ...await findDifferences(sql, world, channel),
          ...await findDifferences(sql, world, other),
          ...await findUnread(sql, VERSION),
        ];
        return differences.length === 0;
      }, 40_000).catch(() => assert.deepEqual(differences.slice(0, 20), [], live.text));
      const all = await loadAllTexts(sql, channels);
      assert.deepEqual([...seen].filter((text) => !all.has(text)), [], "a text that was stored once stays");
      assert(world.changes.length > (isOpen ? 4 : 15) * KILLS, `${world.changes.length} changes`);

      if (isOpen) await judgeAnnouncements(sql, bot, live.processId);
      else assert.deepEqual(bot.calls, []);
    } finally {
      live.kill("SIGTERM");
      await live.ended;
      await bot.close();
    }
  });
}

/** Every live item that was posted while the gate was open has one message a subscriber, or one of which nobody knows. */
async function judgeAnnouncements(
  sql: Sql,
  bot: ReturnType<typeof startBotApiServer>,
  livingId: number,
): Promise<void> {
  // What a killed run was sending counts as unknown after three minutes, for which a test does not wait.
  await sql`
    update outbox set lease_expires_at = now() - interval '1 second'
    where status = 'sending' and worker not like ${`%:${livingId}`}`;
  const load = async () => (await sql<{ status: string; sent: boolean; n: number }[]>`
      select status, sent_message_id is not null as sent, count(*)::int as n
      from outbox where kind = 'dm' group by 1, 2`);
  const busy = new Set(["pending", "sending"]);
  await until(async () => (await load()).every(({ status }) => !busy.has(status)), 30_000 * KILLS);
  const rows = await load();
  const sent = rows.filter(({ sent }) => sent).reduce((sum, { n }) => sum + n, 0);
  const unknown = rows.filter(({ status }) => status === "unknown").reduce((sum, { n }) => sum + n, 0);
  assert(sent > 0, JSON.stringify(rows));
  const count = bot.messages.length;
  assert(count >= sent && count <= sent + unknown, `${count} messages, ${JSON.stringify(rows)}`);
}
