import { markedChannelId } from "../core/channel_reference.ts";
import type { ChatType } from "../schema/raw_message.ts";

/**
 * Exports made before 2021 shift the numbers of peers: users by 2^32, groups and channels by 2^33. Bare ids of that
 * time fit 32 bits, and no group or channel of today reaches 2^33, so a shifted one cannot be mistaken.
 */
const USER_SHIFT = 2 ** 32;
const CHAT_SHIFT = 2 ** 33;

/**
 * Parses the sender of an exported message to Telegram's marked id: `user1` -> 1, `chat1` -> -1,
 * `channel1` -> -1000000000001; a number (older exports) is a user's. Null where it is none of these.
 */
export function parsePeerId(peer: unknown): number | null {
  if (typeof peer === "number" && Number.isSafeInteger(peer) && peer > 0) {
    return peer >= USER_SHIFT && peer < CHAT_SHIFT ? peer - USER_SHIFT : peer;
  }
  const [, kind, digits] = typeof peer === "string" ? /^(user|chat|channel)(\d{1,15})$/.exec(peer) ?? [] : [];
  if (kind === undefined) return null;
  const bareId = Number(digits);
  return kind === "user" ? bareId : kind === "chat" ? -bareId : markedChannelId(bareId);
}

/** Telegram's marked id of the chat that an export calls `id`, which depends on the chat's type. */
export function exportedChatId(chatType: ChatType, id: number): number {
  if (!isGroupOrChannel(chatType)) return id;
  const bareId = id >= CHAT_SHIFT ? id - CHAT_SHIFT : id;
  return chatType === "private_group" ? -bareId : markedChannelId(bareId);
}

function isGroupOrChannel(chatType: ChatType): boolean {
  return /_(?:group|supergroup|channel)$/.test(chatType);
}
