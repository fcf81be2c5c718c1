import assert from "node:assert/strict";
import { ChannelSchema, type RawMessage, RawMessageSchema } from "../../lib/schema/raw_message.ts";

const MESSAGE: RawMessage = {
  channelId: -1_001_234_567_890,
  messageId: 1,
  kind: "message",
  messageDate: new Date(0),
  editDate: null,
  senderId: null,
  senderName: null,
  isForward: false,
  isReply: false,
  replyToMessageId: null,
  text: "",
  entities: null,
  media: null,
  views: null,
  forwards: null,
  replyCount: null,
  messageJson: "{}",
};

Deno.test("a message needs its ids, its text and its source, and little else", () => {
  assert.deepEqual(RawMessageSchema.parse(MESSAGE), MESSAGE);
  for (
    const change of [{ messageId: null }, { messageId: 1.5 }, { channelId: "1" }, { text: null }, {
      messageJson: null,
    }]
  ) {
    assert.equal(
      RawMessageSchema.safeParse({ ...MESSAGE, ...change }).success,
      false,
      JSON.stringify(change),
    );
  }
});

Deno.test("ids beyond what a number holds exactly are refused", () => {
  assert.equal(RawMessageSchema.safeParse({ ...MESSAGE, senderId: 2 ** 53 }).success, false);
});

Deno.test("a date must be a real one", () => {
  assert.equal(RawMessageSchema.safeParse({ ...MESSAGE, messageDate: new Date(NaN) }).success, false);
  assert.equal(RawMessageSchema.safeParse({ ...MESSAGE, messageDate: "2025-12-29" }).success, false);
});

Deno.test("a channel may have no link and no title, but has a type that is known", () => {
  const channel = { channelId: -100, channelLink: null, title: null, chatType: "private_channel" };
  assert.ok(ChannelSchema.safeParse(channel).success);
  assert.equal(ChannelSchema.safeParse({ ...channel, chatType: "channel" }).success, false);
});
