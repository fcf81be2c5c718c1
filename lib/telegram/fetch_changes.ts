import { convertMessage } from "./convert_message.ts";
import { convertUpdate } from "./convert_update.ts";
import { Api } from "./gramjs.ts";
import { channelName, type KnownChannels } from "./known_channels.ts";
import { readPeerNames } from "./peer_names.ts";
import type { ChannelChanges, TelegramChannel } from "./telegram.ts";
import type { TelegramConnection } from "./telegram_connection.ts";
import type { ChannelChange } from "./telegram_update.ts";

/** What Telegram recommends to accounts of people. */
const CHANGES_AT_ONCE = 100;

/**
 * Fetches what changed in a channel after `pts`.
 *
 * @throws {TelegramError} As any request can.
 */
export async function fetchChanges(
  connection: TelegramConnection,
  known: KnownChannels,
  channel: TelegramChannel,
  pts: number,
  signal?: AbortSignal,
): Promise<ChannelChanges> {
  const action = `Cannot read the changes of ${channelName(channel)}`;
  const answer = await connection.invoke(
    new Api.updates.GetChannelDifference({
      channel: known.address(channel, action),
      filter: new Api.ChannelMessagesFilterEmpty(),
      pts,
      limit: CHANGES_AT_ONCE,
    }),
    action,
    signal,
  );
  if (answer instanceof Api.updates.ChannelDifferenceTooLong) {
    const { dialog } = answer;
    return { kind: "too_long", pts: dialog instanceof Api.Dialog ? dialog.pts ?? pts : pts };
  }
  const { final, pts: nextPts } = answer;
  const changes = answer instanceof Api.updates.ChannelDifference ? convertDifference(answer) : [];
  return { kind: "changes", changes, pts: nextPts, isEnd: final === true };
}

function convertDifference(
  { newMessages, otherUpdates, users, chats }: Api.updates.ChannelDifference,
): ChannelChange[] {
  const names = readPeerNames([...users, ...chats]);
  const added = newMessages.map((message) => convertMessage(message, names)).filter((message) =>
    message !== null
  );
  return [
    ...added.map((message): ChannelChange => ({ kind: "new", message })),
    ...otherUpdates.map((update) => convertUpdate(update, names)).filter((update) => update !== null)
      .map(({ change }) => change),
  ];
}
