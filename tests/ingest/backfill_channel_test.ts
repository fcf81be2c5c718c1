import assert from "node:assert/strict";
import { backfillChannel, type BackfillOptions } from "../../lib/ingest/backfill_channel.ts";
import type { StoredPage } from "../../lib/ingest/iter_history.ts";
import type { Sql } from "../../lib/store/database.ts";
import { ensureVersion } from "../../lib/store/pipeline_versions.ts";
import { openTelegram } from "../../lib/telegram/open_telegram.ts";
import type { Telegram, TelegramChannel } from "../../lib/telegram/telegram.ts";
import { optionsFor, telegramTest, withTelegram } from "../support/telegram_client.ts";
import { floodWait } from "../support/telegram_fault.ts";
import { TelegramServer } from "../support/telegram_server.ts";
import { TelegramWorld, type WorldChannel } from "../support/telegram_world.ts";
import { openTestDatabase } from "../support/test_database.ts";
import { channelHistory, loadStoredTexts, truthOf } from "./telegram_truth.ts";

const REFERENCE = { kind: "id", channelId: -1000000000008 } as const;

/** Backfills `t.me/c/8` and tells of its pages. */
async function backfill(
  sql: Sql,
  telegram: Telegram,
  options: Partial<BackfillOptions> = {},
): Promise<{ end: string; readBefore: number; pages: StoredPage[] }> {
  const channel: TelegramChannel = await telegram.resolveChannel(REFERENCE);
  const pages: StoredPage[] = [];
  const end = await backfillChannel(sql, telegram, channel, {
    window: { since: new Date("2025-01-01T00:00:00Z"), until: null },
    maxMessages: null,
    restart: false,
    runId: null,
    signal: new AbortController().signal,
    ...options,
    onPage(page) {
      pages.push(page);
      options.onPage?.(page);
    },
  });
  return { ...end, pages };
}

function countPages({ line }: TelegramServer): number {
  return line.calls.filter((call) => call === "messages.GetHistory").length;
}

telegramTest(
  "a window is read to its start, and a second run reads what is new and nothing else",
  async () => {
    await using test = await openTestDatabase();
    const { world, channel } = channelHistory(8, 450);
    await withTelegram(world, async (telegram, server) => {
      const since = new Date("2025-01-01T00:50:00Z"); // one post a minute, the first at 00:01
      const window = { since, until: null };
      assert.equal((await backfill(test.sql, telegram, { window })).end, "read");
      const truth = [...truthOf(channel)].filter(([id]) => id >= 50);
      assert.deepEqual(await loadStoredTexts(test.sql, REFERENCE.channelId), new Map(truth));
      const before = countPages(server);
      assert.equal(before, 5, "450 messages down to the 50th");

      for (const text of ["a", "b", "c"]) world.post(channel, text);
      const { end, readBefore, pages } = await backfill(test.sql, telegram, { window });
      assert.deepEqual([end, readBefore], ["read", 401]);
      assert.equal(pages.reduce((sum, { counts }) => sum + counts.read, 0), 3);
      assert.equal(countPages(server), before + 1);
    });
  },
);

telegramTest("a window that is closed is read once", async () => {
  await using test = await openTestDatabase();
  const { world } = channelHistory(8, 300);
  await withTelegram(world, async (telegram, server) => {
    const window = {
      since: new Date("2025-01-01T01:00:00Z"),
      until: new Date("2025-01-01T03:00:00Z"),
    };
    await backfill(test.sql, telegram, { window });
    const ids = [...(await loadStoredTexts(test.sql, REFERENCE.channelId)).keys()];
    assert.deepEqual([Math.min(...ids), Math.max(...ids), ids.length], [60, 179, 120]);
    const before = countPages(server);
    assert.equal((await backfill(test.sql, telegram, { window })).end, "nothing");
    assert.equal(countPages(server), before);
  });
});

telegramTest(
  "interrupted behind any page, it goes on from there: no page twice, nothing missing",
  async () => {
    await using test = await openTestDatabase();
    const { world, channel } = channelHistory(8, 1000);
    await withTelegram(world, async (telegram, server) => {
      let runs = 0;
      for (let end = ""; end !== "read"; runs++) {
        const stop = new AbortController();
        let pages = 0;
        ({ end } = await backfill(test.sql, telegram, {
          signal: stop.signal,
          onPage: () => ++pages === 2 && stop.abort(),
        }));
      }
      assert.deepEqual(await loadStoredTexts(test.sql, REFERENCE.channelId), truthOf(channel));
      assert.equal(runs, 6, "two pages a run, and one that has nothing left");
      // The page behind the one that was stored last may have been on its way.
      assert(countPages(server) <= 10 + 2 * runs, `${countPages(server)} pages`);
      const [rows] = await test.sql`select sum(messages_read)::int as read from telegram_history_reads`;
      assert.equal(rows?.["read"], 1000);
    });
  },
);

telegramTest("interrupted before its first page, it reads no message twice afterwards", async () => {
  await using test = await openTestDatabase();
  const { world, channel } = channelHistory(8, 250);
  await withTelegram(world, async (telegram, server) => {
    server.line.faults = (method, index) =>
      method === "messages.GetHistory" && index === 0 ? floodWait(3600) : null;
    const stop = new AbortController();
    const stopped = await backfill(test.sql, telegram, { signal: stop.signal, onWait: () => stop.abort() });
    assert.deepEqual([stopped.end, stopped.pages.length], ["interrupted", 0]);
    const { end, pages } = await backfill(test.sql, telegram);
    assert.equal(end, "read");
    assert.equal(pages.reduce((sum, { counts }) => sum + counts.read, 0), 250);
    assert.deepEqual(await loadStoredTexts(test.sql, REFERENCE.channelId), truthOf(channel));
  });
});

telegramTest("a limit of messages reads the newest; without it the rest follows", async () => {
  await using test = await openTestDatabase();
  const { world, channel } = channelHistory(8, 250);
  await withTelegram(world, async (telegram) => {
    assert.equal((await backfill(test.sql, telegram, { maxMessages: 30 })).end, "limit");
    assert.deepEqual(Math.min(...(await loadStoredTexts(test.sql, REFERENCE.channelId)).keys()), 221);
    world.post(channel, "newer");
    assert.equal((await backfill(test.sql, telegram)).end, "read");
    assert.deepEqual(await loadStoredTexts(test.sql, REFERENCE.channelId), truthOf(channel));
  });
});

telegramTest("messages that are gone are marked so, wherever on a page they stood", async () => {
  await using test = await openTestDatabase();
  const { world, channel } = channelHistory(8, 320);
  await withTelegram(world, async (telegram) => {
    await backfill(test.sql, telegram);
    // The middle, the edges of pages, a whole page, and next to the oldest.
    const gone = [2, 3, 50, 220, 221, 222, ...Array.from({ length: 100 }, (_, index) => 100 + index)];
    for (const id of gone) world.delete(channel, id);
    const edited = world.edit(channel, 300, "edited");
    const { pages } = await backfill(test.sql, telegram, { restart: true });
    assert.equal(pages.reduce((sum, { deleted }) => sum + deleted, 0), gone.length);
    assert.deepEqual(await loadStoredTexts(test.sql, REFERENCE.channelId), truthOf(channel));
    const [revision] = await test.sql`select raw_text from telegram_message_revisions`;
    assert.deepEqual([revision?.["raw_text"], edited.text], ["post 300", "edited"]);
  });
});

telegramTest(
  "what is stored becomes jobs in the same go, and deleted messages and notices do not",
  async () => {
    await using test = await openTestDatabase();
    const { world, channel } = channelHistory(8, 120);
    world.post(channel, { isService: true });
    await ensureVersion(test.sql, "v");
    await withTelegram(world, async (telegram) => {
      await backfill(test.sql, telegram, { enqueueVersion: "v" });
      const jobs = async () => {
        const [row] = await test.sql`
        select count(*)::int as n from telegram_extractions where pipeline_version = 'v' and status = 'pending'`;
        return row?.["n"];
      };
      assert.equal(await jobs(), 120);
      await test.sql`
      update telegram_extractions set status = 'ok', content_sha256 = wanted_sha256, canonical_json = '{}'`;
      world.edit(channel, 7, "edited");
      await backfill(test.sql, telegram, { enqueueVersion: "v", restart: true });
      assert.equal(await jobs(), 1, "the edited one alone");
    });
  },
);

telegramTest("a flood wait is honoured whole, with a countdown, and costs no message", async () => {
  await using test = await openTestDatabase();
  const { world, channel } = channelHistory(8, 150);
  await withTelegram(world, async (telegram, server) => {
    server.line.faults = (method, index) =>
      method === "messages.GetHistory" && index === 1 ? floodWait(2) : null;
    const waits: number[] = [];
    let answeredAt = 0;
    let askedAgainAt = 0;
    await backfill(test.sql, telegram, {
      onWait(seconds) {
        if (waits.length === 0) answeredAt = performance.now();
        waits.push(seconds);
      },
      onAnswer: () => askedAgainAt = performance.now(),
    });
    assert.deepEqual(waits, [2, 1]);
    assert(askedAgainAt - answeredAt >= 2000);
    assert.deepEqual(await loadStoredTexts(test.sql, REFERENCE.channelId), truthOf(channel));
  });
});

telegramTest(
  "a page that does not come is named and asked for again; so is one whose line is cut",
  async () => {
    await using test = await openTestDatabase();
    const { world, channel } = channelHistory(8, 350);
    await using server = new TelegramServer(world);
    await using telegram = await openTelegram(optionsFor(server, 1500));
    server.line.faults = (method, index) => {
      if (method !== "messages.GetHistory") return null;
      return index === 1 ? { kind: "silence" } : index === 3 ? { kind: "cut_in_answer" } : null;
    };
    const troubles: string[] = [];
    await backfill(test.sql, telegram, { onTelegramTrouble: (sentence) => troubles.push(sentence) });
    assert.match(
      troubles[0] ?? "",
      /^Cannot read the history of -1000000000008: no answer within 1\.5 s; trying/,
    );
    assert.deepEqual(await loadStoredTexts(test.sql, REFERENCE.channelId), truthOf(channel));
  },
);

telegramTest("messages that nobody can see take places and end nothing", async () => {
  await using test = await openTestDatabase();
  const world = new TelegramWorld();
  const channel: WorldChannel = world.addChannel({ id: 8 });
  for (const id of [1, 500, 501, 1000]) world.post(channel, { id, text: `post ${id}` });
  await withTelegram(world, async (telegram) => {
    const { end } = await backfill(test.sql, telegram);
    assert.equal(end, "read");
    assert.deepEqual([...(await loadStoredTexts(test.sql, REFERENCE.channelId)).keys()], [1, 500, 501, 1000]);
  });
});
