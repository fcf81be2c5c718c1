import assert from "node:assert/strict";
import { splitAtGaps } from "../../lib/ingest/split_at_gaps.ts";
import type { TelegramUpdate } from "../../lib/telegram/telegram_update.ts";

function deletion(channelId: number, pts: number): TelegramUpdate {
  return { kind: "deleted", channelId, messageIds: [pts], pts, ptsCount: 1 };
}

Deno.test("changes are gathered by channel in their order; a gap parts what came before it from what came after", () => {
  const gap: TelegramUpdate = { kind: "gap", channelId: null, reason: "reconnected" };
  const parts = splitAtGaps([deletion(-1, 5), deletion(-2, 1), deletion(-1, 6), gap, gap, deletion(-1, 9)]);
  assert.deepEqual(
    parts.map((part) =>
      part.kind === "gap"
        ? part.reason
        : [...part.byChannel].map(([channelId, changes]) => [channelId, changes.map(({ pts }) => pts)])
    ),
    [[[-1, [5, 6]], [-2, [1]]], "reconnected", "reconnected", [[-1, [9]]]],
  );
});
