import assert from "node:assert/strict";
import { describeRemaining, drainRows, isDrainComplete } from "../../lib/queue/drain_report.ts";
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
