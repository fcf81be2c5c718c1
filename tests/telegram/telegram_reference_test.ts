import assert from "node:assert/strict";
import { UserError } from "../../lib/core/errors.ts";
import { describeTelegramReference, parseTelegramReference } from "../../lib/telegram/telegram_reference.ts";

Deno.test("invitations are read in every form, and all else as everywhere", () => {
  for (
    const text of [
      "https://t.me/+AbC-d_1234567890",
      "t.me/+AbC-d_1234567890/",
      " https://telegram.me/joinchat/AbC-d_1234567890",
    ]
  ) {
    assert.deepEqual(parseTelegramReference(text), { kind: "invite", hash: "AbC-d_1234567890" });
  }
  assert.deepEqual(parseTelegramReference("t.me/Some_Channel/5"), {
    kind: "username",
    username: "some_channel",
  });
  assert.deepEqual(parseTelegramReference("t.me/c/123/45"), { kind: "id", channelId: -1000000000123 });
  for (const text of ["t.me/+", "t.me/joinchat/", "https://example.org/+AbCdEfGh12"]) {
    assert.throws(() => parseTelegramReference(text), UserError);
  }
});

Deno.test("an invitation is told without what lets others in", () => {
  assert.equal(describeTelegramReference({ kind: "invite", hash: "AbC-d_1234567890" }), "t.me/+AbC...");
  assert.equal(describeTelegramReference({ kind: "username", username: "posts" }), "t.me/posts");
});
