import assert from "node:assert/strict";
import { ChatPacer, TELEGRAM_PACE } from "../../lib/delivery/chat_pacer.ts";

const GROUP = -100;
const PERSON = 7;

/** Sends to a chat as often as the pacer lets it, and returns when. */
function sendAll(pacer: ChatPacer, chatId: number, count: number): number[] {
  const times: number[] = [];
  for (let nowMs = 0; times.length < count; nowMs += 50) {
    if (pacer.waitingChats(nowMs).includes(chatId) || pacer.room(nowMs) === 0) continue;
    pacer.take(chatId, nowMs);
    times.push(nowMs);
  }
  return times;
}

Deno.test("a person gets a message a second", () => {
  assert.deepEqual(sendAll(new ChatPacer(TELEGRAM_PACE), PERSON, 4), [0, 1000, 2000, 3000]);
});

Deno.test("a channel gets twenty in any minute, and one a second of them", () => {
  const times = sendAll(new ChatPacer(TELEGRAM_PACE), GROUP, 60);
  for (const [index, time] of times.entries()) {
    const before = times[index - 20];
    assert.ok(before === undefined || time - before >= 60_000, `${index} at ${time}`);
  }
  assert.equal(times[19], 19_000);
  assert.equal(times[20], 60_000);
});

Deno.test("all chats together get thirty a second", () => {
  const pacer = new ChatPacer(TELEGRAM_PACE);
  for (let chat = 1; chat <= 30; chat++) {
    assert.equal(pacer.room(10), 31 - chat);
    pacer.take(chat, 10);
  }
  assert.equal(pacer.room(500), 0);
  assert.equal(pacer.nextFreeInMs(500), 510);
  assert.equal(pacer.room(1010), 30);
});

Deno.test("a chat that Telegram holds waits for all of the time, and others do not", () => {
  const pacer = new ChatPacer(TELEGRAM_PACE);
  pacer.hold(PERSON, 37_000, 0);
  assert.deepEqual(pacer.waitingChats(36_999), [PERSON]);
  assert.deepEqual(pacer.waitingChats(37_000), []);
  assert.equal(pacer.room(1), 30);
});

Deno.test("where Telegram holds a second chat, everything waits", () => {
  const pacer = new ChatPacer(TELEGRAM_PACE);
  pacer.hold(PERSON, 5000, 0);
  pacer.hold(GROUP, 8000, 1000);
  assert.equal(pacer.room(8999), 0);
  assert.equal(pacer.room(9000), 30);
});

Deno.test("it says when to look again, or that nothing waits", () => {
  const pacer = new ChatPacer(TELEGRAM_PACE);
  assert.equal(pacer.nextFreeInMs(0), null);
  pacer.take(PERSON, 0);
  assert.equal(pacer.nextFreeInMs(400), 600);
  assert.equal(pacer.nextFreeInMs(1000), null);
});
