import { convertMessage } from "./convert_message.ts";
import { Api, helpers } from "./gramjs.ts";
import { channelName, type KnownChannels } from "./known_channels.ts";
import { readPeerNames } from "./peer_names.ts";
import type { HistoryPage, HistoryPageRequest, TelegramChannel } from "./telegram.ts";
import type { TelegramConnection } from "./telegram_connection.ts";
import { TelegramError } from "./telegram_error.ts";

const PAGE_MESSAGES = 100;

/**
 * Fetches a page of a channel's history, the newest messages first.
 *
 * @throws {TelegramError} As any request can.
 */
export async function fetchHistoryPage(
  connection: TelegramConnection,
  known: KnownChannels,
  channel: TelegramChannel,
  { beforeMessageId = 0, until, afterMessageId = 0, limit = PAGE_MESSAGES }: HistoryPageRequest,
  signal?: AbortSignal,
): Promise<HistoryPage> {
  const action = `Cannot read the history of ${channelName(channel)}`;
  const { channelId, accessHash } = known.address(channel, action);
  const answer = await connection.invoke(
    new Api.messages.GetHistory({
      peer: new Api.InputPeerChannel({ channelId, accessHash }),
      offsetId: beforeMessageId,
      // Telegram's clock has whole seconds, and gives what was sent before this one.
      offsetDate: until === undefined ? 0 : Math.ceil(until.getTime() / 1000),
      addOffset: 0,
      limit,
      maxId: 0,
      minId: afterMessageId,
      hash: helpers.returnBigInt(0),
    }),
    action,
    signal,
  );
  if (!(answer instanceof Api.messages.ChannelMessages)) {
    throw new TelegramError("rpc", `${action}: Telegram answers with ${answer.className}`);
  }
  const names = readPeerNames([...answer.users, ...answer.chats]);
  const messages = answer.messages.map((message) => convertMessage(message, names))
    .filter((message) => message !== null);
  const oldestMessageId = answer.messages.reduce<number | null>(
    (oldest, { id }) => oldest === null || id < oldest ? id : oldest,
    null,
  );
  return {
    messages,
    emptyCount: answer.messages.length - messages.length,
    oldestMessageId,
    // A channel's first message has the number 1.
    isEnd: oldestMessageId === null || oldestMessageId <= Math.max(1, afterMessageId + 1),
    pts: answer.pts,
  };
}
