import { Api } from "./gramjs.ts";
import { fetchJoinedChannels } from "./fetch_joined_channels.ts";
import type { KnownChannels } from "./known_channels.ts";
import type { TelegramChannel } from "./telegram.ts";
import type { TelegramConnection } from "./telegram_connection.ts";
import { TelegramError } from "./telegram_error.ts";
import { describeTelegramReference, type TelegramReference } from "./telegram_reference.ts";

/**
 * Finds a channel: among those known already, then among the account's chats, and one with a public name by asking for it,
 * which Telegram allows some 200 times a day.
 *
 * @throws {TelegramError} `unknown_channel` or `channel_private`, besides what any request can meet.
 */
export async function resolveChannel(
  connection: TelegramConnection,
  known: KnownChannels,
  reference: TelegramReference,
  signal?: AbortSignal,
): Promise<TelegramChannel> {
  const action = `Cannot find the channel ${describeTelegramReference(reference)}`;
  if (reference.kind === "invite") {
    return await openInvitation(connection, known, reference.hash, action, signal);
  }
  const find = () =>
    reference.kind === "id" ? known.findById(reference.channelId) : known.findByUsername(reference.username);
  const found = find();
  if (found !== null) return found;
  // One that was joined since can still be asked for by name, but not by id.
  if (reference.kind === "id" || !known.hasAllJoined) {
    await fetchJoinedChannels(connection, known, action, signal);
  }
  const joined = find();
  if (joined !== null) return joined;
  if (reference.kind === "username") {
    return await askForUsername(connection, known, reference.username, action, signal);
  }
  throw new TelegramError(
    "unknown_channel",
    `${action}: it is none of the chats of this account; join it in a Telegram app, or name it by its public name`,
  );
}

async function askForUsername(
  connection: TelegramConnection,
  known: KnownChannels,
  username: string,
  action: string,
  signal: AbortSignal | undefined,
): Promise<TelegramChannel> {
  const { peer, chats } = await connection.invoke(
    new Api.contacts.ResolveUsername({ username }),
    action,
    signal,
  );
  if (!(peer instanceof Api.PeerChannel)) {
    throw new TelegramError("unknown_channel", `${action}: it is a person or a bot, not a channel`);
  }
  const chat = chats.find(({ id }) => id.eq(peer.channelId));
  return addChat(known, chat, action);
}

async function openInvitation(
  connection: TelegramConnection,
  known: KnownChannels,
  hash: string,
  action: string,
  signal: AbortSignal | undefined,
): Promise<TelegramChannel> {
  const invitation = await connection.invoke(new Api.messages.CheckChatInvite({ hash }), action, signal);
  if (invitation instanceof Api.ChatInvite) {
    throw new TelegramError(
      "channel_private",
      `${action}: this account has not joined it; accept the invitation in a Telegram app`,
    );
  }
  return addChat(known, invitation.chat, action);
}

function addChat(known: KnownChannels, chat: Api.TypeChat | undefined, action: string): TelegramChannel {
  if (chat instanceof Api.ChannelForbidden) {
    throw new TelegramError("channel_private", `${action}: this account may not read it`);
  }
  const channel = chat === undefined ? null : known.add(chat);
  if (channel === null) {
    throw new TelegramError("unknown_channel", `${action}: it is neither a channel nor a supergroup`);
  }
  return channel;
}
