import type { Channel, RawMessage } from "../schema/raw_message.ts";
import type { TelegramReference } from "./telegram_reference.ts";
import type { ChannelChange, TelegramUpdate } from "./telegram_update.ts";

/** A channel or supergroup that this account can address. */
export interface TelegramChannel extends Channel {
  /** Lower case, without @; null for a private one. */
  readonly username: string | null;
  /** Whether the account has joined it; Telegram pushes updates of such channels only. */
  readonly isMember: boolean;
}

/** Which messages of a channel's history to fetch. */
export interface HistoryPageRequest {
  /** Only messages with a lower id; wins over `until`. */
  readonly beforeMessageId?: number;
  /** Only messages before this instant. */
  readonly until?: Date;
  /** Only messages with a higher id. */
  readonly afterMessageId?: number;
  /** Telegram gives at most 100, which is the default. */
  readonly limit?: number;
}

/** A page of a channel's history. */
export interface HistoryPage {
  /** The newest first; service messages (`kind: "service"`) are among them, as in an export. */
  readonly messages: readonly RawMessage[];
  /** How many places of the page held nothing, for messages that are gone. */
  readonly emptyCount: number;
  /** The lowest id of the page, to fetch the next one before it; null where there was none. */
  readonly oldestMessageId: number | null;
  /** Whether there is nothing before this page. A short page alone does not mean the end. */
  readonly isEnd: boolean;
  /** The channel's count of changes when the page was made. */
  readonly pts: number;
}

/** What has changed in a channel since a count of changes. */
export type ChannelChanges =
  | {
    readonly kind: "changes";
    /** New messages as they are now, then edits and deletions; nothing is missing. */
    readonly changes: readonly ChannelChange[];
    /** Where to go on from. */
    readonly pts: number;
    /** Whether this is all there is for now. */
    readonly isEnd: boolean;
  }
  /** Too much has changed for Telegram to tell: read the history anew, then go on from `pts`. */
  | { readonly kind: "too_long"; readonly pts: number };

/**
 * A connection to Telegram as one account. Everything rejects with a TelegramError, or with the signal's reason; nothing
 * waits or repeats by itself, a flood wait included: see `waitOutFlood`.
 */
export interface Telegram extends AsyncDisposable {
  /** The account's own id. */
  readonly userId: number;
  /**
   * Finds a channel. An id is looked up among the account's chats, for Telegram does not find channels by their id alone.
   *
   * @throws {TelegramError} `unknown_channel`, `channel_private`, or what any request can meet.
   */
  resolveChannel(reference: TelegramReference, signal?: AbortSignal): Promise<TelegramChannel>;
  /** Fetches a page of a channel that `resolveChannel` of the same connection has found. */
  fetchHistoryPage(
    channel: TelegramChannel,
    page: HistoryPageRequest,
    signal?: AbortSignal,
  ): Promise<HistoryPage>;
  /**
   * Fetches what changed after `pts`, edits and deletions included: the exact way to catch up with a joined channel after
   * an absence that was not too long.
   */
  fetchChanges(channel: TelegramChannel, pts: number, signal?: AbortSignal): Promise<ChannelChanges>;
  /**
   * Yields what happens in the channels from this call on, each channel's changes in Telegram's order: call it, then catch
   * up, then take what has come meanwhile, passing over what `fetchChanges` has told already (its `pts` is not higher).
   * Updates that wait to be taken are bounded: where too many do, they are dropped and a gap is yielded. Ends when the
   * signal is aborted or the connection is closed.
   *
   * @throws {TelegramError} `auth` if Telegram ends the session.
   */
  iterUpdates(channels: readonly TelegramChannel[], signal: AbortSignal): AsyncGenerator<TelegramUpdate>;
}
