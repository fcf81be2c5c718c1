import assert from "node:assert/strict";
import type { Outcome } from "../../lib/queue/outcome.ts";
import { makeWritable, resultOf } from "../../lib/queue/result.ts";
import { sampleJob } from "../support/sample_job.ts";

const RULES = { maxAttempts: 3, baseMs: 1000, maxMs: 8000 };
const RUN = { model: null, latencyMs: 12.4, random: 0.5 };
const ERROR = { error: "llm_timeout", message: "no answer within 200 s" };

const jobAt = (attempts: number) => sampleJob({ attempts });

function retryLater(changes: Partial<Extract<Outcome, { kind: "retry_later" }>> = {}): Outcome {
  return { kind: "retry_later", afterMs: null, error: ERROR, costsAttempt: true, ...changes };
}

Deno.test("a failed try is repeated after the back-off of its attempt", () => {
  const result = resultOf(jobAt(2), retryLater(), RULES, RUN);
  assert.equal(result.outcome, "retry");
  assert.equal(result.run_after_ms, 1500);
  assert.equal(result.keeps_attempt, false);
});

Deno.test("a wait that the provider names wins over the back-off", () => {
  assert.equal(resultOf(jobAt(1), retryLater({ afterMs: 30_000 }), RULES, RUN).run_after_ms, 30_000);
});

Deno.test("MAX_ATTEMPTS tries are made, and the last one's failure is final and keeps its reason", () => {
  const outcomes = [1, 2, 3].map((attempts) => resultOf(jobAt(attempts), retryLater(), RULES, RUN).outcome);
  assert.deepEqual(outcomes, ["retry", "retry", "failed"]);
  assert.deepEqual(resultOf(jobAt(3), retryLater(), RULES, RUN).error, ERROR);
});

Deno.test("a try that costs no attempt is repeated even after the last attempt", () => {
  const result = resultOf(jobAt(3), retryLater({ costsAttempt: false }), RULES, RUN);
  assert.equal(result.outcome, "retry");
  assert.equal(result.keeps_attempt, true);
});

Deno.test("a job that failed keeps what it cost", () => {
  const usage = {
    promptTokens: 900,
    completionTokens: 100,
    costUsd: 0.002,
    latencyMs: 80.4,
    cachedReplies: 0,
  };
  const cost = { prompt_tokens: 900, completion_tokens: 100, cost_usd: 0.002, latency_ms: 80 };
  for (const outcome of [retryLater({ usage }), { kind: "give_up", error: ERROR, usage } as const]) {
    const { prompt_tokens, completion_tokens, cost_usd, latency_ms } = resultOf(
      jobAt(3),
      outcome,
      RULES,
      RUN,
    );
    assert.deepEqual({ prompt_tokens, completion_tokens, cost_usd, latency_ms }, cost);
  }
});

Deno.test("what jsonb refuses is replaced, and what merely looks like it is kept", () => {
  const output = {
    nul: "a\0b",
    lone: "x\ud83dy",
    pair: "😀",
    letters: "\\u0000 and \\ud800",
  };
  const result = resultOf(jobAt(1), { kind: "ok", output, meta: {} }, RULES, RUN);
  const written = JSON.parse(makeWritable(result).json);
  assert.deepEqual(written.output, {
    nul: "a\ufffdb",
    lone: "x\ufffdy",
    pair: "😀",
    letters: "\\u0000 and \\ud800",
  });
});

Deno.test("an output that is no JSON fails its own job", () => {
  const circle: Record<string, unknown> = {};
  circle["self"] = circle;
  for (const output of [circle, { big: 1n }]) {
    const { result, json } = makeWritable(resultOf(jobAt(1), { kind: "ok", output, meta: {} }, RULES, RUN));
    assert.deepEqual([result.outcome, result.error?.error], ["failed", "persist_failed"]);
    assert.equal(JSON.parse(json).claim_id, 70);
  }
});
