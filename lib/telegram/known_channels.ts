import { bareChannelId, formatChannelReference, markedChannelId } from "../core/channel_reference.ts";
import { storableText } from "./export_chat.ts";
import { Api, helpers } from "./gramjs.ts";
import type { TelegramChannel } from "./telegram.ts";
import { TelegramError } from "./telegram_error.ts";

/** The channels that a connection has come across, with the hashes without which Telegram lets nobody address them. */
export class KnownChannels {
  /** Whether the account's chats have been added. */
  hasAllJoined = false;
  readonly #channels = new Map<number, { readonly channel: TelegramChannel; readonly hash: bigint }>();

  /** Remembers a channel. Null for what is none, or one that came without its hash. */
  add(chat: Api.TypeChat): TelegramChannel | null {
    if (!(chat instanceof Api.Channel) || chat.min === true || !chat.accessHash) return null;
    const channel = describeChannel(chat);
    this.#channels.set(channel.channelId, { channel, hash: BigInt(chat.accessHash.toString()) });
    return channel;
  }

  findById(channelId: number): TelegramChannel | null {
    return this.#channels.get(channelId)?.channel ?? null;
  }

  findByUsername(username: string): TelegramChannel | null {
    for (const { channel } of this.#channels.values()) if (channel.username === username) return channel;
    return null;
  }

  /** @throws {TelegramError} `unknown_channel` if the channel was not resolved over this connection. */
  address({ channelId }: TelegramChannel, action: string): Api.InputChannel {
    const bareId = bareChannelId(channelId);
    const known = this.#channels.get(channelId);
    if (bareId === null || known === undefined) {
      throw new TelegramError(
        "unknown_channel",
        `${action}: the channel was not resolved over this connection`,
      );
    }
    return new Api.InputChannel({
      channelId: helpers.returnBigInt(bareId),
      accessHash: helpers.returnBigInt(known.hash),
    });
  }
}

/** How errors name a channel. */
export function channelName({ channelId, channelLink }: TelegramChannel): string {
  return channelLink ?? String(channelId);
}

function describeChannel(chat: Api.Channel): TelegramChannel {
  // Names that were bought stand in a list of their own.
  const name = chat.username ?? chat.usernames?.find(({ active }) => active === true)?.username;
  const username = name?.toLowerCase() ?? null;
  return {
    channelId: markedChannelId(Number(chat.id)),
    channelLink: username === null ? null : formatChannelReference({ kind: "username", username }),
    title: storableText(chat.title),
    chatType: `${username === null ? "private" : "public"}_${
      chat.broadcast === true ? "channel" : "supergroup"
    }`,
    username,
    isMember: chat.left !== true,
  };
}
