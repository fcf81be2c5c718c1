import assert from "node:assert/strict";
import { planChangeSteps } from "../../lib/ingest/plan_change_steps.ts";
import type { ChannelChange } from "../../lib/telegram/telegram_update.ts";
import { CHANNEL, rawMessage } from "./sample_raw_message.ts";

const posted = (id: number, text: string): ChannelChange => ({ kind: "new", message: rawMessage(id, text) });
const edited = (id: number, text: string): ChannelChange => ({
  kind: "edited",
  message: rawMessage(id, text),
});
const deleted = (...messageIds: number[]): ChannelChange => ({
  kind: "deleted",
  channelId: CHANNEL.channelId,
  messageIds,
});

function steps(...changes: ChannelChange[]): string[] {
  return planChangeSteps(changes).map(({ messages, deletedIds }) =>
    [...messages.map(({ messageId, text }) => `${messageId} ${text}`), ...deletedIds.map((id) => `- ${id}`)]
      .join(", ")
  );
}

Deno.test("changes of different messages are stored at once, in the order of their ids", () => {
  assert.deepEqual(steps(posted(3, "c"), edited(1, "a"), posted(4, "d"), deleted(2, 5)), [
    "1 a, 3 c, 4 d, - 2, - 5",
  ]);
});

Deno.test("each text of a message gets a step of its own, for it is to be kept as a revision", () => {
  assert.deepEqual(steps(posted(1, "a"), edited(1, "b"), posted(2, "x"), edited(1, "c")), [
    "1 a",
    "1 b, 2 x",
    "1 c",
  ]);
});

Deno.test("a message is deleted after it came, and one that comes back comes after its deletion", () => {
  assert.deepEqual(steps(posted(1, "a"), deleted(1), edited(1, "a")), ["1 a, - 1", "1 a"]);
});

Deno.test("no changes are no step", () => {
  assert.deepEqual(steps(), []);
});
