import assert from "node:assert/strict";
import { choosePushed } from "../../lib/ingest/choose_pushed.ts";
import type { PushedChange } from "../../lib/telegram/telegram_update.ts";

/** A change up to `pts` that counts for `ptsCount`. */
function change(pts: number, ptsCount = 1): PushedChange {
  return { kind: "deleted", channelId: -1, messageIds: [pts], pts, ptsCount };
}

function choose(pts: number, ...changes: PushedChange[]) {
  const chosen = choosePushed(pts, changes);
  const ptsOf = (some: readonly PushedChange[]) => some.map(({ pts }) => pts);
  return [ptsOf(chosen.ready), chosen.pts, ptsOf(chosen.behindGap)];
}

Deno.test("changes that follow one another are all ready", () => {
  assert.deepEqual(choose(10, change(11), change(14, 3), change(15)), [[11, 14, 15], 15, []]);
});

Deno.test("changes that are stored already are left out", () => {
  assert.deepEqual(choose(12, change(11), change(12), change(13)), [[13], 13, []]);
});

Deno.test("nothing behind a gap is ready, not even before the first change that came", () => {
  assert.deepEqual(choose(10, change(11), change(13), change(14)), [[11], 11, [13, 14]]);
  assert.deepEqual(choose(10, change(12)), [[], 10, [12]]);
  assert.deepEqual(choose(10, change(14, 3)), [[], 10, [14]]);
});

Deno.test("a change that counts for nothing is taken where its place is reached", () => {
  assert.deepEqual(choose(10, change(10, 0), change(9, 0), change(11)), [[10, 11], 11, []]);
  assert.deepEqual(choose(10, change(11, 0)), [[], 10, [11]]);
});

Deno.test("a change that is stored in part is stored whole", () => {
  assert.deepEqual(choose(12, change(13, 3)), [[13], 13, []]);
});
