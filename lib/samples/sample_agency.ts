import type { ChatType } from "../schema/raw_message.ts";
import type { TutorTier, WordLength } from "./lesson_levels.ts";
import type { PostLayout } from "./post_layout.ts";

/** A post's place in its life: first shown, shown again, or filled. */
export type PostStatus = "new" | "repost" | "closed";

/** What a channel's message is. */
export const SAMPLE_KINDS = [
  "assignment",
  "repost",
  "closed",
  "compilation",
  "forward",
  "reply",
  "announcement",
  "filled_notice",
  "media_only",
  "service",
] as const;
export type SampleKind = typeof SAMPLE_KINDS[number];

/** How a place is written, from vague to exact. `street_postal` has the postal code inside the address. */
export type PlaceStyle = "area" | "street" | "block" | "street_postal" | "condominium";
export type DayStyle = "short" | "tues" | "long" | "plural" | "chinese";
export type ClockStyle = "dot" | "colon" | "bare" | "military" | "spaced";
export type RemarkStyle = "sentences" | "bullets" | "lines";

/** A way to write a fee: `{a}` and `{b}` are its bounds, `{tutor}` the tier, `{hours}` a lesson's length. */
export interface RateNotation {
  /** `tiers` is repeated for each tier; `lesson` and `month` are sums; `words` names no figure. */
  readonly kind: "range" | "single" | "tiers" | "from" | "up_to" | "lesson" | "month" | "words";
  readonly text: string;
  /** What stands between tiers; ", " unless given. */
  readonly joiner?: string;
}

/** A fictional agency: who it is and how it writes. Texts in lists are equally likely; repeat one to favour it. */
export interface SampleAgency {
  /** A stable name for options and reports. */
  readonly id: string;
  readonly title: string;
  /** The channel's bare id in Telegram. */
  readonly bareChannelId: number;
  /** The public name without t.me/, or null for a private channel. */
  readonly username: string | null;
  readonly chatType: ChatType;
  /** Who signs in a group; empty where the channel itself is the sender. */
  readonly coordinators: readonly string[];
  readonly layouts: readonly PostLayout[];
  /** How several assignments share a post, or null if the agency never does that. */
  readonly digest:
    | { readonly heads: readonly string[]; readonly item: PostLayout; readonly foot: string }
    | null;
  /** Words for {status}. */
  readonly statuses: Readonly<Record<PostStatus, readonly string[]>>;
  /** What goes above a filled post whose layout has no {status}. */
  readonly closedMark: string;
  /** `{n}` a running number, `{yymm}` and `{mmdd}` the day, `{level}` P, S, J, ..., `{letters}` two letters. */
  readonly code: string;
  readonly firstCode: number;
  readonly levelWords: WordLength;
  readonly subjectWords: WordLength;
  readonly subjectJoiners: readonly string[];
  readonly places: readonly PlaceStyle[];
  readonly days: DayStyle;
  readonly clock: ClockStyle;
  /** Between the ends of a span of time. */
  readonly spanMark: string;
  /** `{times}` and `{hours}` are numbers, `{once}` is Once, Twice, ... */
  readonly schedules: readonly string[];
  readonly rates: readonly RateNotation[];
  readonly tutorWords: Readonly<Record<TutorTier, string>>;
  readonly remarks: RemarkStyle;
  /** How likely a post's free text holds a slip of the finger. */
  readonly typoRate: number;
  /** Whether the writer never presses Shift. */
  readonly lowerCase: boolean;
  /** Relative weights of kinds of message that differ from the usual ones. */
  readonly mix: Readonly<Partial<Record<SampleKind, number>>>;
}
