import assert from "node:assert/strict";
import { chooseDeliveryKinds, describeKeys } from "../../lib/delivery/choose_delivery_kinds.ts";
import { parseBroadcastChannels } from "../../lib/delivery/parse_broadcast_channels.ts";
import { parseSettings } from "../../lib/runtime/settings.ts";

Deno.test("a kind is sent only where both of its keys are turned", () => {
  const both = { EXTRACTION_WORKER_BROADCAST: true, EXTRACTION_WORKER_DMS: true };
  assert.deepEqual(chooseDeliveryKinds(true, both), ["broadcast", "dm"]);
  assert.deepEqual(chooseDeliveryKinds(false, both), []);
  assert.deepEqual(chooseDeliveryKinds(true, { ...both, EXTRACTION_WORKER_BROADCAST: false }), ["dm"]);
  assert.deepEqual(chooseDeliveryKinds(true, { ...both, EXTRACTION_WORKER_DMS: false }), ["broadcast"]);
});

Deno.test("where one key alone is turned, the other is named; without a bot, that a file is written", () => {
  const none = { EXTRACTION_WORKER_BROADCAST: false, EXTRACTION_WORKER_DMS: false };
  const dms = { ...none, EXTRACTION_WORKER_DMS: true };
  assert.equal(describeKeys(false, none, true), "nothing is sent");
  assert.match(describeKeys(true, none, true), /^nothing is sent: .*EXTRACTION_WORKER_BROADCAST=1 or/);
  assert.match(describeKeys(false, dms, true), /^nothing is sent: .*--send/);
  assert.equal(describeKeys(true, dms, false), "announcing by dm");
  assert.match(
    describeKeys(true, dms, true),
    /^announcing by dm, to a file, .*TELEGRAM_BOT_TOKEN is not set$/,
  );
});

Deno.test("by default nothing is sent", () => {
  const { values } = parseSettings({ environment: {}, dotEnv: {} });
  assert.deepEqual(chooseDeliveryKinds(true, values), []);
});

Deno.test("a wrong token is not shown", () => {
  assert.throws(
    () => parseSettings({ environment: { TELEGRAM_BOT_TOKEN: "my secret" }, dotEnv: {} }),
    (error: Error) => /TELEGRAM_BOT_TOKEN/.test(error.message) && !error.message.includes("my secret"),
  );
});

Deno.test("channels to announce in are given by their ids, once each; a name is refused", () => {
  assert.deepEqual(parseBroadcastChannels("-1001234567890, 1234567890"), [-1001234567890]);
  assert.deepEqual(parseBroadcastChannels('["-1001", -1002]'), [-1001, -1002]);
  assert.deepEqual(parseBroadcastChannels(""), []);
  assert.throws(() => parseBroadcastChannels("@some_channel"), /write the channel's id/);
});
