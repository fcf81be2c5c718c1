import assert from "node:assert/strict";
import { BackfillPace } from "../../lib/ingest/backfill_pace.ts";

const NOW = Date.UTC(2026, 0, 11);
const day = (day: number) => new Date(Date.UTC(2026, 0, day));

Deno.test("the share of a window by time and what is left follow from how far down a channel is read", () => {
  const pace = new BackfillPace({ since: day(1), until: null }, 2, NOW);
  assert.equal(pace.leftMs(NOW), null, "nothing is known yet");
  pace.beginChannel("t.me/a");
  pace.addPage(day(10));
  pace.addPage(day(6));
  assert.equal(pace.share, 0.25);
  // Of two windows, 0.2 in ten seconds, from the first page on.
  assert.equal(pace.leftMs(NOW + 10_000), 37_500);
  assert.equal(
    pace.describe(NOW + 10_000),
    "t.me/a down to 2026-01-06 00:00, 25.0 % of the window, about 38 s left",
  );
  pace.endChannel();
  assert.equal(pace.share, 0.5);
});

Deno.test("what earlier runs have read does not count into the pace of this one", () => {
  const pace = new BackfillPace({ since: day(1), until: day(11) }, 1, NOW);
  pace.beginChannel("t.me/a");
  pace.addPage(day(3));
  assert.equal(pace.leftMs(NOW + 1000), null);
  pace.addPage(day(2));
  assert.equal(Math.round(pace.leftMs(NOW + 10_000) ?? 0), 10_000);
});

Deno.test("a window that ends in the future is counted from now", () => {
  const pace = new BackfillPace({ since: day(1), until: day(30) }, 1, NOW);
  pace.beginChannel("t.me/a");
  pace.addPage(day(11));
  assert.equal(pace.share, 0);
});
