import assert from "node:assert/strict";
import { RawMessageSchema } from "../../lib/schema/raw_message.ts";
import type {
  HistoryPage,
  HistoryPageRequest,
  Telegram,
  TelegramChannel,
} from "../../lib/telegram/telegram.ts";
import { TelegramError } from "../../lib/telegram/telegram_error.ts";
import { telegramTest, withTelegram } from "../support/telegram_client.ts";
import { type FaultPlan, floodWait } from "../support/telegram_fault.ts";
import { TelegramWorld, type WorldChannel } from "../support/telegram_world.ts";

const MINUTE = 60;
const CHANNEL = { kind: "id", channelId: -1000000000008 } as const;

/** A channel with so many posts, one a minute, and the first of them 1. */
function worldWithPosts(count: number): { world: TelegramWorld; channel: WorldChannel; start: number } {
  const world = new TelegramWorld();
  const channel = world.addChannel({ id: 8 });
  const start = world.now;
  for (let id = 1; id <= count; id++) {
    world.now = start + id * MINUTE;
    world.post(channel, `post ${id}`);
  }
  return { world, channel, start };
}

/** The ids of a page, and what it says about itself. */
function describe({ messages, ...page }: HistoryPage) {
  return { ids: messages.map(({ messageId }) => messageId), ...page };
}

/** All ids from a request on, page after page. */
async function fetchAll(
  telegram: Telegram,
  channel: TelegramChannel,
  first: HistoryPageRequest,
): Promise<number[]> {
  const ids: number[] = [];
  let page = await telegram.fetchHistoryPage(channel, first);
  while (true) {
    ids.push(...page.messages.map(({ messageId }) => messageId));
    if (page.isEnd || page.oldestMessageId === null) return ids;
    page = await telegram.fetchHistoryPage(channel, { ...first, beforeMessageId: page.oldestMessageId });
  }
}

telegramTest("pages lead from the newest message to the first, each once", async () => {
  const { world, channel } = worldWithPosts(250);
  for (const id of [77, 150, 151]) world.delete(channel, id);
  await withTelegram(world, async (telegram, { line }) => {
    const found = await telegram.resolveChannel(CHANNEL);
    const expected = Array.from({ length: 250 }, (_, at) => 250 - at).filter((id) =>
      channel.messages.has(id)
    );
    assert.deepEqual(await fetchAll(telegram, found, {}), expected);
    assert.equal(line.calls.filter((call) => call === "messages.GetHistory").length, 3);
  });
});

telegramTest("a window's end is not included, to the millisecond", async () => {
  const { world, start } = worldWithPosts(20);
  await withTelegram(world, async (telegram) => {
    const found = await telegram.resolveChannel(CHANNEL);
    const newestBefore = async (seconds: number) => {
      const until = new Date((start + seconds) * 1000);
      return (await telegram.fetchHistoryPage(found, { until, limit: 1 })).messages[0]?.messageId;
    };
    assert.equal(await newestBefore(10 * MINUTE), 9);
    assert.equal(await newestBefore(10 * MINUTE + 0.001), 10);
    assert.equal(await newestBefore(0), undefined);
  });
});

telegramTest("messages above a known one are fetched alone", async () => {
  const { world } = worldWithPosts(120);
  await withTelegram(world, async (telegram) => {
    const found = await telegram.resolveChannel(CHANNEL);
    assert.deepEqual(await fetchAll(telegram, found, { afterMessageId: 117 }), [120, 119, 118]);
    assert.deepEqual(await fetchAll(telegram, found, { afterMessageId: 120 }), []);
    assert.equal((await fetchAll(telegram, found, { afterMessageId: 5 })).length, 115);
  });
});

telegramTest("service messages are among the others, and a page tells where it stands", async () => {
  const { world, channel } = worldWithPosts(2);
  world.post(channel, { text: "New title", isService: true });
  world.post(channel, { id: 9, text: "later", replyTo: 2, forwardedFrom: "Another" });
  await withTelegram(world, async (telegram) => {
    const found = await telegram.resolveChannel(CHANNEL);
    const page = await telegram.fetchHistoryPage(found, { limit: 3 });
    assert.deepEqual(describe(page), {
      ids: [9, 3, 2],
      emptyCount: 0,
      oldestMessageId: 2,
      isEnd: false,
      pts: channel.pts,
    });
    assert.deepEqual(page.messages.map(({ kind }) => kind), ["message", "service", "message"]);
    assert.deepEqual(page.messages.map(({ text }) => text), ["later", "", "post 2"]);
    assert.deepEqual(
      page.messages.map(({ isForward, isReply, replyToMessageId }) => [isForward, isReply, replyToMessageId]),
      [
        [true, true, 2],
        [false, false, null],
        [false, false, null],
      ],
    );
    for (const message of page.messages) RawMessageSchema.parse(message);
    const end = await telegram.fetchHistoryPage(found, { beforeMessageId: 1 });
    assert.deepEqual(describe(end), {
      ids: [],
      emptyCount: 0,
      oldestMessageId: null,
      isEnd: true,
      pts: channel.pts,
    });
  });
});

telegramTest("a group's writers are named", async () => {
  const world = new TelegramWorld();
  const group = world.addChannel({ id: 8, isGroup: true });
  world.addUser({ id: 4, firstName: "Ann", lastName: "Tan" });
  world.post(group, { text: "hi", senderId: 4 });
  await withTelegram(world, async (telegram) => {
    const { messages } = await telegram.fetchHistoryPage(await telegram.resolveChannel(CHANNEL), {});
    assert.deepEqual(messages.map(({ senderId, senderName }) => [senderId, senderName]), [[4, "Ann Tan"]]);
  });
});

telegramTest("a page that cannot be fetched says why, and the next request is served", async () => {
  const { world } = worldWithPosts(1);
  await withTelegram(world, async (telegram, { line }) => {
    const found = await telegram.resolveChannel(CHANNEL);
    const failures: [
      fault: ReturnType<FaultPlan>,
      kind: string,
      seconds: number | null,
      isPassing: boolean,
    ][] = [
      [floodWait(33), "flood_wait", 33, true],
      [{ kind: "refuse", status: 420, code: "FLOOD_PREMIUM_WAIT_7" }, "flood_wait", 7, true],
      [{ kind: "refuse", status: 400, code: "CHANNEL_PRIVATE" }, "channel_private", null, false],
      [{ kind: "refuse", status: 400, code: "CHANNEL_INVALID" }, "unknown_channel", null, false],
      [{ kind: "refuse", status: 401, code: "SESSION_REVOKED" }, "auth", null, false],
      [{ kind: "refuse", status: 500, code: "HISTORY_GET_FAILED" }, "server", null, true],
      [{ kind: "refuse", status: -503, code: "Timeout" }, "server", null, true],
      [{ kind: "refuse", status: 400, code: "LIMIT_INVALID" }, "rpc", null, false],
    ];
    for (const [fault, kind, seconds, isPassing] of failures) {
      line.faults = (method) => method === "messages.GetHistory" ? fault : null;
      await assert.rejects(telegram.fetchHistoryPage(found, {}), (error) => {
        assert.ok(error instanceof TelegramError, String(error));
        assert.deepEqual([error.kind, error.seconds, error.isPassing], [kind, seconds, isPassing]);
        assert.match(error.message, /^Cannot read the history of -1000000000008: /);
        return true;
      });
    }
    line.faults = () => null;
    assert.equal((await telegram.fetchHistoryPage(found, {})).messages.length, 1);
  });
});

telegramTest("a line that is cut before or in the middle of a page costs nothing but time", async () => {
  const { world } = worldWithPosts(150);
  await withTelegram(world, async (telegram, { line }) => {
    const found = await telegram.resolveChannel(CHANNEL);
    line.faults = (method, index) =>
      method !== "messages.GetHistory"
        ? null
        : index === 0
        ? { kind: "cut" }
        : index === 2
        ? { kind: "cut_in_answer" }
        : null;
    assert.equal((await fetchAll(telegram, found, {})).length, 150);
    assert.equal(line.accepted, 3);
  });
});

telegramTest("a channel of another connection has to be resolved first", async () => {
  const { world } = worldWithPosts(1);
  let stranger: TelegramChannel | undefined;
  await withTelegram(world, async (telegram) => void (stranger = await telegram.resolveChannel(CHANNEL)));
  await withTelegram(world, async (telegram) => {
    assert.ok(stranger !== undefined);
    await assert.rejects(telegram.fetchHistoryPage(stranger, {}), /was not resolved over this connection/);
  });
});
