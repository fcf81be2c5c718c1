import assert from "node:assert/strict";
import { loadChosenComparison } from "../../../lib/comparison/load_chosen_comparison.ts";
import {
  latencyChart,
  NO_USAGE,
  noUsage,
  usageDifferenceChart,
} from "../../../lib/comparison/usage/usage_charts.ts";
import { usageRows } from "../../../lib/comparison/usage/usage_rows.ts";
import { storeMessages } from "../../support/stored_messages.ts";
import { storeOutputs } from "../../support/stored_outputs.ts";
import { openTestDatabase } from "../../support/test_database.ts";

const CHOSEN = { versionA: "a", versionB: "b", channels: null, sinceIso: null, untilIso: null };
const SETTINGS = { CHANNEL_LIST: null };

Deno.test("what a model took is drawn as how much more B takes, and as how many posts are done in time", async () => {
  await using test = await openTestDatabase();
  const texts = Array.from({ length: 12 }, (_, at) => ({
    text: `post ${at}`,
    date: `2026-01-${String(at + 1).padStart(2, "0")}T10:00:00Z`,
  }));
  const rawIds = await storeMessages(test.sql, texts);
  for (const version of ["a", "b"]) {
    await storeOutputs(test.sql, version, rawIds.map((rawId) => ({ rawId, model: "m" })));
  }
  await test.sql`update pipeline_versions set extractor = 'llm', model = 'm'`;
  await test.sql`
    update telegram_extractions set prompt_tokens = 100, completion_tokens = 10, cost_usd = 0.01,
      latency_ms = case pipeline_version when 'a' then 1000 else 3000 end`;
  await test.sql`update telegram_extractions set prompt_tokens = 150 where pipeline_version = 'b'`;
  const { comparison } = await loadChosenComparison(test.sql, SETTINGS, CHOSEN);

  assert.deepEqual(usageRows(comparison).slice(0, 3), [
    ["posts for which a model was asked", 12, 12],
    ["of these, with replies from the cache", 0, 0],
    ["tokens sent", 1200, 1800],
  ]);
  const differences = usageDifferenceChart(comparison).text.split("\n");
  assert.match(differences[0] ?? "", /^cost\t0\.0 %/);
  assert.match(differences[1] ?? "", /^tokens sent\t\+50\.0 %/);
  assert.match(differences[3] ?? "", /^time\t\+200\.0 %/);
  const done = latencyChart(comparison).text.split("\n");
  assert.ok(done.includes("A a\t1.5\t100.0 %"), done.join("\n"));
  assert.ok(done.includes("B b\t3\t0.0 %") && done.includes("B b\t5\t100.0 %"), done.join("\n"));
});

Deno.test("where no model was asked, the charts say so, and the table what to do", async () => {
  await using test = await openTestDatabase();
  const [rawId = 0] = await storeMessages(test.sql, [{ text: "one" }]);
  for (const version of ["a", "b"]) await storeOutputs(test.sql, version, [{ rawId }]);
  const { comparison } = await loadChosenComparison(test.sql, SETTINGS, CHOSEN);
  assert.deepEqual(usageRows(comparison), []);
  assert.match(noUsage(comparison), /in a or b: rules take no tokens/);
  assert.equal(usageDifferenceChart(comparison).text, NO_USAGE);
  assert.equal(latencyChart(comparison).text, NO_USAGE);
});
