import assert from "node:assert/strict";
import { examineDeliverySettings } from "../../lib/delivery/examine_deliveries.ts";

const OFF = {
  EXTRACTION_WORKER_BROADCAST: false,
  EXTRACTION_WORKER_DMS: false,
  BROADCAST_CHANNEL_IDS: null,
  TELEGRAM_BOT_TOKEN: null,
};

Deno.test("without a key nothing is announced, and nothing is amiss", () => {
  assert.deepEqual(examineDeliverySettings(OFF).map(({ state }) => state), ["ok"]);
});

Deno.test("a broadcast without a channel, or with a name for one, is a problem; with an id it is none", () => {
  const statesOf = (ids: string | null) =>
    examineDeliverySettings({ ...OFF, EXTRACTION_WORKER_BROADCAST: true, BROADCAST_CHANNEL_IDS: ids })
      .map(({ state }) => state);
  assert.deepEqual(statesOf(null), ["ok", "problem"]);
  assert.deepEqual(statesOf("@some_channel"), ["ok", "problem"]);
  assert.deepEqual(statesOf("-1001234567890"), ["ok"]);
});

Deno.test("it is told who sends, without the token", () => {
  const [finding] = examineDeliverySettings({
    ...OFF,
    EXTRACTION_WORKER_DMS: true,
    TELEGRAM_BOT_TOKEN: "1:secret",
  });
  assert.match(finding?.found ?? "", /to subscribers, sent by the bot/);
  assert.ok(!JSON.stringify(finding).includes("secret"));
});
