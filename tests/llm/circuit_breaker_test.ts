import assert from "node:assert/strict";
import { CircuitBreaker, type Permit } from "../../lib/llm/circuit_breaker.ts";

function admit(breaker: CircuitBreaker, nowMs: number): Permit {
  const { permit } = breaker.admit(nowMs);
  assert.ok(permit !== null);
  return permit;
}

function fail(breaker: CircuitBreaker, times: number, nowMs: number): void {
  for (let time = 0; time < times; time++) breaker.recordFailure(admit(breaker, nowMs), nowMs);
}

Deno.test("five failures in a row open the circuit for a minute", () => {
  const breaker = new CircuitBreaker();
  fail(breaker, 4, 0);
  assert.equal(breaker.isOpen, false);
  fail(breaker, 1, 1000);
  assert.equal(breaker.isOpen, true);
  assert.deepEqual(breaker.admit(1000), { permit: null, waitMs: 60_000 });
  assert.deepEqual(breaker.admit(60_999), { permit: null, waitMs: 1 });
});

Deno.test("a success in between starts the count anew", () => {
  const breaker = new CircuitBreaker();
  for (let round = 0; round < 10; round++) {
    fail(breaker, 4, 0);
    breaker.recordSuccess(admit(breaker, 0));
  }
  assert.equal(breaker.isOpen, false);
});

Deno.test("after the minute one request tries, and the others wait for it", () => {
  const breaker = new CircuitBreaker();
  fail(breaker, 5, 0);
  const probe = admit(breaker, 60_000);
  assert.deepEqual(breaker.admit(60_000), { permit: null, waitMs: 5000 });
  breaker.recordSuccess(probe);
  assert.equal(breaker.isOpen, false);
  fail(breaker, 4, 60_001);
  assert.equal(breaker.isOpen, false);
});

Deno.test("a failed probe opens the circuit for another minute", () => {
  const breaker = new CircuitBreaker();
  fail(breaker, 5, 0);
  breaker.recordFailure(admit(breaker, 60_000), 70_000);
  assert.deepEqual(breaker.admit(70_000), { permit: null, waitMs: 60_000 });
});

Deno.test("a probe that was given up leaves its place to the next", () => {
  const breaker = new CircuitBreaker();
  fail(breaker, 5, 0);
  breaker.recordNothing(admit(breaker, 60_000), 60_500);
  breaker.recordSuccess(admit(breaker, 60_500));
  assert.equal(breaker.isOpen, false);
});

Deno.test("a burst that fails together opens the circuit once, and its stragglers neither keep it open nor close it", () => {
  const breaker = new CircuitBreaker();
  const burst = Array.from({ length: 64 }, () => admit(breaker, 0));
  for (const [index, permit] of burst.slice(0, 60).entries()) breaker.recordFailure(permit, index);
  assert.deepEqual(breaker.admit(100), { permit: null, waitMs: 60_004 - 100 });
  for (const permit of burst.slice(60, 62)) breaker.recordSuccess(permit);
  assert.equal(breaker.isOpen, true);
  breaker.recordSuccess(admit(breaker, 60_004));
  for (const permit of burst.slice(62)) breaker.recordFailure(permit, 60_005);
  assert.equal(breaker.isOpen, false);
});
