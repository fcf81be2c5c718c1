import assert from "node:assert/strict";
import {
  describeRemaining,
  describeUsage,
  drainDetails,
  drainRows,
  isDrainComplete,
} from "../../lib/queue/drain_report.ts";
import { type DrainTotals, emptyDrainTotals } from "../../lib/queue/drain_totals.ts";
import type { Remaining } from "../../lib/queue/lease_protocol.ts";

const NOTHING_LEFT: Remaining = { due: 0, dueSoon: 0, dueLater: 0, leased: 0, nextInMs: null };

function totalsOf(changes: Partial<DrainTotals>): DrainTotals {
  return { ...emptyDrainTotals(), ...changes };
}

Deno.test("a drain is complete when nothing failed and nothing remains", () => {
  const done = totalsOf({ claimed: 3, ok: 2, skipped: { forward: 1 } });
  assert.equal(isDrainComplete(done, NOTHING_LEFT, null), true);
  assert.equal(
    isDrainComplete(totalsOf({ claimed: 1, failed: { llm_timeout: 1 } }), NOTHING_LEFT, null),
    false,
  );
  for (const part of ["due", "dueSoon", "dueLater", "leased"]) {
    assert.equal(isDrainComplete(done, { ...NOTHING_LEFT, [part]: 1 }, null), false, part);
  }
});

Deno.test("a drain limited by MAX_JOBS is complete when what it took is finished, whatever remains", () => {
  const left = { ...NOTHING_LEFT, due: 100 };
  assert.equal(isDrainComplete(totalsOf({ claimed: 3, ok: 3 }), left, 3), true);
  assert.equal(isDrainComplete(totalsOf({ claimed: 3, ok: 2, retried: 1 }), left, 3), false);
  assert.equal(isDrainComplete(totalsOf({ claimed: 2, ok: 2 }), left, 3), false, "it ended before its limit");
});

Deno.test("the rows of the totals add up to the jobs that were claimed", () => {
  const rows = drainRows(totalsOf({
    claimed: 36,
    ok: 1,
    skipped: { forward: 2, reply: 3 },
    failed: { llm_timeout: 4 },
    retried: 5,
    edited: 6,
    late: 7,
    released: 8,
    rescued: 9,
  }));
  const [name, claimed] = rows.at(-1) ?? [];
  assert.equal(name, "jobs claimed");
  assert.equal(rows.slice(0, -1).reduce((sum, [, count]) => sum + count, 0), claimed);
});

Deno.test("what remains is named part by part, and an empty queue is not mentioned", () => {
  assert.equal(describeRemaining(NOTHING_LEFT), null);
  assert.equal(
    describeRemaining({ due: 1234, dueSoon: 0, dueLater: 2, leased: 3, nextInMs: 5 }),
    "Remaining: 1,234 due now, 2 due later, 3 leased to other workers",
  );
});

Deno.test("a progress line tells failures, tokens, cost and a lowered concurrency, and leaves out what is nothing", () => {
  assert.equal(drainDetails(emptyDrainTotals()), "");
  assert.equal(drainDetails(emptyDrainTotals(), { wanted: 32, limit: null }), "32 at a time");
  assert.equal(drainDetails(totalsOf({ ok: 5, skipped: { forward: 1234 } })), "1,234 skipped");
  const totals = totalsOf({
    failed: { llm_timeout: 2, llm_error: 1 },
    skipped: { forward: 4 },
    retried: 5,
    promptTokens: 1_200_000,
    completionTokens: 34_000,
    costUsd: 0.04312,
    cachedReplies: 6,
  });
  assert.equal(
    drainDetails(totals, { wanted: 32, limit: 16 }),
    "3 failed, 1.2 M tokens, US$ 0.0431, 6 from the cache, 16 at a time (32 wanted), 4 skipped, 5 retried",
  );
  assert.match(drainDetails(totals, { wanted: 32, limit: 40 }), /, 32 at a time,/);
});

Deno.test("the usage of a drain is told where a model was asked, and its cost where it is known", () => {
  assert.equal(describeUsage(emptyDrainTotals()), null);
  const totals = totalsOf({ promptTokens: 1200, completionTokens: 34 });
  assert.equal(describeUsage(totals), "Tokens: 1,234 (1,200 sent, 34 received)");
  assert.equal(
    describeUsage({ ...totals, costUsd: 12.3, cachedReplies: 5 }),
    "Tokens: 1,234 (1,200 sent, 34 received); cost: US$ 12.30; replies from the cache: 5",
  );
  assert.equal(describeUsage(totalsOf({ cachedReplies: 5 })), "Replies from the cache: 5");
});
