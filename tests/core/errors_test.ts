import assert from "node:assert/strict";
import { errorMessage, UserError } from "../../lib/core/errors.ts";

Deno.test("anything thrown has a message", () => {
  assert.equal(errorMessage(new UserError("Cannot read x")), "Cannot read x");
  assert.equal(errorMessage("text"), "text");
  assert.equal(errorMessage(undefined), "undefined");
});

Deno.test("a user's mistake is told by its class and name, and keeps its cause", () => {
  const error = new UserError("Cannot read x", { cause: "y" });
  assert.ok(error instanceof Error);
  assert.equal(error.name, "UserError");
  assert.equal(error.cause, "y");
});
