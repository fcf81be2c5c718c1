import type { RawMessage } from "../schema/raw_message.ts";
import { convertEntities } from "./convert_entities.ts";
import { convertMedia } from "./convert_media.ts";
import { storableText } from "./export_chat.ts";
import { formatSourceJson } from "./format_source_json.ts";
import { Api } from "./gramjs.ts";
import { markedPeerId } from "./peer_names.ts";

/**
 * Converts a message of Telegram to a raw one, with the fields that an export of the same message gives; the files of an
 * export, and the order of its keys, Telegram does not tell. Null for the place of a message that is gone.
 *
 * @param names Those of the senders, by marked id.
 */
export function convertMessage(
  message: Api.TypeMessage,
  names: ReadonlyMap<number, string>,
): RawMessage | null {
  if (message instanceof Api.MessageEmpty) return null;
  const { replyTo } = message;
  // A post of a channel has no sender but the channel.
  const senderId = markedPeerId(message.fromId ?? message.peerId);
  const replyToMessageId = replyTo instanceof Api.MessageReplyHeader ? replyTo.replyToMsgId ?? null : null;
  const source = {
    channelId: markedPeerId(message.peerId),
    messageId: message.id,
    messageDate: new Date(message.date * 1000),
    senderId,
    senderName: names.get(senderId) ?? null,
    isReply: replyToMessageId !== null,
    replyToMessageId,
    messageJson: formatSourceJson(message),
  };
  if (message instanceof Api.MessageService) return { ...source, ...SERVICE };
  const text = message.message ?? "";
  return {
    ...source,
    kind: message.media instanceof Api.MessageMediaUnsupported ? "unsupported" : "message",
    editDate: message.editDate ? new Date(message.editDate * 1000) : null,
    isForward: Boolean(message.fwdFrom),
    text: storableText(text),
    entities: convertEntities(text, message.entities),
    media: convertMedia(message.media),
    views: message.views ?? null,
    forwards: message.forwards ?? null,
    replyCount: message.replies?.replies ?? null,
  };
}

/** A service message tells of what happened in the chat: no post, and what it points to is no reply to an export. */
const SERVICE = {
  kind: "service",
  isReply: false,
  replyToMessageId: null,
  editDate: null,
  isForward: false,
  text: "",
  entities: null,
  media: null,
  views: null,
  forwards: null,
  replyCount: null,
} as const;
