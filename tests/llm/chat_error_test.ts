import assert from "node:assert/strict";
import { ChatError } from "../../lib/llm/chat_error.ts";

Deno.test("what may go well later is told from what will not", () => {
  for (const kind of ["timeout", "connection", "rate_limit", "server", "bad_response"] as const) {
    assert.equal(new ChatError(kind, "").isTransient, true, kind);
  }
  assert.equal(new ChatError("refused", "").isTransient, false);
  assert.equal(new ChatError("declined", "").isTransient, false);
});

Deno.test("a wrong key, model or address, and an empty account, concern every request; a long prompt its own", () => {
  for (const refusal of ["key", "model", "address", "quota"] as const) {
    assert.equal(new ChatError("refused", "", { refusal }).concernsEveryRequest, true, refusal);
  }
  for (const refusal of ["context_length", "unknown"] as const) {
    assert.equal(new ChatError("refused", "", { refusal }).concernsEveryRequest, false, refusal);
  }
  assert.equal(new ChatError("server", "").concernsEveryRequest, false);
});
