import type { RawMessage } from "../schema/raw_message.ts";

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

/** What happened in a channel, in Telegram's order. */
export type TelegramUpdate =
  | {
    readonly kind: "new" | "edited";
    readonly message: RawMessage;
    /** The channel's count of changes, this one included; from it `fetchChanges` goes on. */
    readonly pts: number;
  }
  | {
    readonly kind: "deleted";
    readonly channelId: number;
    readonly messageIds: readonly number[];
    readonly pts: number;
  }
  /** From here on updates may be missing, and what follows may overtake what is missing: catch up. */
  | {
    readonly kind: "gap";
    /** Null: of all channels. */
    readonly channelId: number | null;
    readonly reason: GapReason;
  };
