import assert from "node:assert/strict";
import { type DrainState, isWorthAFlush, planClaims } from "../../lib/queue/plan_flush.ts";
import { drainOptions } from "../support/stored_jobs.ts";

const OPTIONS = drainOptions({ batchSize: 10 });

/** A drain in which nothing has happened yet. */
function state(changes: Partial<DrainState> = {}): DrainState {
  return { results: 0, held: 0, buffered: 0, isIdle: true, flushes: 0, claiming: 0, claimed: 0, ...changes };
}

Deno.test("an empty buffer is filled, one that is half full is topped up, a fuller one is left alone", () => {
  const claims = [0, 5, 6, 10].map((buffered) =>
    planClaims(state({ buffered, held: 10, isIdle: false }), OPTIONS)
  );
  assert.deepEqual(claims, [10, 5, 0, 0]);
});

Deno.test("what is being claimed counts as buffered while jobs run", () => {
  assert.equal(planClaims(state({ flushes: 1, claiming: 10, held: 4, isIdle: false }), OPTIONS), 0);
});

Deno.test("a worker that waits for the server with all its jobs done claims a second batch ahead", () => {
  assert.equal(planClaims(state({ flushes: 1, claiming: 10, held: 10 }), OPTIONS), 10);
});

Deno.test("a worker that holds no job does not ask an empty queue twice at a time", () => {
  assert.equal(planClaims(state({ flushes: 1, claiming: 10 }), OPTIONS), 0);
});

Deno.test("claims never go beyond MAX_JOBS, those under way included", () => {
  const options = { ...OPTIONS, maxJobs: 24 };
  assert.equal(planClaims(state({ claimed: 20 }), options), 4);
  assert.equal(planClaims(state({ claimed: 10, claiming: 10, flushes: 1, held: 10 }), options), 4);
  assert.equal(planClaims(state({ claimed: 24 }), options), 0);
});

Deno.test("a flush leaves at once when none is under way, the second with half a batch, a third never", () => {
  assert.equal(isWorthAFlush(state(), 0, OPTIONS), false);
  assert.equal(isWorthAFlush(state({ results: 1 }), 0, OPTIONS), true);
  assert.equal(isWorthAFlush(state(), 1, OPTIONS), true);
  assert.equal(isWorthAFlush(state({ results: 4, flushes: 1 }), 0, OPTIONS), false);
  assert.equal(isWorthAFlush(state({ results: 3, flushes: 1 }), 2, OPTIONS), true);
  assert.equal(isWorthAFlush(state({ results: 10, flushes: 2 }), 10, OPTIONS), false);
});
