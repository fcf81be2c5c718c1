import assert from "node:assert/strict";
import { loadVersionUsage } from "../../lib/store/load_version_usage.ts";
import { CHANNEL_ID, numberedMessages, storeMessages } from "../support/stored_messages.ts";
import { storeOutputs } from "../support/stored_outputs.ts";
import { openTestDatabase } from "../support/test_database.ts";

const ALL = { since: null, until: null };

Deno.test("tokens, cost and time are added up over a window, and what is not known is counted, not guessed", async () => {
  await using test = await openTestDatabase();
  const { sql } = test;
  const [one = 0, two = 0, three = 0, four = 0] = await storeMessages(sql, numberedMessages(4));
  const [other = 0] = await storeMessages(sql, numberedMessages(1), CHANNEL_ID - 1);
  await storeOutputs(sql, "v", [
    { rawId: one, model: "m" },
    { rawId: two, model: "m", status: "failed" },
    { rawId: three, model: "m", meta: { llm: { cached: 1 } } },
    { rawId: four, model: "m", status: "skipped" },
    { rawId: other, model: "m" },
  ]);
  await sql`
    update telegram_extractions e set prompt_tokens = 100, completion_tokens = 10, cost_usd = 0.25, latency_ms = 400
    where raw_id in (${one}, ${other})`;
  await sql`update telegram_extractions set prompt_tokens = 50, latency_ms = 600 where raw_id = ${two}`;
  await sql`
    update telegram_extractions set prompt_tokens = 0, completion_tokens = 0, cost_usd = 0, latency_ms = null
    where raw_id = ${three}`;

  const usage = await loadVersionUsage(sql, "v", ALL, [CHANNEL_ID]);
  assert.deepEqual(usage, {
    asked: 3,
    promptTokens: 150,
    completionTokens: 10,
    costUsd: 0.25,
    costUnknown: 1,
    medianLatencyMs: 500,
    cached: 1,
  });
  assert.equal((await loadVersionUsage(sql, "v", ALL, null)).asked, 4);
  const first = { since: null, until: new Date("2026-01-01T00:01:30Z") };
  assert.equal((await loadVersionUsage(sql, "v", first, [CHANNEL_ID])).asked, 1);
  const nothing = await loadVersionUsage(sql, "none", ALL, null);
  assert.deepEqual([nothing.asked, nothing.promptTokens, nothing.costUsd, nothing.medianLatencyMs], [
    0,
    0,
    null,
    null,
  ]);
});
