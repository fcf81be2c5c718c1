import { Api } from "../../lib/telegram/gramjs.ts";
import { toLong } from "./mtproto_codec.ts";
import { RpcRefusal } from "./telegram_fault.ts";
import {
  accessHashOf,
  channelObject,
  channelPeer,
  messageObject,
  updateObject,
  userObject,
} from "./telegram_objects.ts";
import type { TelegramWorld, WorldChange, WorldChannel, WorldMessage } from "./telegram_world.ts";

/** Telegram gives no more at once. */
const MOST_MESSAGES = 100;
const MOST_DIALOGS = 100;
/** Who has missed more than this has to read the history anew. */
const MOST_MISSED_CHANGES = 500;
export const OWN_USER_ID = 777;

/** The methods of Telegram's interface that are about channels and what is in them. */
export class TelegramMethods {
  readonly #world: TelegramWorld;

  constructor(world: TelegramWorld) {
    this.#world = world;
  }

  /** @throws {RpcRefusal} If Telegram would refuse the request. */
  answer(request: unknown): unknown {
    if (request instanceof Api.help.GetConfig) return this.#config();
    if (request instanceof Api.users.GetUsers) return [ownUser()];
    if (request instanceof Api.updates.GetState) return this.#state();
    if (request instanceof Api.contacts.ResolveUsername) return this.#resolveUsername(request);
    if (request instanceof Api.messages.CheckChatInvite) return this.#checkInvite(request);
    if (request instanceof Api.messages.GetDialogs) return this.#dialogs(request);
    if (request instanceof Api.channels.GetChannels) return this.#channels(request);
    if (request instanceof Api.messages.GetHistory) return this.#history(request);
    if (request instanceof Api.updates.GetChannelDifference) return this.#difference(request);
    throw new RpcRefusal(400, "INPUT_METHOD_INVALID");
  }

  #config(): Api.Config {
    const { now } = this.#world;
    return new Api.Config({
      ...LIMITS,
      date: now,
      expires: now + 3600,
      testMode: false,
      thisDc: 2,
      dcOptions: DC_OPTIONS,
    });
  }

  #state(): Api.updates.State {
    return new Api.updates.State({ pts: 1, qts: 0, date: this.#world.now, seq: 1, unreadCount: 0 });
  }

  #resolveUsername({ username }: Api.contacts.ResolveUsername): Api.contacts.ResolvedPeer {
    if (!/^\w{4,32}$/.test(username)) throw new RpcRefusal(400, "USERNAME_INVALID");
    for (const channel of this.#world.channels.values()) {
      if (channel.username?.toLowerCase() === username.toLowerCase()) {
        return new Api.contacts.ResolvedPeer({
          peer: channelPeer(channel),
          chats: [channelObject(channel)],
          users: [],
        });
      }
    }
    const user = [...this.#world.users.values()].find(({ firstName }) =>
      firstName.toLowerCase() === username
    );
    if (user === undefined) throw new RpcRefusal(400, "USERNAME_NOT_OCCUPIED");
    return new Api.contacts.ResolvedPeer({
      peer: new Api.PeerUser({ userId: toLong(user.id) }),
      chats: [],
      users: [userObject(user)],
    });
  }

  #checkInvite({ hash }: Api.messages.CheckChatInvite): Api.TypeChatInvite {
    const channel = [...this.#world.channels.values()].find(({ inviteHash }) => inviteHash === hash);
    if (channel === undefined) throw new RpcRefusal(400, "INVITE_HASH_EXPIRED");
    if (channel.isMember) return new Api.ChatInviteAlready({ chat: channelObject(channel) });
    return new Api.ChatInvite({
      title: channel.title,
      photo: new Api.PhotoEmpty({ id: toLong(0) }),
      participantsCount: 5,
      color: 0,
    });
  }

  /** The joined channels, a page at a time, those with the newest messages first. */
  #dialogs({ limit, offsetDate, offsetId }: Api.messages.GetDialogs): Api.messages.TypeDialogs {
    const all = [...this.#world.channels.values()].filter(({ isMember }) => isMember)
      .map((channel) => ({ channel, newest: newestOf(channel) }))
      .sort((a, b) => dateOf(b.newest) - dateOf(a.newest) || b.channel.id - a.channel.id);
    const start = offsetId === 0
      ? 0
      : all.findIndex(({ newest }) => newest?.id === offsetId && newest.date === offsetDate) + 1;
    const page = all.slice(start, start + Math.min(limit, MOST_DIALOGS));
    const content = {
      dialogs: page.map(({ channel, newest }) => dialogObject(channel, newest)),
      messages: page.flatMap(({ channel, newest }) =>
        newest === null ? [] : [messageObject(channel, newest)]
      ),
      chats: page.map(({ channel }) => channelObject(channel)),
      users: [],
    };
    return page.length === all.length
      ? new Api.messages.Dialogs(content)
      : new Api.messages.DialogsSlice({ ...content, count: all.length });
  }

  #channels({ id }: Api.channels.GetChannels): Api.messages.Chats {
    return new Api.messages.Chats({ chats: id.map((address) => channelObject(this.#find(address))) });
  }

  /** As Telegram pages: to where the offset points, on by `addOffset`, that many, and of those what the bounds let through. */
  #history(request: Api.messages.GetHistory): Api.messages.ChannelMessages {
    const { peer, offsetId, offsetDate, addOffset, limit, maxId, minId } = request;
    const channel = this.#find(peer);
    const newestFirst = [...channel.messages.values()].sort((a, b) => b.id - a.id);
    const isBehind = ({ id, date }: WorldMessage) =>
      offsetId > 0 ? id < offsetId : offsetDate > 0 ? date < offsetDate : true;
    const found = newestFirst.findIndex(isBehind);
    const start = (found < 0 ? newestFirst.length : found) + addOffset;
    const page = newestFirst.slice(Math.max(start, 0), Math.max(start + Math.min(limit, MOST_MESSAGES), 0))
      .filter(({ id }) => (maxId === 0 || id < maxId) && id > minId);
    return new Api.messages.ChannelMessages({
      pts: channel.pts,
      count: newestFirst.length,
      messages: page.map((message) => messageObject(channel, message)),
      topics: [],
      chats: [channelObject(channel)],
      users: this.#users(page),
    });
  }

  /** New messages as they are now, then what happened to older ones. */
  #difference(
    { channel: address, pts, limit }: Api.updates.GetChannelDifference,
  ): Api.updates.TypeChannelDifference {
    const channel = this.#find(address);
    if (pts > channel.pts || pts < 1) throw new RpcRefusal(400, "PERSISTENT_TIMESTAMP_INVALID");
    if (pts === channel.pts) return new Api.updates.ChannelDifferenceEmpty({ final: true, pts });
    if (channel.pts - pts > MOST_MISSED_CHANGES) return this.#tooLong(channel);
    const missed = this.#world.changes.filter((change) => change.channel === channel && change.pts > pts);
    const told = missed.slice(0, limit);
    const posted = new Set(told.filter(({ kind }) => kind === "posted").map(({ message }) => message.id));
    const newMessages = [...posted].flatMap((id) => channel.messages.get(id) ?? []);
    const rest = told.filter(({ kind, message }) =>
      kind !== "posted" && !(kind === "edited" && posted.has(message.id))
    );
    return new Api.updates.ChannelDifference({
      final: told.length === missed.length,
      pts: told.at(-1)?.pts ?? pts,
      newMessages: newMessages.map((message) => messageObject(channel, message)),
      otherUpdates: rest.map(updateObject),
      chats: [channelObject(channel)],
      users: this.#users(newMessages),
    });
  }

  #tooLong(channel: WorldChannel): Api.updates.ChannelDifferenceTooLong {
    return new Api.updates.ChannelDifferenceTooLong({
      final: true,
      dialog: dialogObject(channel, newestOf(channel)),
      messages: [],
      chats: [channelObject(channel)],
      users: [],
    });
  }

  #users(messages: readonly WorldMessage[]): Api.User[] {
    const ids = new Set(messages.map(({ senderId }) => senderId));
    return [...this.#world.users.values()].filter(({ id }) => ids.has(id)).map(userObject);
  }

  #find(address: unknown): WorldChannel {
    if (!(address instanceof Api.InputChannel || address instanceof Api.InputPeerChannel)) {
      throw new RpcRefusal(400, "PEER_ID_INVALID");
    }
    const channel = this.#world.channels.get(Number(address.channelId));
    if (channel === undefined || accessHashOf(channel) !== BigInt(address.accessHash.toString())) {
      throw new RpcRefusal(400, "CHANNEL_INVALID");
    }
    if (channel.isPrivate || channel.username === null && !channel.isMember) {
      throw new RpcRefusal(400, "CHANNEL_PRIVATE");
    }
    return channel;
  }
}

/** A change as Telegram pushes it, with those who are named in it. */
export function pushedChange(world: TelegramWorld, change: WorldChange): Api.Updates {
  const { senderId } = change.message;
  const user = senderId === null ? undefined : world.users.get(senderId);
  return new Api.Updates({
    updates: [updateObject(change)],
    users: user === undefined ? [] : [userObject(user)],
    chats: [channelObject(change.channel)],
    date: world.now,
    seq: 0,
  });
}

export function ownUser(): Api.User {
  return new Api.User({ self: true, id: toLong(OWN_USER_ID), accessHash: toLong(1), firstName: "Me" });
}

function newestOf({ messages }: WorldChannel): WorldMessage | null {
  return [...messages.values()].reduce<WorldMessage | null>(
    (newest, message) => newest === null || message.id > newest.id ? message : newest,
    null,
  );
}

function dateOf(message: WorldMessage | null): number {
  return message?.date ?? 0;
}

function dialogObject(channel: WorldChannel, newest: WorldMessage | null): Api.Dialog {
  return new Api.Dialog({
    peer: channelPeer(channel),
    topMessage: newest?.id ?? 0,
    readInboxMaxId: 0,
    readOutboxMaxId: 0,
    unreadCount: 0,
    unreadMentionsCount: 0,
    unreadReactionsCount: 0,
    notifySettings: new Api.PeerNotifySettings({}),
    pts: channel.pts,
  });
}

/** Clients of tests reach the same server under all of them. */
const DC_OPTIONS = [1, 2, 3, 4, 5].map((id) => new Api.DcOption({ id, ipAddress: "127.0.0.1", port: 443 }));

/** Numbers that every client is told and ours does not use. */
const LIMITS = {
  dcTxtDomainName: "example.org",
  chatSizeMax: 200,
  megagroupSizeMax: 200_000,
  forwardedCountMax: 100,
  onlineUpdatePeriodMs: 1,
  offlineBlurTimeoutMs: 1,
  offlineIdleTimeoutMs: 1,
  onlineCloudTimeoutMs: 1,
  notifyCloudDelayMs: 1,
  notifyDefaultDelayMs: 1,
  pushChatPeriodMs: 1,
  pushChatLimit: 1,
  editTimeLimit: 1,
  revokeTimeLimit: 1,
  revokePmTimeLimit: 1,
  ratingEDecay: 1,
  stickersRecentLimit: 1,
  channelsReadMediaPeriod: 1,
  callReceiveTimeoutMs: 1,
  callRingTimeoutMs: 1,
  callConnectTimeoutMs: 1,
  callPacketTimeoutMs: 1,
  meUrlPrefix: "https://t.me/",
  captionLengthMax: 1024,
  messageLengthMax: 4096,
  webfileDcId: 4,
};
