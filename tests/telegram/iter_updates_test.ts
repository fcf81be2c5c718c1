import assert from "node:assert/strict";
import type { ChannelChange, TelegramUpdate, UpdateGap } from "../../lib/telegram/telegram_update.ts";
import { TelegramError } from "../../lib/telegram/telegram_error.ts";
import { telegramTest, withTelegram } from "../support/telegram_client.ts";
import { TelegramWorld } from "../support/telegram_world.ts";

const CHANNEL = { kind: "id", channelId: -1000000000008 } as const;
/** Ends updates that never come, so that a test fails instead of hanging. */
const LIMIT_MS = 30_000;
const OTHER = { kind: "id", channelId: -1000000000009 } as const;

/** An update in short: `new 3 text`, `deleted 3`, `gap reason`. */
function describe(update: ChannelChange | UpdateGap): string {
  switch (update.kind) {
    case "gap":
      return `gap ${update.channelId ?? "all"} ${update.reason}`;
    case "deleted":
      return `deleted ${update.messageIds.join()}`;
    default:
      return `${update.kind} ${update.message.messageId} ${update.message.text}`;
  }
}

async function take(updates: AsyncGenerator<TelegramUpdate>, count: number): Promise<string[]> {
  const taken: string[] = [];
  while (taken.length < count) {
    const { value, done } = await updates.next();
    if (done) break;
    taken.push(describe(value));
  }
  return taken;
}

telegramTest(
  "what happens in the chosen channels comes in its order, also what came before it is taken",
  async () => {
    const world = new TelegramWorld();
    const [channel, other] = [world.addChannel({ id: 8, title: "Posts" }), world.addChannel({ id: 9 })];
    await withTelegram(world, async (telegram) => {
      const stop = new AbortController();
      const updates = telegram.iterUpdates([await telegram.resolveChannel(CHANNEL)], stop.signal);
      const expected: string[] = [];
      for (let id = 1; id <= 50; id++) {
        world.post(channel, `post ${id}`);
        world.post(other, "elsewhere");
        world.edit(channel, id, `edited ${id}`);
        expected.push(`new ${id} post ${id}`, `edited ${id} edited ${id}`);
        if (id % 5 === 0) {
          world.delete(channel, id);
          expected.push(`deleted ${id}`);
        }
      }
      assert.deepEqual(await take(updates, expected.length), expected);
      world.post(channel, "one more");
      const { value } = await updates.next();
      assert.ok(value?.kind === "new");
      assert.equal(value.pts, channel.pts);
      assert.equal(value.message.channelId, CHANNEL.channelId);
      assert.equal(value.message.senderName, "Posts");
      stop.abort();
      assert.deepEqual(await take(updates, 1), []);
    });
  },
);

telegramTest(
  "updates that were not pushed leave a gap where they are missing, and come by asking",
  async () => {
    const world = new TelegramWorld();
    const channel = world.addChannel({ id: 8 });
    await withTelegram(world, async (telegram, server) => {
      const found = await telegram.resolveChannel(CHANNEL);
      const updates = telegram.iterUpdates([found], AbortSignal.timeout(LIMIT_MS));
      world.post(channel, "one");
      const { value: first } = await updates.next();
      assert.ok(first !== undefined && first.kind === "new");
      server.isPushing = false;
      world.post(channel, "two");
      world.edit(channel, 1, "one, edited");
      world.delete(channel, 2);
      server.isPushing = true;
      world.post(channel, "three");
      assert.deepEqual(await take(updates, 2), ["gap -1000000000008 missed", "new 3 three"]);

      const missed = await telegram.fetchChanges(found, first.pts);
      assert.ok(missed.kind === "changes");
      assert.deepEqual(missed.changes.map(describe), [
        "new 3 three",
        "edited 1 one, edited",
        "deleted 2",
      ]);
      assert.deepEqual([missed.pts, missed.isEnd], [channel.pts, true]);
      assert.deepEqual(await telegram.fetchChanges(found, missed.pts), { ...missed, changes: [] });
    });
  },
);

telegramTest("changes come a hundred at a time, and too many have to be read from the history", async () => {
  const world = new TelegramWorld();
  const channel = world.addChannel({ id: 8 });
  await withTelegram(world, async (telegram) => {
    const found = await telegram.resolveChannel(CHANNEL);
    const start = channel.pts;
    for (let id = 1; id <= 250; id++) world.post(channel, `post ${id}`);
    const ids: number[] = [];
    let pts = start;
    while (pts < channel.pts) {
      const told = await telegram.fetchChanges(found, pts);
      assert.ok(told.kind === "changes");
      ids.push(...told.changes.flatMap((change) => change.kind === "new" ? [change.message.messageId] : []));
      assert.equal(told.isEnd, told.pts === channel.pts);
      pts = told.pts;
    }
    assert.deepEqual(ids, Array.from({ length: 250 }, (_, at) => at + 1));
    for (let id = 251; id <= 600; id++) world.post(channel, `post ${id}`);
    assert.deepEqual(await telegram.fetchChanges(found, start), { kind: "too_long", pts: channel.pts });
  });
});

telegramTest("a channel with too much to tell, all of them, and a line that was lost are gaps", async () => {
  const world = new TelegramWorld();
  const channel = world.addChannel({ id: 8 });
  const other = world.addChannel({ id: 9 });
  await withTelegram(world, async (telegram, server) => {
    const found = await telegram.resolveChannel(CHANNEL);
    const updates = telegram.iterUpdates([found], AbortSignal.timeout(LIMIT_MS));
    await server.pushTooLong(other);
    await server.pushTooLong(channel);
    world.post(channel, "after it");
    await server.pushTooLong(null);
    assert.deepEqual(await take(updates, 3), [
      "gap -1000000000008 too_long",
      "new 1 after it",
      "gap all too_long",
    ]);
    server.line.dropConnections();
    assert.deepEqual(await take(updates, 1), ["gap all reconnected"]);
    // As one who catches up: only behind a request does Telegram push again.
    await telegram.fetchHistoryPage(found, {});
    world.post(channel, "after the loss");
    assert.deepEqual(await take(updates, 1), ["new 2 after the loss"]);
  });
});

telegramTest("two may listen, each to its channels, and closing ends both", async () => {
  const world = new TelegramWorld();
  const [channel, other] = [world.addChannel({ id: 8 }), world.addChannel({ id: 9 })];
  await withTelegram(world, async (telegram) => {
    const signal = AbortSignal.timeout(LIMIT_MS);
    const first = telegram.iterUpdates([await telegram.resolveChannel(CHANNEL)], signal);
    const second = telegram.iterUpdates([await telegram.resolveChannel(OTHER)], signal);
    world.post(other, "to the second");
    world.post(channel, "to the first");
    assert.deepEqual(await take(first, 1), ["new 1 to the first"]);
    assert.deepEqual(await take(second, 1), ["new 1 to the second"]);
    const waiting = take(first, 1);
    await telegram[Symbol.asyncDispose]();
    assert.deepEqual([await waiting, await take(second, 1)], [[], []]);
  });
});

telegramTest("a session that Telegram ends ends the updates with an error", async () => {
  const world = new TelegramWorld();
  world.addChannel({ id: 8 });
  await withTelegram(world, async (telegram, { line }) => {
    const updates = telegram.iterUpdates(
      [await telegram.resolveChannel(CHANNEL)],
      AbortSignal.timeout(LIMIT_MS),
    );
    line.revokeSessions();
    line.dropConnections();
    await assert.rejects(
      take(updates, 2),
      (error) => error instanceof TelegramError && error.kind === "auth",
    );
  });
});
