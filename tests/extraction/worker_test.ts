import assert from "node:assert/strict";
import { TUITION } from "../../lib/extraction/tuition/tuition_domain.ts";
import type { Extractor } from "../../lib/extraction/extractor.ts";
import { openRulesExtractor } from "../../lib/extraction/rules_extractor.ts";
import { runVersion } from "../../lib/extraction/run_version.ts";
import { parseSettings } from "../../lib/runtime/settings.ts";
import type { Sql } from "../../lib/store/database.ts";
import { CHANNEL_ID, storeMessages } from "../support/stored_messages.ts";
import { openTestDatabase } from "../support/test_database.ts";

const POST = "Code: F12\nSec 2 Maths\nRate: $40/hr";

function run(sql: Sql, extractor: Extractor, version: string) {
  const { values: settings } = parseSettings({ environment: {}, dotEnv: {} });
  const { signal } = new AbortController();
  return runVersion(sql, extractor, settings, {
    version,
    window: { since: null, until: null },
    channelIds: null,
    signal,
  });
}

Deno.test("a forward is read in a channel that is trusted by its id, and in no other", async () => {
  await using test = await openTestDatabase();
  await storeMessages(test.sql, [{ text: POST, isForward: true }, { text: POST }]);
  await storeMessages(test.sql, [{ text: POST, isForward: true }], CHANNEL_ID - 1);
  const trusting = openRulesExtractor(TUITION, { trustedForwards: [String(CHANNEL_ID)] });
  assert.equal((await run(test.sql, openRulesExtractor(TUITION), "wary")).totals.skipped["forward"], 2);
  const { totals } = await run(test.sql, trusting, "trusting");
  assert.deepEqual([totals.ok, totals.skipped], [2, { forward: 1 }]);
});

Deno.test("a drain counts the posts that violate a rule, the most frequent first, and stores what was found", async () => {
  await using test = await openTestDatabase();
  await storeMessages(test.sql, [{ text: "one" }, { text: "two" }, { text: "three" }]);
  const extractor: Extractor = {
    ...openRulesExtractor(TUITION),
    extract: ({ text }) => {
      const rules = text === "one" ? [] : text === "two" ? ["invented"] : ["upside_down", "invented"];
      const violations = rules.map((rule) => ({ field: "rate", rule, evidence: text }));
      return Promise.resolve({
        kind: "ok",
        output: {},
        meta: text === "two"
          ? { compilation: { segments: [{}, { hard_validation: { mode: "report", violations } }] } }
          : { hard_validation: { mode: "report", violations } },
      });
    },
  };
  const { violations } = await run(test.sql, extractor, "odd");
  assert.deepEqual(violations, [["rate: invented", 2], ["rate: upside_down", 1]]);
  const stored = await test.sql`
    select v ->> 'rule' as rule, count(*)::integer as items
    from telegram_extractions, jsonb_path_query(meta, 'strict $.**.hard_validation.violations[*]') as v
    group by 1 order by 2 desc`;
  assert.deepEqual(stored.map(({ rule, items }) => [rule, items]), [["invented", 2], ["upside_down", 1]]);
});
