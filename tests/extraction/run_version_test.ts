import assert from "node:assert/strict";
import { TUITION } from "../../lib/extraction/tuition/tuition_domain.ts";
import { openRulesExtractor } from "../../lib/extraction/rules_extractor.ts";
import { runVersion } from "../../lib/extraction/run_version.ts";
import { parseSettings } from "../../lib/runtime/settings.ts";
import { CHANNEL_ID, editMessage, storeMessages } from "../support/stored_messages.ts";
import { openTestDatabase } from "../support/test_database.ts";

Deno.test("a version is enqueued and drained, and run again does what was edited since", async () => {
  await using test = await openTestDatabase();
  const [first = 0] = await storeMessages(test.sql, [
    { text: "Code: F12\nSec 2 Maths\nRate: $40/hr" },
    { text: "Happy new year!" },
  ]);
  await storeMessages(test.sql, [{ text: "Code: X1" }], CHANNEL_ID - 1);
  const { values: settings } = parseSettings({ environment: {}, dotEnv: {} });
  const run = async () => {
    const { enqueued, totals } = await runVersion(
      test.sql,
      openRulesExtractor(TUITION, { fieldCompletion: "full" }),
      settings,
      {
        version: "tried",
        window: { since: null, until: null },
        channelIds: [CHANNEL_ID],
        signal: new AbortController().signal,
      },
    );
    return { scanned: enqueued?.scanned, kept: enqueued?.kept, claimed: totals.claimed, ok: totals.ok };
  };
  assert.deepEqual(await run(), { scanned: 2, kept: 0, claimed: 2, ok: 1 });
  assert.deepEqual(await run(), { scanned: 2, kept: 2, claimed: 0, ok: 0 });
  await editMessage(test.sql, first, "Code: F13\nSec 2 Maths\nRate: $45/hr");
  assert.deepEqual(await run(), { scanned: 2, kept: 1, claimed: 1, ok: 1 });
});
