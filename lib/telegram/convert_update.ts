import { markedChannelId } from "../core/channel_reference.ts";
import { convertMessage } from "./convert_message.ts";
import { Api } from "./gramjs.ts";
import type { ChannelChange } from "./telegram_update.ts";

/** A change of a channel, and where it stands among the channel's changes. */
export interface CountedChange {
  readonly channelId: number;
  /** The count of changes up to this one, itself included. */
  readonly pts: number;
  /** How many changes it counts for. */
  readonly ptsCount: number;
  readonly change: ChannelChange;
}

/**
 * Converts what Telegram pushes of a channel's messages. Null for all else, such as who has read what.
 *
 * @param names Those of the senders, by marked id.
 */
export function convertUpdate(
  update: Api.TypeUpdate | Api.TypeUpdates,
  names: ReadonlyMap<number, string>,
): CountedChange | null {
  if (update instanceof Api.UpdateDeleteChannelMessages) {
    const channelId = markedChannelId(Number(update.channelId));
    const { messages: messageIds, pts, ptsCount } = update;
    return { channelId, pts, ptsCount, change: { kind: "deleted", channelId, messageIds } };
  }
  const isNew = update instanceof Api.UpdateNewChannelMessage;
  if (!isNew && !(update instanceof Api.UpdateEditChannelMessage)) return null;
  const message = convertMessage(update.message, names);
  if (message === null) return null;
  const { pts, ptsCount } = update;
  return { channelId: message.channelId, pts, ptsCount, change: { kind: isNew ? "new" : "edited", message } };
}
