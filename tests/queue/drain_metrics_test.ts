import assert from "node:assert/strict";
import { describeDrained, drainMetrics } from "../../lib/queue/drain_metrics.ts";
import { emptyDrainTotals } from "../../lib/queue/drain_totals.ts";
import { formatMetrics } from "../../lib/runtime/metrics.ts";

const BEFORE = { ...emptyDrainTotals(), ok: 10, skipped: { forward: 2 }, promptTokens: 1000, costUsd: 0.5 };
const AFTER = {
  ...BEFORE,
  ok: 15,
  skipped: { forward: 3, reply: 1 },
  failed: { llm_timeout: 2 },
  promptTokens: 5000,
  completionTokens: 200,
  costUsd: 0.75,
};
const REMAINING = { due: 7, dueSoon: 1, dueLater: 2, leased: 4, nextInMs: null };

Deno.test("what was drained between two moments is told without what was before", () => {
  assert.equal(
    describeDrained(BEFORE, AFTER, REMAINING),
    "7 jobs done, 2 failed, 7 due, 4.2 k tokens, US$ 0.2500",
  );
  assert.equal(describeDrained(AFTER, AFTER, null), "0 jobs done");
});

Deno.test("the metrics hold the totals, and what remains once it was counted", () => {
  const text = formatMetrics(drainMetrics(AFTER, REMAINING));
  assert.match(text, /^resift_jobs_total\{outcome="skipped"\} 4$/m);
  assert.match(text, /^resift_tokens_total\{kind="prompt"\} 5000$/m);
  assert.match(text, /^resift_cost_usd_total 0\.75$/m);
  assert.match(text, /^resift_jobs_remaining\{state="waiting"\} 3$/m);
  assert.doesNotMatch(formatMetrics(drainMetrics(AFTER, null)), /remaining/);
});
