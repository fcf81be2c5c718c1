import type { HistoryOptions } from "./iter_history.ts";

/** What a live tail does, and whom it tells. */
export interface TailOptions
  extends Pick<HistoryOptions, "runId" | "enqueueVersion" | "signal" | "onWait" | "onTrouble" | "onRefused"> {
  /** How many messages above the one where a reading of the history may stop are read again, for edits and deletions that were missed. */
  readonly overlapMessages: number;
  /** How often a channel is read whose changes Telegram does not push. */
  readonly pollSeconds: number;
  /** Waited for before each page of a catch-up, so that extraction can follow. */
  readonly beforePage?: () => Promise<void>;
  /** Told of all that was stored. */
  readonly onStored?: (stored: StoredChanges) => void;
  /** Told of each catch-up that begins, with the reason. */
  readonly onCatchUp?: (channelId: number, reason: CatchUpReason) => void;
}

/** Why a channel's changes are asked for, instead of waiting for what Telegram pushes. */
export type CatchUpReason = "start" | "too_long" | "missed" | "reconnected" | "overflow" | "poll";

/** What became of some changes of a channel. */
export interface StoredChanges {
  readonly channelId: number;
  readonly new: number;
  readonly edited: number;
  readonly deleted: number;
  /** Messages that were known as they are, or changed in no text. */
  readonly known: number;
  readonly refused: number;
  /** When the newest of the messages was written; null where there was none. */
  readonly newestDate: Date | null;
}
