import type { FieldValue } from "./read_field.ts";

/** Which of the two versions shown was right; direct where none were shown. */
export const LABEL_VERDICTS = ["a", "b", "both", "neither", "direct"] as const;
export type LabelVerdict = typeof LABEL_VERDICTS[number];

/** What a label is of. */
export interface LabelKey {
  /** SHA-256 of the post's text, in hexadecimal. */
  readonly textSha256: string;
  /** 0 for the post as one item, else the number of the item within it. */
  readonly segment: number;
  /** A path, such as `rate.min`. */
  readonly field: string;
}

/** What a field of a post is, as a person says. */
export interface Label extends LabelKey {
  /** A UUID, drawn by whoever writes the label. */
  readonly id: string;
  /** Null where the post does not say. */
  readonly value: FieldValue;
  /** The other value, where both versions were right with different ones. */
  readonly alsoRight: FieldValue;
  readonly verdict: LabelVerdict;
  /** The versions shown; null where the verdict is direct. */
  readonly versionA: string | null;
  readonly versionB: string | null;
  readonly labeler: string;
  readonly labeledAt: Date;
  /** How likely it was to be asked for; null where it was not sampled. */
  readonly inclusionProbability: number | null;
}

/** A post that labels are of. */
export interface LabelledPost {
  readonly rawText: string;
  readonly agency: string;
  readonly channel: string;
  /** Its number in the channel, or in the file it came from. */
  readonly n: number;
}
