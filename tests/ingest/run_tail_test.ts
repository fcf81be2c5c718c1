import assert from "node:assert/strict";
import { SeededRandom } from "../../lib/core/seeded_random.ts";
import { runTail } from "../../lib/ingest/run_tail.ts";
import type { CatchUpReason, TailOptions } from "../../lib/ingest/tail_options.ts";
import type { Sql } from "../../lib/store/database.ts";
import { ensureVersion } from "../../lib/store/pipeline_versions.ts";
import { openTelegram } from "../../lib/telegram/open_telegram.ts";
import type { Telegram } from "../../lib/telegram/telegram.ts";
import { optionsFor, telegramTest, withTelegram } from "../support/telegram_client.ts";
import { TelegramServer } from "../support/telegram_server.ts";
import type { TelegramWorld, WorldChannel } from "../support/telegram_world.ts";
import { openTestDatabase } from "../support/test_database.ts";
import { until } from "../support/until.ts";
import { DisturbedWorld } from "./disturbed_world.ts";
import {
  channelHistory,
  findDifferences,
  idOf,
  loadRevisions,
  loadStoredTexts,
  supersededTexts,
  truthOf,
} from "./telegram_truth.ts";

/** Each takes some ten seconds: a line that was cut is made again after two. */
const SEEDS = [3, 8];

/** A tail that runs until it is disposed of, which throws what it threw. */
interface RunningTail extends AsyncDisposable {
  readonly reasons: CatchUpReason[];
  readonly troubles: string[];
}

async function startTail(
  sql: Sql,
  telegram: Telegram,
  channels: readonly WorldChannel[],
  options: Partial<TailOptions> = {},
): Promise<RunningTail> {
  const stop = new AbortController();
  const reasons: CatchUpReason[] = [];
  const troubles: string[] = [];
  const found = await Promise.all(
    channels.map((channel) => telegram.resolveChannel({ kind: "id", channelId: idOf(channel) })),
  );
  const tail = runTail(sql, telegram, found, {
    runId: null,
    overlapMessages: 100,
    pollSeconds: 0.05,
    checkSeconds: 60,
    signal: stop.signal,
    onCatchUp: (_, reason) => reasons.push(reason),
    onTelegramTrouble: (sentence) => troubles.push(sentence),
    onTrouble: (sentence) => troubles.push(sentence),
    ...options,
  });
  tail.catch(() => {});
  return {
    reasons,
    troubles,
    async [Symbol.asyncDispose]() {
      stop.abort();
      await tail;
    },
  };
}

/** Waits until a store agrees with Telegram. */
async function untilTrue(sql: Sql, world: TelegramWorld, channels: readonly WorldChannel[]): Promise<void> {
  let differences: string[] = [];
  try {
    await until(async () => {
      differences = (await Promise.all(channels.map((channel) => findDifferences(sql, world, channel))))
        .flat();
      return differences.length === 0;
    }, 30_000);
  } catch {
    assert.deepEqual(differences.slice(0, 20), []);
  }
}

telegramTest("what is posted, edited and deleted is stored in order, every text of it", async () => {
  await using test = await openTestDatabase();
  const { world, channel } = channelHistory(8, 1);
  await withTelegram(world, async (telegram) => {
    await using _tail = await startTail(test.sql, telegram, [channel]);
    await until(async () => (await loadStoredTexts(test.sql, idOf(channel))).size === 1);
    for (let at = 0; at < 200; at++) {
      const { id } = world.post(channel, `posted ${at}`);
      if (at % 2 === 0) world.edit(channel, id, `edited ${at}`);
      world.now += at % 3;
      if (at % 4 === 0) world.edit(channel, id, `edited again ${at}`);
      if (at % 5 === 0) world.delete(channel, id);
    }
    await untilTrue(test.sql, world, [channel]);
    assert.deepEqual(
      (await loadRevisions(test.sql, idOf(channel))).sort(),
      supersededTexts(world, channel).sort(),
    );
  });
});

telegramTest("a channel of which nothing is stored begins with its newest message", async () => {
  await using test = await openTestDatabase();
  const { world, channel } = channelHistory(8, 300);
  await withTelegram(world, async (telegram) => {
    await using _tail = await startTail(test.sql, telegram, [channel]);
    await until(async () => (await loadStoredTexts(test.sql, idOf(channel))).size === 1);
    world.post(channel, "new");
    await until(async () => (await loadStoredTexts(test.sql, idOf(channel))).size === 2);
    assert.deepEqual([...await loadStoredTexts(test.sql, idOf(channel))], [...truthOf(channel)].slice(-2));
  });
});

telegramTest(
  "what was missed between two runs is caught up with, from Telegram's count or from the history",
  async () => {
    await using test = await openTestDatabase();
    const { world, channel } = channelHistory(8, 1);
    await withTelegram(world, async (telegram) => {
      const catchUp = async () => {
        await using _tail = await startTail(test.sql, telegram, [channel]);
        await untilTrue(test.sql, world, [channel]);
      };
      await catchUp();
      // Telegram tells of 500 changes at most; of more, the history has to be read.
      for (const edits of [0, 30, 700]) {
        for (let at = 0; at < 50; at++) world.post(channel, `post ${at}`);
        for (let at = 0; at < edits; at++) world.edit(channel, channel.lastId - at % 10, `edited ${at}`);
        world.delete(channel, channel.lastId - 20);
        await catchUp();
      }
      for (let at = 0; at < 600; at++) world.edit(channel, channel.lastId - 5, `edited once more ${at}`);
      for (const id of [channel.lastId, channel.lastId - 1]) world.delete(channel, id);
      await catchUp();
      const [tail] = await test.sql`select pts, complete_to_message_id from telegram_tails`;
      assert.deepEqual({ ...tail }, { pts: channel.pts, complete_to_message_id: channel.lastId });
    });
  },
);

telegramTest("what Telegram does not push although the line is there is asked for", async () => {
  await using test = await openTestDatabase();
  const { world, channel } = channelHistory(8, 1);
  await withTelegram(world, async (telegram, server) => {
    await using tail = await startTail(test.sql, telegram, [channel], { checkSeconds: 0.1 });
    await untilTrue(test.sql, world, [channel]);
    server.isPushing = false;
    world.post(channel, "not pushed");
    world.edit(channel, 1, "not pushed either");
    await untilTrue(test.sql, world, [channel]);
    assert(tail.reasons.includes("check"));
  });
});

telegramTest("a change behind one that was not pushed is stored behind it", async () => {
  await using test = await openTestDatabase();
  const { world, channel } = channelHistory(8, 1);
  await withTelegram(world, async (telegram, server) => {
    await using tail = await startTail(test.sql, telegram, [channel]);
    await untilTrue(test.sql, world, [channel]);
    server.isPushing = false;
    world.post(channel, "not pushed");
    server.isPushing = true;
    world.post(channel, "pushed");
    await untilTrue(test.sql, world, [channel]);
    assert.deepEqual(tail.reasons.slice(1), ["missed"]);
  });
});

telegramTest(
  "a channel that was not joined is read every so often, edits and deletions included",
  async () => {
    await using test = await openTestDatabase();
    const { world, channel } = channelHistory(8, 0, { username: "open_to_all", isMember: false });
    await withTelegram(world, async (telegram) => {
      await telegram.resolveChannel({ kind: "username", username: "open_to_all" });
      await using _tail = await startTail(test.sql, telegram, [channel]);
      // What is there at the first look counts as from before; the channel is followed from then on.
      await until(async () =>
        (await test.sql`select from telegram_tails where complete_to_message_id is not null`).length === 1
      );
      for (let at = 0; at < 250; at++) world.post(channel, `post ${at}`);
      await untilTrue(test.sql, world, [channel]);
      world.edit(channel, 240, "edited");
      world.delete(channel, 245);
      world.delete(channel, 250);
      await untilTrue(test.sql, world, [channel]);
    });
  },
);

telegramTest(
  "a channel that is closed is left out and named once, and followed again when it is open",
  async () => {
    await using test = await openTestDatabase();
    const { world, channel } = channelHistory(8, 3, { username: "closing" });
    const { channel: other } = channelHistory(9, 3, {}, world);
    await withTelegram(world, async (telegram, server) => {
      await using tail = await startTail(test.sql, telegram, [channel, other], { checkSeconds: 0.05 });
      await until(async () => (await test.sql`select from telegram_tails`).length === 2);
      channel.isPrivate = true;
      world.post(channel, "unseen");
      await until(() => tail.troubles.length > 0);
      world.post(other, "seen");
      await until(async () => (await loadStoredTexts(test.sql, idOf(other))).size === 2);
      channel.isPrivate = false;
      await until(async () => (await loadStoredTexts(test.sql, idOf(channel))).size === 2);
      assert.equal(tail.troubles.length, 1);
      assert.match(tail.troubles[0] ?? "", /t\.me\/closing.*left out until it can be read/);
      assert(server.line.calls.length > 0);
    });
  },
);

telegramTest("the session's end ends the tail with an error that says what to do", async () => {
  await using test = await openTestDatabase();
  const { world, channel } = channelHistory(8, 3);
  await withTelegram(world, async (telegram, server) => {
    const found = await telegram.resolveChannel({ kind: "id", channelId: idOf(channel) });
    const tail = runTail(test.sql, telegram, [found], {
      runId: null,
      overlapMessages: 100,
      pollSeconds: 1,
      checkSeconds: 0.1,
      signal: new AbortController().signal,
      onStored: () => server.line.revokeSessions(),
    });
    await assert.rejects(tail, /telegram:login/);
  });
});

telegramTest("new and edited posts become jobs in the same go, deleted ones and notices do not", async () => {
  await using test = await openTestDatabase();
  const { world, channel } = channelHistory(8, 1);
  await ensureVersion(test.sql, "v");
  await withTelegram(world, async (telegram) => {
    await using _tail = await startTail(test.sql, telegram, [channel], { enqueueVersion: "v" });
    await untilTrue(test.sql, world, [channel]);
    world.post(channel, "a");
    world.post(channel, { isService: true });
    await untilTrue(test.sql, world, [channel]);
    const [row] = await test
      .sql`select count(*)::int as n from telegram_extractions where status = 'pending'`;
    assert.equal(row?.["n"], 2);
  });
});

for (const seed of SEEDS) {
  telegramTest(`whatever happens to the line, the store ends as Telegram is (seed ${seed})`, async () => {
    await using test = await openTestDatabase();
    const { world } = channelHistory(7, 1);
    const channels = [8, 9, 10].map((id) => channelHistory(id, 1, {}, world).channel);
    const random = new SeededRandom(seed);
    await using server = new TelegramServer(world);
    await using telegram = await openTelegram(optionsFor(server, 3000));
    await using tail = await startTail(test.sql, telegram, channels, { checkSeconds: 0.3 });
    await untilTrue(test.sql, world, channels);
    const disturbed = new DisturbedWorld(world, server, channels, random);
    const seen = new Set<string>();
    for (let at = 0; at < 150; at++) {
      await disturbed.step();
      if (at % 10 === 0) {
        for (const channel of channels) {
          for (const [id, text] of await loadStoredTexts(test.sql, idOf(channel))) {
            seen.add(`${channel.id} ${id} ${text}`);
          }
        }
      }
    }
    disturbed.mend();
    await untilTrue(test.sql, world, channels);
    for (const channel of channels) {
      const known = new Set([
        ...await loadRevisions(test.sql, idOf(channel)),
        ...(await test.sql<{ text: string }[]>`
          select message_id || ' ' || raw_text as text from telegram_messages_raw
          where channel_id = ${idOf(channel)}`).map(({ text }) => text),
      ]);
      const lost = [...seen].filter((text) => text.startsWith(`${channel.id} `))
        .map((text) => text.slice(`${channel.id} `.length)).filter((text) => !known.has(text));
      assert.deepEqual(lost, [], "a text that was stored once stays");
    }
    assert(tail.reasons.length > channels.length, "something was caught up with");
  });
}
