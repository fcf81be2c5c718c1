import assert from "node:assert/strict";
import { ServiceError, UserError } from "../../lib/core/errors.ts";
import { formatError } from "../../lib/runtime/format_error.ts";

Deno.test("a user's mistake is its message alone", () => {
  const error = new UserError("Cannot read x: found y; write z", { cause: new Error("inner") });
  assert.deepEqual(formatError(error), ["error: Cannot read x: found y; write z"]);
});

Deno.test("any other error has its causes and where it came from", () => {
  const error = new Error("Cannot write", { cause: new Error("disk full", { cause: "no space" }) });
  const [first, second, third, ...stack] = formatError(error);
  assert.deepEqual([first, second, third], [
    "error: Cannot write",
    "  caused by: disk full",
    "  caused by: no space",
  ]);
  assert.match(stack[0] ?? "", /^ +at .*format_error_test\.ts/);
});

Deno.test("a cause that leads back to itself is told once", () => {
  const error = new Error("a loop");
  error.cause = error;
  assert.equal(formatError(error).filter((line) => line.includes("a loop")).length, 1);
});

Deno.test("several errors without a message of their own are told one after the other", () => {
  const refused = new AggregateError([new Error("::1 refused"), new Error("127.0.0.1 refused")]);
  assert.equal(
    formatError(new Error("Cannot connect", { cause: refused }))[1],
    "  caused by: ::1 refused; 127.0.0.1 refused",
  );
});

Deno.test("what is thrown without being an error is shown too", () => {
  assert.deepEqual(formatError("oops"), ["error: oops"]);
});

Deno.test("a connection that was lost on the way is told with what to do, without a stack", () => {
  const closed = Object.assign(new Error("write CONNECTION_CLOSED 127.0.0.1:5432"), {
    code: "CONNECTION_CLOSED",
  });
  assert.deepEqual(formatError(closed), [
    "error: Lost the connection to the server (write CONNECTION_CLOSED 127.0.0.1:5432): what was stored stays; " +
    "run the same command again, which starts the embedded PostgreSQL if that has stopped; if it fails again, deno task doctor",
  ]);
});

Deno.test("what a service did is its message alone: the stack says nothing about it", () => {
  assert.deepEqual(formatError(new ServiceError("Telegram does not answer")), [
    "error: Telegram does not answer",
  ]);
});
