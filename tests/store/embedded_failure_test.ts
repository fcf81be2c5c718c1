import assert from "node:assert/strict";
import { UserError } from "../../lib/core/errors.ts";
import { explainFailure } from "../../lib/store/embedded_failure.ts";

const PLACE = { home: "/home/me/resift/.data/postgres", software: "/", runAs: null, durable: true };

function failWith(message: string): Promise<never> {
  return explainFailure("start", PLACE, () => Promise.reject(new Error(message)));
}

Deno.test("a failure that a user can mend says how", async () => {
  const remedies: readonly (readonly [string, RegExp])[] = [
    [
      "initdb ended with 1: could not write to file: No space left on device",
      /the disk is full; free at least/,
    ],
    ["No space left on device (os error 28): copy 'a' -> 'b'", /the disk is full/],
    [
      "initdb: error: could not look up effective user ID 12345: user does not exist",
      /no entry in \/etc\/passwd/,
    ],
    ["Read-only file system (os error 30): mkdir '/home/me'", /no right to use \/home\/me/],
    ["Permission denied (os error 13): mkdir '/home/me'", /no right to use \/home\/me/],
    [
      'Requires run access to "initdb", run again with the --allow-run flag',
      /start it with: deno task db start/,
    ],
  ];
  for (const [message, remedy] of remedies) {
    await assert.rejects(failWith(message), (error) => {
      assert.ok(error instanceof UserError, message);
      assert.match(error.message, /^Cannot start the embedded PostgreSQL: /);
      assert.match(error.message, remedy);
      return true;
    });
  }
});

Deno.test("another failure keeps its message and cause and names the place", async () => {
  await assert.rejects(failWith("the moon is full"), (error) => {
    assert.ok(error instanceof Error && !(error instanceof UserError));
    assert.equal(
      error.message,
      "Cannot start the embedded PostgreSQL in /home/me/resift/.data/postgres: the moon is full",
    );
    assert.ok(error.cause instanceof Error);
    return true;
  });
});
