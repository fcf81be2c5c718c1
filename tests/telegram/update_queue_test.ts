import assert from "node:assert/strict";
import type { TelegramUpdate } from "../../lib/telegram/telegram_update.ts";
import { UpdateQueue } from "../../lib/telegram/update_queue.ts";

const { signal } = new AbortController();

function deletion(id: number): TelegramUpdate {
  return { kind: "deleted", channelId: -1, messageIds: [id], pts: id, ptsCount: 1 };
}

function gap(channelId: number | null): TelegramUpdate {
  return { kind: "gap", channelId, reason: "too_long" };
}

async function drain(queue: UpdateQueue): Promise<TelegramUpdate[]> {
  queue.close();
  return await Array.fromAsync(queue.iter(signal));
}

Deno.test("updates come in their order, whoever is first, and end with the queue", async () => {
  const queue = new UpdateQueue(10);
  const taken = Array.fromAsync(queue.iter(signal));
  queue.push(deletion(1));
  await Promise.resolve();
  queue.push(deletion(2));
  queue.close();
  queue.push(deletion(3));
  assert.deepEqual(await taken, [deletion(1), deletion(2)]);
});

Deno.test("what does not fit is dropped for a gap, and what follows is kept", async () => {
  const queue = new UpdateQueue(3);
  for (let id = 1; id <= 5; id++) queue.push(deletion(id));
  assert.deepEqual(await drain(queue), [
    { kind: "gap", channelId: null, reason: "overflow" },
    deletion(4),
    deletion(5),
  ]);
});

Deno.test("gaps that say nothing new are told once, so that they cannot pile up either", async () => {
  const queue = new UpdateQueue(3);
  for (let round = 0; round < 100; round++) queue.push(gap(-1));
  queue.push(gap(-2));
  queue.push(gap(null));
  for (let round = 0; round < 100; round++) queue.push(gap(-1));
  assert.deepEqual(await drain(queue), [gap(-1), gap(-2), gap(null)]);
});

Deno.test("gaps of changing channels are bounded too", async () => {
  const queue = new UpdateQueue(3);
  for (let round = 0; round < 100; round++) queue.push(gap(-1 - round % 2));
  assert.ok((await drain(queue)).length <= 4);
});

Deno.test("an error ends the updates behind those that wait; aborting ends them at once", async () => {
  const queue = new UpdateQueue(3);
  queue.push(deletion(1));
  queue.close(new Error("the session has ended"));
  const updates = queue.iter(signal);
  assert.deepEqual((await updates.next()).value, deletion(1));
  await assert.rejects(updates.next(), /the session has ended/);

  const stop = new AbortController();
  const waiting = new UpdateQueue(3).iter(stop.signal).next();
  stop.abort();
  assert.deepEqual(await waiting, { value: undefined, done: true });
});
