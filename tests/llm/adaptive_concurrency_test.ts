import assert from "node:assert/strict";
import { AdaptiveConcurrency } from "../../lib/llm/adaptive_concurrency.ts";

function succeed(concurrency: AdaptiveConcurrency, times: number): void {
  for (let time = 0; time < times; time++) concurrency.recordSuccess();
}

Deno.test("it starts at the most, and successes do not lift it above", () => {
  const concurrency = new AdaptiveConcurrency(8);
  succeed(concurrency, 100);
  assert.equal(concurrency.limit, 8);
});

Deno.test("a request that is turned away halves it, down to one", () => {
  const concurrency = new AdaptiveConcurrency(8);
  const limits = [1, 2, 3, 4].map((ms) => {
    concurrency.recordRateLimit(ms, ms);
    return concurrency.limit;
  });
  assert.deepEqual(limits, [4, 2, 1, 1]);
});

Deno.test("requests that were under way together halve it once", () => {
  const concurrency = new AdaptiveConcurrency(64);
  for (let request = 0; request < 64; request++) concurrency.recordRateLimit(request, 100 + request);
  assert.equal(concurrency.limit, 32);
  concurrency.recordRateLimit(101, 300);
  assert.equal(concurrency.limit, 16);
});

Deno.test("it creeps back, one for each round of successes", () => {
  const concurrency = new AdaptiveConcurrency(4);
  concurrency.recordRateLimit(1, 1);
  succeed(concurrency, 1);
  assert.equal(concurrency.limit, 2);
  succeed(concurrency, 1);
  assert.equal(concurrency.limit, 3);
  succeed(concurrency, 3);
  assert.equal(concurrency.limit, 4);
});
