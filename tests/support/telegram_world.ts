/** A message as the account sees it. */
export interface WorldMessage {
  readonly id: number;
  /** Seconds since 1970, as all times here. */
  readonly date: number;
  readonly text: string;
  readonly editDate: number | null;
  /** Null: the channel itself. */
  readonly senderId: number | null;
  readonly replyTo: number | null;
  /** The name of who wrote it first. */
  readonly forwardedFrom: string | null;
  /** What stands out of the text, such as `{ type: "bold", offset: 0, length: 5 }`. */
  readonly entities: readonly WorldEntity[];
  readonly media: "photo" | "file" | null;
  /** A notice of what happened in the chat, not a post. */
  readonly isService: boolean;
}

export interface WorldEntity {
  readonly type: "bold" | "text_link";
  readonly offset: number;
  readonly length: number;
}

/** What happened to a message; `pts` counts a channel's changes from 1. */
export interface WorldChange {
  readonly pts: number;
  readonly channel: WorldChannel;
  readonly kind: "posted" | "edited" | "deleted";
  /** As it was then; of a deleted one, as it was before. */
  readonly message: WorldMessage;
}

export interface WorldChannel {
  /** As Telegram counts channels: without -100. */
  readonly id: number;
  readonly title: string;
  username: string | null;
  isMember: boolean;
  /** Whether this account is turned away. */
  isPrivate: boolean;
  readonly isGroup: boolean;
  /** The hash of a link that invites to it. */
  readonly inviteHash: string | null;
  /** By id, the oldest first. */
  readonly messages: Map<number, WorldMessage>;
  pts: number;
  /** The highest number ever given; those of deleted messages are not given again. */
  lastId: number;
}

export interface WorldUser {
  readonly id: number;
  readonly firstName: string;
  readonly lastName: string | null;
}

type NewChannel = Partial<Omit<WorldChannel, "messages" | "pts" | "lastId">> & Pick<WorldChannel, "id">;
type NewMessage = Partial<Omit<WorldMessage, "editDate">>;

/**
 * Telegram as a test wants it: channels, who writes in them, and all that ever happened, which is the truth that a client's
 * store is held against. Time stands still until a test moves `now`.
 */
export class TelegramWorld {
  now = Date.UTC(2025, 0, 1) / 1000;
  readonly channels = new Map<number, WorldChannel>();
  readonly users = new Map<number, WorldUser>();
  /** All that ever happened, in order. */
  readonly changes: WorldChange[] = [];
  /** Told of each change at once. */
  readonly listeners = new Set<(change: WorldChange) => void>();

  addChannel(channel: NewChannel): WorldChannel {
    const added = {
      title: `Channel ${channel.id}`,
      username: null,
      isMember: true,
      isPrivate: false,
      isGroup: false,
      inviteHash: null,
      ...channel,
      messages: new Map<number, WorldMessage>(),
      pts: 1,
      lastId: 0,
    };
    this.channels.set(added.id, added);
    return added;
  }

  addUser(user: WorldUser): void {
    this.users.set(user.id, user);
  }

  /** Posts a message; without an id it gets the next one. */
  post(channel: WorldChannel, message: NewMessage | string): WorldMessage {
    const given = typeof message === "string" ? { text: message } : message;
    const posted: WorldMessage = {
      id: channel.lastId + 1,
      date: this.now,
      text: "",
      senderId: null,
      replyTo: null,
      forwardedFrom: null,
      entities: [],
      media: null,
      isService: false,
      ...given,
      editDate: null,
    };
    channel.lastId = Math.max(channel.lastId, posted.id);
    channel.messages.set(posted.id, posted);
    this.#note(channel, "posted", posted);
    return posted;
  }

  /** @throws If there is no such message. */
  edit(channel: WorldChannel, id: number, text: string): WorldMessage {
    const edited = { ...find(channel, id), text, entities: [], editDate: this.now };
    channel.messages.set(id, edited);
    this.#note(channel, "edited", edited);
    return edited;
  }

  /** @throws If there is no such message. */
  delete(channel: WorldChannel, id: number): void {
    const deleted = find(channel, id);
    channel.messages.delete(id);
    this.#note(channel, "deleted", deleted);
  }

  #note(channel: WorldChannel, kind: WorldChange["kind"], message: WorldMessage): void {
    const change = { pts: ++channel.pts, channel, kind, message };
    this.changes.push(change);
    for (const tell of this.listeners) tell(change);
  }
}

function find(channel: WorldChannel, id: number): WorldMessage {
  const message = channel.messages.get(id);
  if (message === undefined) throw new Error(`Cannot find message ${id} in channel ${channel.id}`);
  return message;
}
