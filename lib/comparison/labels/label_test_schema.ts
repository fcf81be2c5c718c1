import * as z from "zod";

const Count = z.int().nonnegative();
const Share = z.number().min(0).max(1);

const labelTestKeys = {
  /** Labels that it is over: all are sampled, or none is (`weighted`). */
  labels: Count,
  /**
   * Whether these labels were drawn: each counts by the inverse of its probability (calibrated to the number of compared pairs that
   * differ, where it was drawn for these versions), so that the figures are estimates for all posts. Else each counts once, and the
   * figures are of the labelled posts alone.
   */
  weighted: z.boolean(),
  /** Labels of the other kind, or drawn for other versions, of which there are fewer and which are left out of the test. */
  left_out: Count,
  /** Labels of values that differ between the versions: only these can tell which is better. */
  differing: Count,
  /** Channels and days (UTC) of the labelled posts, which are taken as independent. */
  clusters: Count,
  /** The share of right values of B less that of A, in percentage points. */
  points: z.number(),
  /**
   * Its 95 % interval, never beyond the share of pairs that differ where the labels were drawn for these versions. Null where they were
   * not and all are of one channel and day.
   */
  low: z.number().nullable(),
  high: z.number().nullable(),
  /** McNemar's test by clusters of the labels by which only one version is right, two-sided. */
  p: Share,
  /** The same, adjusted for the number of labelled fields by Benjamini and Hochberg. */
  p_adjusted: Share,
  /** Whether p was counted or is that of a normal sum. */
  method: z.enum(["exact", "normal"]),
  /**
   * B is better or worse where `p_adjusted` is at most 0.05 and the interval leaves 0 out; else alike where the interval is within the smallest difference that
   * matters, 3 points.
   */
  finding: z.enum(["better", "worse", "alike", "undecided"]),
  /**
   * About how many more labels, asked for as these were, would find a difference of 3 points 4 times of 5. Null where decided, or where
   * channels and days are missing rather than labels.
   */
  more_labels: Count.nullable(),
};

/** Which version is right more often in a field, by its labels. */
export const LabelTestSchema = z.strictObject({
  ...labelTestKeys,
  /** The share of right values of A, and of B. */
  a_right: Share,
  b_right: Share,
  /** The share of posts by whose labels only one version is right. */
  discordant: Share,
  /** How many times as many labels are needed as independent ones; null where it cannot be told. */
  design_effect: z.number().nonnegative().nullable(),
});
export type LabelTest = z.infer<typeof LabelTestSchema>;

/** Which version is right more often over the labelled fields, each of which weighs the same. */
export const LabelMacroSchema = z.strictObject({
  ...labelTestKeys,
  /** Fields that have labels of this kind. */
  fields: Count,
  /** The mean over these fields of the shares of right values. */
  a_right: Share,
  b_right: Share,
});
export type LabelMacro = z.infer<typeof LabelMacroSchema>;
