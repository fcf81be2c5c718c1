import assert from "node:assert/strict";
import { exportedChatId, parsePeerId } from "../../lib/telegram/peer_id.ts";

Deno.test("a sender's id is marked as Telegram's clients mark it", () => {
  assert.equal(parsePeerId("user123"), 123);
  assert.equal(parsePeerId("chat123"), -123);
  assert.equal(parsePeerId("channel1234567890"), -1001234567890);
  assert.equal(parsePeerId(4411223344), 116256048);
  assert.equal(parsePeerId(116256048), 116256048);
  for (const other of [undefined, null, "", "bot5", "user", "user-5", -5, 1.5]) {
    assert.equal(parsePeerId(other), null);
  }
});

Deno.test("a chat's id is marked according to its type", () => {
  assert.equal(exportedChatId("public_channel", 1234567890), -1001234567890);
  assert.equal(exportedChatId("private_supergroup", 1234567890), -1001234567890);
  assert.equal(exportedChatId("private_group", 5123456789), -5123456789);
  assert.equal(exportedChatId("personal_chat", 7123456789), 7123456789);
  assert.equal(exportedChatId("saved_messages", 5), 5);
});

Deno.test("a chat's id of an export from before 2021 is the same as today's", () => {
  assert.equal(exportedChatId("public_channel", 2 ** 33 + 1234567890), -1001234567890);
  assert.equal(exportedChatId("private_group", 2 ** 33 + 123456), -123456);
});
