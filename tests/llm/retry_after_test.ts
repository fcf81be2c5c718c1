import assert from "node:assert/strict";
import { parseRetryAfterMs } from "../../lib/llm/retry_after.ts";

const NOW_MS = Date.parse("2025-03-01T12:00:00Z");

function parse(headers: Record<string, string>): number | null {
  return parseRetryAfterMs(new Headers(headers), NOW_MS);
}

Deno.test("a wait is read in milliseconds, seconds or as a date, the most exact first", () => {
  assert.equal(parse({ "retry-after": "2" }), 2000);
  assert.equal(parse({ "retry-after": "0.25" }), 250);
  assert.equal(parse({ "retry-after": "Sat, 01 Mar 2025 12:00:30 GMT" }), 30_000);
  assert.equal(parse({ "retry-after": "Sat, 01 Mar 2025 11:00:00 GMT" }), 0);
  assert.equal(parse({ "retry-after-ms": "150.5", "retry-after": "2" }), 151);
  assert.equal(parse({ "retry-after-ms": "soon", "retry-after": "2" }), 2000);
});

Deno.test("what says no time is no wait", () => {
  assert.equal(parse({}), null);
  for (const text of ["", "soon", "-5", "1e3", "NaN", "2 minutes", "Someday, 2025"]) {
    assert.equal(parse({ "retry-after": text }), null, text);
  }
});
