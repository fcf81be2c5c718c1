import assert from "node:assert/strict";
import { backoffMs } from "../../lib/queue/backoff.ts";

const BACKOFF = { baseMs: 1500, maxMs: 60_000 };

Deno.test("the wait doubles with each try until it meets its limit", () => {
  const longest = [1, 2, 3, 6, 7, 40].map((attempts) => backoffMs(attempts, BACKOFF, 1));
  assert.deepEqual(longest, [1500, 3000, 6000, 48_000, 60_000, 60_000]);
});

Deno.test("jitter takes off up to half of the wait and never more", () => {
  assert.equal(backoffMs(1, BACKOFF, 0), 750);
  assert.equal(backoffMs(1, BACKOFF, 0.5), 1125);
});
