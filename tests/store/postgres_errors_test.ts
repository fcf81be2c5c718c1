import assert from "node:assert/strict";
import { isDataError, isPassingError } from "../../lib/store/postgres_errors.ts";

function errorOf(code: string): Error {
  return Object.assign(new Error("as PostgreSQL or the client tells it"), { code });
}

Deno.test("a server that is away, full or gives way to another passes; a refused value does not", () => {
  const passing = [
    "ECONNREFUSED",
    "CONNECTION_CLOSED",
    "08006",
    "57P01",
    "57P03",
    "53300",
    "53100",
    "40001",
    "40P01",
    "55P03",
  ];
  for (const code of passing) {
    assert.ok(isPassingError(errorOf(code)), code);
    assert.ok(!isDataError(errorOf(code)), code);
  }
});

Deno.test("refused values are those of a wrong kind, against a constraint or beyond a limit", () => {
  for (const code of ["22P02", "22P05", "23514", "54001"]) {
    assert.ok(isDataError(errorOf(code)), code);
    assert.ok(!isPassingError(errorOf(code)), code);
  }
});

Deno.test("other errors are neither", () => {
  for (const error of [errorOf("42883"), new Error("no code"), "no error"]) {
    assert.ok(!isDataError(error) && !isPassingError(error));
  }
});
