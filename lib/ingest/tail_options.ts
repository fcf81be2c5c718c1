import type { Channel } from "../schema/raw_message.ts";
import type { HistoryOptions, ReadingOptions } from "./iter_history.ts";

/** What a live tail does, and whom it tells. */
export interface TailOptions extends ReadingOptions, Pick<HistoryOptions, "beforePage"> {
  /** How many messages above the one where a reading of the history may stop are read again, for edits and deletions that were missed. */
  readonly overlapMessages: number;
  /** How often a channel is read whose changes Telegram does not push. */
  readonly pollSeconds: number;
  /** How often one of the others is asked for what may not have been pushed. */
  readonly checkSeconds: number;
  /** Told of all that was stored. */
  readonly onStored?: (stored: StoredChanges) => void;
  /** Told of each catch-up that begins, with the reason. */
  readonly onCatchUp?: (channel: Channel, reason: CatchUpReason) => void;
}

/** Why a channel's changes are asked for, instead of waiting for what Telegram pushes. */
export type CatchUpReason = "start" | "too_long" | "missed" | "reconnected" | "overflow" | "poll" | "check";

/** What became of some changes of a channel. */
export interface StoredChanges {
  readonly channel: Channel;
  readonly new: number;
  readonly edited: number;
  readonly deleted: number;
  /** Messages that were known as they are, or changed in no text. */
  readonly known: number;
  readonly refused: number;
  /** When the newest of the messages was written; null where there was none. */
  readonly newestDate: Date | null;
}
