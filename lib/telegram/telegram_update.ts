import type { RawMessage } from "../schema/raw_message.ts";

/** What happened in a channel. */
export type ChannelChange =
  | { readonly kind: "new" | "edited"; readonly message: RawMessage }
  | { readonly kind: "deleted"; readonly channelId: number; readonly messageIds: readonly number[] };

/** Why updates may be missing. */
export type GapReason =
  /** Telegram had more to tell than it pushes. */
  | "too_long"
  /** The count of a channel's changes jumped: some were not pushed. */
  | "missed"
  /** The line was lost and is there again. */
  | "reconnected"
  /** Updates came faster than they were taken, and were dropped. */
  | "overflow";

/** From here on updates may be missing, and what follows may overtake what is missing: catch up. */
export interface UpdateGap {
  readonly kind: "gap";
  /** Null: of all channels. */
  readonly channelId: number | null;
  readonly reason: GapReason;
}

/** A change with its place among its channel's changes. */
export type PushedChange = ChannelChange & {
  /** The channel's count of changes up to and with it. */
  readonly pts: number;
  /** How many changes it counts for. */
  readonly ptsCount: number;
};

/** What Telegram pushes. */
export type TelegramUpdate = PushedChange | UpdateGap;
