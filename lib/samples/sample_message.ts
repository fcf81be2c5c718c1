import type { Channel } from "../schema/raw_message.ts";
import type { SampleAgency, SampleKind } from "./sample_agency.ts";
import type { SampleTruth } from "./sample_post.ts";
import type { TextPart } from "./text_parts.ts";

/** What a pipeline should do with a message. */
export type SampleDisposition =
  | { readonly status: "ok" }
  | {
    readonly status: "skipped";
    readonly reason: "forward" | "reply" | "deleted" | "empty_text" | "non_assignment";
  };

export type SampleMedia =
  | { readonly kind: "photo"; readonly width: number; readonly height: number }
  | { readonly kind: "sticker"; readonly emoji: string }
  | { readonly kind: "document"; readonly fileName: string };

/** A service message's action in the words of Telegram's exports. */
export type SampleAction =
  | { readonly action: "create_channel" | "edit_group_title"; readonly title: string }
  | { readonly action: "edit_group_photo" }
  | { readonly action: "pin_message"; readonly messageId: number };

/** One message of a fictional channel with all that is known about it. */
export interface SampleMessage {
  readonly agency: SampleAgency;
  readonly channel: Channel;
  readonly kind: SampleKind;
  readonly messageId: number;
  readonly messageDate: Date;
  readonly editDate: Date | null;
  readonly sender: { readonly name: string; readonly id: string };
  /** The title of the channel it comes from, or null. */
  readonly forwardedFrom: string | null;
  readonly replyToMessageId: number | null;
  readonly text: string;
  readonly parts: readonly TextPart[];
  readonly media: SampleMedia | null;
  readonly action: SampleAction | null;
  readonly reactions: readonly { readonly emoji: string; readonly count: number }[];
  /** What the text says; for a forward too, though it is to be skipped. */
  readonly truth: SampleTruth;
  readonly disposition: SampleDisposition;
  /** What becomes of the message between revision 1 and revision 2. */
  readonly later: "edit" | "delete" | null;
  /** Whether it is gone from the channel in this revision. */
  readonly isDeleted: boolean;
}
