import assert from "node:assert/strict";
import { type HistoryBounds, planHistoryPage } from "../../lib/ingest/plan_history_page.ts";
import type { HistoryPage } from "../../lib/telegram/telegram.ts";
import { after, rawMessage } from "./sample_raw_message.ts";

const ALL: HistoryBounds = { window: { since: null, until: null }, afterMessageId: null, maxMessages: null };

/** Messages `ids`, the newest first; message 7 was written 7 minutes after the first. */
function page(ids: readonly number[], more: Partial<HistoryPage> = {}): HistoryPage {
  return {
    messages: ids.map((id) => rawMessage(id, `text ${id}`, { messageDate: after(id) })),
    emptyCount: 0,
    oldestMessageId: ids.at(-1) ?? null,
    isEnd: false,
    pts: 1,
    ...more,
  };
}

function plan(of: HistoryPage, bounds: Partial<HistoryBounds> = {}, beforeMessageId: number | null = null) {
  const { messages, covered, stop } = planHistoryPage(of, beforeMessageId, { ...ALL, ...bounds });
  return { ids: messages.map(({ messageId }) => messageId), covered, stop };
}

Deno.test("a page in the middle of a history is stored whole, and the next one follows", () => {
  assert.deepEqual(plan(page([9, 8, 5])), { ids: [5, 8, 9], covered: { firstId: 5, lastId: 9 }, stop: null });
});

Deno.test("a later page covers the ids up to where it was asked to begin", () => {
  assert.deepEqual(plan(page([9, 8, 5]), {}, 14).covered, { firstId: 5, lastId: 13 });
});

Deno.test("what was written before the window is left out and ends the reading; so does the last page", () => {
  const window = { since: after(8), until: null };
  assert.deepEqual(plan(page([9, 8, 5]), { window }), {
    ids: [8, 9],
    covered: { firstId: 6, lastId: 9 },
    stop: "end",
  });
  assert.equal(plan(page([9, 8, 5], { isEnd: true })).stop, "end");
});

Deno.test("an empty page ends the reading and proves no message gone", () => {
  assert.deepEqual(plan(page([], { isEnd: true })), { ids: [], covered: null, stop: "end" });
  assert.deepEqual(plan(page([], { isEnd: true }), { afterMessageId: 3 }, 9).covered, null);
});

Deno.test("where nobody else stores newer messages, those above the newest of the history are gone", () => {
  const { covered } = plan(page([9, 8, 5]), { coversTop: true, afterMessageId: 5 });
  assert.deepEqual(covered, { firstId: 6, lastId: Number.MAX_SAFE_INTEGER });
  assert.equal(plan(page([7, 6, 5]), { coversTop: true }, 9).covered?.lastId, 8);
  const window = { since: null, until: after(8) };
  assert.equal(plan(page([7, 5]), { coversTop: true, window }).covered?.lastId, 7);
});

Deno.test("what was written at the window's end or later is left out and ends nothing", () => {
  const window = { since: null, until: after(8) };
  assert.deepEqual(plan(page([9, 8, 5]), { window }), {
    ids: [5],
    covered: { firstId: 5, lastId: 5 },
    stop: null,
  });
});

Deno.test("the reading ends above the message that was reached before", () => {
  assert.deepEqual(plan(page([9, 8, 5]), { afterMessageId: 5 }), {
    ids: [8, 9],
    covered: { firstId: 6, lastId: 9 },
    stop: "end",
  });
  assert.equal(plan(page([9, 8, 6]), { afterMessageId: 5 }).stop, "end", "nothing lies between 5 and 6");
  assert.equal(plan(page([9, 8, 7]), { afterMessageId: 5 }).stop, null);
});

Deno.test("a limit of messages keeps the newest and does not count as the end", () => {
  assert.deepEqual(plan(page([9, 8, 5]), { maxMessages: 2 }), {
    ids: [8, 9],
    covered: { firstId: 8, lastId: 9 },
    stop: "limit",
  });
  assert.equal(plan(page([9, 8, 5], { isEnd: true }), { maxMessages: 3 }).stop, "end");
});
