import assert from "node:assert/strict";
import { runDrain } from "../../lib/queue/drain.ts";
import type { Outcome, Usage } from "../../lib/queue/outcome.ts";
import type { Sql } from "../../lib/store/database.ts";
import { drainOptions, openQueue } from "../support/stored_jobs.ts";
import { editMessage } from "../support/stored_messages.ts";

const PAID: Usage = {
  promptTokens: 900,
  completionTokens: 80,
  costUsd: 0.5,
  latencyMs: 41.6,
  cachedReplies: 0,
};
const PAID_ROW = [900, 80, 0.5, 42, "a model"];

async function drainOnce(sql: Sql, outcome: Outcome): Promise<unknown[]> {
  await sql`update telegram_extractions set status = 'pending', skip_reason = null, run_after = now() where status <> 'pending'`;
  await runDrain(sql, drainOptions({ model: "a model", maxAttempts: 9 }), () => Promise.resolve(outcome));
  return await loadFigures(sql);
}

async function loadFigures(sql: Sql): Promise<unknown[]> {
  const [row] = await sql`
    select prompt_tokens, completion_tokens, cost_usd::float8 as cost_usd, latency_ms, llm_model from telegram_extractions`;
  return Object.values(row ?? {});
}

function ok(usage?: Usage): Outcome {
  return { kind: "ok", output: {}, meta: {}, ...(usage && { usage }) };
}

Deno.test("no figure of an earlier output stays with a new one", async () => {
  await using queue = await openQueue(1);
  assert.deepEqual(await drainOnce(queue.sql, ok(PAID)), PAID_ROW);
  const cached = { promptTokens: 0, completionTokens: 0, costUsd: 0, latencyMs: null, cachedReplies: 1 };
  assert.deepEqual(await drainOnce(queue.sql, ok(cached)), [0, 0, 0, null, "a model"]);
  assert.deepEqual(await drainOnce(queue.sql, ok(PAID)), PAID_ROW);
  const [prompt, completion, cost] = await drainOnce(queue.sql, ok());
  assert.deepEqual([prompt, completion, cost], [null, null, null], "nothing is known of this one");
});

Deno.test("a try that is repeated, or whose text was edited meanwhile, leaves the figures of the output that stays", async () => {
  await using queue = await openQueue(1);
  await drainOnce(queue.sql, ok(PAID));
  const error = { error: "llm_timeout", message: "no answer" };
  const later: Outcome = { kind: "retry_later", afterMs: 3_600_000, error, costsAttempt: true };
  assert.deepEqual(await drainOnce(queue.sql, { ...later, usage: { ...PAID, promptTokens: 1 } }), PAID_ROW);

  await queue.sql`update telegram_extractions set run_after = now()`;
  await runDrain(queue.sql, drainOptions({ maxJobs: 1 }), async () => {
    await editMessage(queue.sql, queue.rawIds[0] ?? 0, "another text");
    return { ...ok({ ...PAID, promptTokens: 1 }), meta: { timings: { edited: 1 } } };
  });
  const [row] = await queue.sql`select status, meta from telegram_extractions`;
  assert.deepEqual(row, { status: "pending", meta: {} });
  assert.deepEqual(await loadFigures(queue.sql), PAID_ROW);
});
