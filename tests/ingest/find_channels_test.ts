import assert from "node:assert/strict";
import { UserError } from "../../lib/core/errors.ts";
import { findChannels, parseTelegramReferences, requireChannels } from "../../lib/ingest/find_channels.ts";
import { telegramTest, withTelegram } from "../support/telegram_client.ts";
import { floodWait } from "../support/telegram_fault.ts";
import { channelHistory, idOf } from "./telegram_truth.ts";

const PATIENCE = { signal: new AbortController().signal };

Deno.test("a list of channels is read in all forms, invitations too, and each once", () => {
  const references = parseTelegramReferences("t.me/Abcd, @abcd,https://t.me/+AbCdEfGh12, -1001234");
  assert.deepEqual(references.map(({ kind }) => kind), ["username", "invite", "id"]);
  assert.deepEqual(parseTelegramReferences(" "), []);
});

telegramTest(
  "channels are found in their order, one that was named in two ways once, and each failure costs itself",
  async () => {
    const { world, channel } = channelHistory(8, 1, { username: "first_one" });
    channelHistory(9, 1, { username: "second_one", isMember: false }, world);
    await withTelegram(world, async (telegram) => {
      const references = parseTelegramReferences(`second_one,nowhere,first_one,${idOf(channel)}`);
      const named = await findChannels(telegram, references, PATIENCE);
      assert.deepEqual(
        named.map(({ name, found }) => [name, "failure" in found ? "failure" : found.isMember]),
        [["t.me/second_one", false], ["t.me/nowhere", "failure"], ["t.me/first_one", true]],
      );
      assert.throws(
        () => requireChannels(named),
        (error) => error instanceof UserError && /t\.me\/nowhere.*USERNAME_NOT_OCCUPIED/.test(error.message),
      );
      assert.equal(requireChannels(named.filter(({ name }) => name !== "t.me/nowhere")).length, 2);
    });
  },
);

telegramTest("where Telegram asks to wait before a channel is found, it is waited for", async () => {
  const { world } = channelHistory(8, 1, { username: "first_one", isMember: false });
  await withTelegram(world, async (telegram, server) => {
    server.line.faults = (method, index) =>
      method === "contacts.ResolveUsername" && index === 0 ? floodWait(1) : null;
    const waits: number[] = [];
    const named = await findChannels(telegram, parseTelegramReferences("first_one"), {
      ...PATIENCE,
      onWait: (seconds) => waits.push(seconds),
    });
    assert.equal(requireChannels(named).length, 1);
    assert.deepEqual(waits, [1]);
  });
});
