import assert from "node:assert/strict";
import { describePause } from "../../lib/extraction/describe_pause.ts";

Deno.test("a pause is told with its reason and the time that is left", () => {
  assert.equal(describePause(null), "");
  assert.equal(describePause({ reason: "asked", waitMs: 19_200 }), "server asks to wait 20 s");
  assert.equal(describePause({ reason: "asked", waitMs: 90_000 }), "server asks to wait 1m 30s");
  assert.equal(describePause({ reason: "down", waitMs: 12_000 }), "server down, next try in 12 s");
  assert.equal(describePause({ reason: "down", waitMs: 0 }), "server down, trying again");
});
