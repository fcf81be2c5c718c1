import assert from "node:assert/strict";
import { TailFigures } from "../../lib/ingest/tail_figures.ts";
import type { StoredChanges } from "../../lib/ingest/tail_options.ts";
import { formatMetrics } from "../../lib/runtime/metrics.ts";
import { CHANNEL } from "./sample_raw_message.ts";

const NOW = Date.UTC(2026, 0, 1);

function stored(more: Partial<StoredChanges>): StoredChanges {
  const none = { new: 0, edited: 0, deleted: 0, known: 0, refused: 0, newestDate: null };
  return { channel: { ...CHANNEL, channelLink: "t.me/a" }, ...none, ...more };
}

Deno.test("a minute's line tells what was stored since the last one, and the longest delay", () => {
  const figures = new TailFigures(180, () => NOW);
  figures.noteStored(stored({ new: 2, newestDate: new Date(NOW - 3000) }));
  figures.noteStored(stored({ new: 1, edited: 4, deleted: 1, newestDate: new Date(NOW - 1000) }));
  figures.noteCatchUp("missed");
  figures.noteCatchUp("check");
  assert.equal(
    figures.takeMinute(),
    "3 new, 4 edited, 1 deleted, stored at most 3.0 s behind Telegram, catch-ups: 1",
  );
  assert.equal(figures.takeMinute(), "0 new, 0 edited, 0 deleted");
});

Deno.test("the metrics count all that was stored, by channel and change", () => {
  const figures = new TailFigures(180, () => NOW);
  figures.noteStored(stored({ new: 2, newestDate: new Date(NOW - 3000) }));
  figures.takeMinute();
  figures.noteStored(stored({ new: 1, newestDate: new Date(NOW - 60_000) }));
  figures.noteFloodWait();
  figures.noteCatchUp("start");
  const text = formatMetrics(figures.metrics());
  assert.match(text, /^resift_messages_total\{channel="t\.me\/a",change="new"\} 3$/m);
  assert.match(text, /^resift_store_lag_seconds\{channel="t\.me\/a"\} 60$/m);
  assert.match(text, new RegExp(`^resift_newest_message_timestamp_seconds\\{.*\\} ${NOW / 1000 - 3}$`, "m"));
  assert.match(text, /^resift_flood_wait_seconds_total 1$/m);
  assert.match(text, /^resift_catch_ups_total\{reason="start"\} 1$/m);
});

Deno.test("a tail without a sign of life from Telegram is not well, until there is one", () => {
  let now = NOW;
  const figures = new TailFigures(180, () => now);
  now += 180_000;
  assert.equal(figures.health().ok, true);
  now += 1000;
  assert.deepEqual(figures.health(), {
    ok: false,
    reason: "last sign of life from Telegram 181 s ago, at most 180 s are well",
  });
  figures.noteFloodWait();
  assert.equal(figures.health().ok, true, "a wait that Telegram asked for is a sign");
});
