import type { Channel, RawMessage } from "../../lib/schema/raw_message.ts";

export const CHANNEL: Channel = {
  channelId: -1000000000007,
  channelLink: null,
  title: "Tuition",
  chatType: "public_channel",
};

const FIRST_DATE_MS = Date.UTC(2024, 4, 1);

/** A moment `minutes` after the first message was written. */
export function after(minutes: number): Date {
  return new Date(FIRST_DATE_MS + minutes * 60_000);
}

/** A plain message of CHANNEL; its JSON holds its text. */
export function rawMessage(messageId: number, text: string, more: Partial<RawMessage> = {}): RawMessage {
  return {
    channelId: CHANNEL.channelId,
    messageId,
    kind: "message",
    messageDate: after(0),
    editDate: null,
    senderId: CHANNEL.channelId,
    senderName: "Tuition",
    isForward: false,
    isReply: false,
    replyToMessageId: null,
    text,
    entities: null,
    media: null,
    views: null,
    forwards: null,
    replyCount: null,
    messageJson: JSON.stringify({ id: messageId, text }),
    ...more,
  };
}
