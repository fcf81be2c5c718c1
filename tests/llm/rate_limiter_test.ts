import assert from "node:assert/strict";
import fc from "fast-check";
import { RateLimiter } from "../../lib/llm/rate_limiter.ts";

Deno.test("without limits nothing waits", () => {
  const limiter = new RateLimiter({ requestsPerMinute: null, tokensPerMinute: null });
  for (let request = 0; request < 100; request++) assert.equal(limiter.reserve(10_000, 5), 0);
});

Deno.test("requests are spaced over the minute, and a pause gives no right to a burst", () => {
  const limiter = new RateLimiter({ requestsPerMinute: 60, tokensPerMinute: null });
  assert.deepEqual([0, 0, 500].map((nowMs) => limiter.reserve(0, nowMs)), [0, 1000, 1500]);
  assert.deepEqual([90_000, 90_000].map((nowMs) => limiter.reserve(0, nowMs)), [0, 1000]);
});

Deno.test("a large request makes the next one wait for its tokens", () => {
  const limiter = new RateLimiter({ requestsPerMinute: null, tokensPerMinute: 6000 });
  assert.deepEqual([3000, 600, 1].map((tokens) => limiter.reserve(tokens, 0)), [0, 30_000, 36_000]);
});

Deno.test("reserved tokens that were not used come free, and those used beyond are waited for", () => {
  const limiter = new RateLimiter({ requestsPerMinute: null, tokensPerMinute: 6000 });
  limiter.reserve(3000, 0);
  limiter.settle(3000, 1000);
  assert.equal(limiter.reserve(1000, 0), 10_000);
  limiter.settle(1000, 1500);
  assert.equal(limiter.reserve(1, 0), 25_000);
});

Deno.test("what a server asks to wait holds everything back, and a shorter wait does not end a longer one", () => {
  const limiter = new RateLimiter({ requestsPerMinute: null, tokensPerMinute: null });
  limiter.hold(20_000, 1000);
  limiter.hold(500, 2000);
  assert.equal(limiter.reserve(0, 2000), 19_000);
  assert.equal(limiter.reserve(0, 21_000), 0);
});

Deno.test("no minute has more requests than allowed, nor more tokens but for those of its last request", () => {
  const arrivals = fc.array(fc.record({ afterMs: fc.nat(5000), tokens: fc.integer({ min: 1, max: 3000 }) }), {
    minLength: 1,
    maxLength: 80,
  });
  fc.assert(
    fc.property(arrivals, (requests) => {
      const limiter = new RateLimiter({ requestsPerMinute: 30, tokensPerMinute: 20_000 });
      let nowMs = 0;
      const started = requests.map(({ afterMs, tokens }) => {
        nowMs += afterMs;
        return { startMs: nowMs + limiter.reserve(tokens, nowMs), tokens };
      });
      for (const [index, last] of started.entries()) {
        const earlier = started.slice(0, index).filter(({ startMs }) => startMs > last.startMs - 59_999);
        assert.ok(earlier.length < 30);
        assert.ok(earlier.reduce((sum, { tokens }) => sum + tokens, 0) <= 20_000);
      }
    }),
    { seed: 20240702, numRuns: 300 },
  );
});
