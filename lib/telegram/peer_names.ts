import { markedChannelId } from "../core/channel_reference.ts";
import { storableText } from "./export_chat.ts";
import { Api } from "./gramjs.ts";

/** Telegram's marked id of a peer: a user's as it is, a group's negative, a channel's -100.... */
export function markedPeerId(peer: Api.TypePeer): number {
  if (peer instanceof Api.PeerUser) return Number(peer.userId);
  if (peer instanceof Api.PeerChat) return -Number(peer.chatId);
  return markedChannelId(Number(peer.channelId));
}

/** The names of those who stand beside messages in an answer, users and chats, by marked id, as an export writes them. */
export function readPeerNames(peers: Iterable<unknown>): Map<number, string> {
  const names = new Map<number, string>();
  for (const peer of peers) {
    if (peer instanceof Api.User) {
      const name = [peer.firstName, peer.lastName].filter((part) => part).join(" ");
      if (name !== "") names.set(Number(peer.id), storableText(name));
    } else if (peer instanceof Api.Channel || peer instanceof Api.ChannelForbidden) {
      names.set(markedChannelId(Number(peer.id)), storableText(peer.title));
    } else if (peer instanceof Api.Chat || peer instanceof Api.ChatForbidden) {
      names.set(-Number(peer.id), storableText(peer.title));
    }
  }
  return names;
}
