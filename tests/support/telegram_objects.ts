import { Buffer } from "node:buffer";
import { Api } from "../../lib/telegram/gramjs.ts";
import { toLong } from "./mtproto_codec.ts";
import type { WorldChange, WorldChannel, WorldEntity, WorldMessage, WorldUser } from "./telegram_world.ts";

/** Any number that a client has to give back. */
export function accessHashOf({ id }: WorldChannel): bigint {
  return BigInt(id) * 7919n;
}

export function channelPeer({ id }: WorldChannel): Api.PeerChannel {
  return new Api.PeerChannel({ channelId: toLong(id) });
}

export function channelObject(channel: WorldChannel): Api.Channel | Api.ChannelForbidden {
  const { id, title, username, isMember, isGroup, isPrivate } = channel;
  const kind = isGroup ? { megagroup: true } : { broadcast: true };
  const address = { id: toLong(id), accessHash: toLong(accessHashOf(channel)), title };
  if (isPrivate) return new Api.ChannelForbidden({ ...kind, ...address });
  return new Api.Channel({
    ...kind,
    ...address,
    ...(username !== null && { username }),
    left: !isMember,
    photo: new Api.ChatPhotoEmpty(),
    date: 1,
  });
}

export function userObject({ id, firstName, lastName }: WorldUser): Api.User {
  return new Api.User({
    id: toLong(id),
    accessHash: toLong(id),
    firstName,
    ...(lastName !== null && { lastName }),
  });
}

export function messageObject(
  channel: WorldChannel,
  message: WorldMessage,
): Api.Message | Api.MessageService {
  const { id, date, senderId, replyTo } = message;
  const common = {
    id,
    date,
    post: !channel.isGroup,
    peerId: channelPeer(channel),
    ...(senderId !== null && { fromId: new Api.PeerUser({ userId: toLong(senderId) }) }),
    ...(replyTo !== null && { replyTo: new Api.MessageReplyHeader({ replyToMsgId: replyTo }) }),
  };
  if (message.isService) {
    return new Api.MessageService({
      ...common,
      action: new Api.MessageActionChatEditTitle({ title: message.text }),
    });
  }
  const { text, editDate, forwardedFrom, entities, media } = message;
  return new Api.Message({
    ...common,
    message: text,
    views: 10,
    forwards: 1,
    ...(editDate !== null && { editDate }),
    ...(forwardedFrom !== null && { fwdFrom: new Api.MessageFwdHeader({ date, fromName: forwardedFrom }) }),
    ...(entities.length > 0 && { entities: entities.map(entityObject) }),
    ...(media !== null && { media: mediaObject(media) }),
  });
}

/** What Telegram pushes, or tells later, of a change. */
export function updateObject({ channel, kind, message, pts }: WorldChange): Api.TypeUpdate {
  const counted = { pts, ptsCount: 1 };
  if (kind === "deleted") {
    return new Api.UpdateDeleteChannelMessages({
      ...counted,
      channelId: toLong(channel.id),
      messages: [message.id],
    });
  }
  const told = { ...counted, message: messageObject(channel, message) };
  return kind === "posted" ? new Api.UpdateNewChannelMessage(told) : new Api.UpdateEditChannelMessage(told);
}

function entityObject({ type, offset, length }: WorldEntity): Api.TypeMessageEntity {
  return type === "bold"
    ? new Api.MessageEntityBold({ offset, length })
    : new Api.MessageEntityTextUrl({ offset, length, url: "https://example.org/" });
}

function mediaObject(media: "photo" | "file"): Api.TypeMessageMedia {
  const file = {
    id: toLong(99),
    accessHash: toLong(98),
    fileReference: Buffer.from([1, 2]),
    date: 1,
    dcId: 2,
  };
  if (media === "photo") {
    const sizes = [new Api.PhotoSize({ type: "x", w: 800, h: 600, size: 50_000 })];
    return new Api.MessageMediaPhoto({ photo: new Api.Photo({ ...file, sizes }) });
  }
  const attributes = [new Api.DocumentAttributeFilename({ fileName: "notes.pdf" })];
  return new Api.MessageMediaDocument({
    document: new Api.Document({ ...file, mimeType: "application/pdf", size: toLong(1234), attributes }),
  });
}
