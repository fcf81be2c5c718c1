import * as z from "zod";

const Count = z.int().nonnegative();
const Share = z.number().min(0).max(1);

/** What a message takes, in the names of the keys below. */
export const USAGE_MEASURES = ["cost_usd", "prompt_tokens", "completion_tokens", "latency_ms"] as const;
export type UsageMeasure = typeof USAGE_MEASURES[number];

/** One measure of the same messages in A and in B, in its unit: US dollars, tokens, or milliseconds of all requests for a message. */
export const UsageMeasureTestSchema = z.strictObject({
  /** Those in which it is known of both. */
  messages: Count,
  /** Those of which it is not known of one or both, left out. */
  unknown: Count,
  /** Channels and days (UTC) at which the messages' texts were first seen, taken as independent; with fewer than about 20 the interval is too narrow. */
  clusters: Count,
  mean_a: z.number(),
  mean_b: z.number(),
  median_a: z.number(),
  median_b: z.number(),
  /** 95 % of the messages take at most so much. */
  p95_a: z.number(),
  p95_b: z.number(),
  /** Mean of B less A. */
  difference: z.number(),
  /** Its 95 % interval: a bootstrap by clusters (BCa), widened for few of them. Null with one cluster. */
  low: z.number().nullable(),
  high: z.number().nullable(),
  /** Wilcoxon's signed rank test by clusters, two-sided: by it most messages may take more though the mean is less. */
  p: Share,
  /** The same, adjusted for the number of measures by Benjamini and Hochberg. */
  p_adjusted: Share,
  /** Whether p was counted or is that of a normal sum. */
  method: z.enum(["exact", "normal"]),
  /** From -1, each message takes less in B, to 1, each takes more: the matched-pairs rank-biserial correlation. */
  effect: z.number().min(-1).max(1),
  /** More or less where `p_adjusted` is at most 0.05 and the interval lies on the same side of 0. */
  finding: z.enum(["more", "less", "undecided"]),
});
export type UsageMeasureTest = z.infer<typeof UsageMeasureTestSchema>;

/** What B pays more than A for each field that it has right and A has not. */
export const CorrectionCostSchema = z.strictObject({
  /** Fields that have labels, over which the rest is; 0 where none has. */
  fields: Count,
  /** Right fields of B less those of A, a message: an estimate from the labels, with its 95 % interval. Null without labels. */
  extra_right_fields: z.number().nullable(),
  low_right_fields: z.number().nullable(),
  high_right_fields: z.number().nullable(),
  /** Cost and tokens of B less those of A, a message. Null where they are not known. */
  extra_cost_usd: z.number().nullable(),
  extra_tokens: z.number().nullable(),
  /**
   * Extra cost, or extra tokens, for each extra right field. Null where labels do not tell that B is better, or B takes no more. The
   * bounds take the ends of both intervals, so that they hold at least 90 % of the time.
   */
  usd_per_corrected_field: z.number().nullable(),
  low_usd: z.number().nullable(),
  high_usd: z.number().nullable(),
  tokens_per_corrected_field: z.number().nullable(),
  /** Why the cost of a corrected field is null, in a sentence; null where it is not. */
  reason: z.string().nullable(),
});
export type CorrectionCost = z.infer<typeof CorrectionCostSchema>;

/**
 * What the same messages took in A and in B: those compared that are ok or failed in both, for which A or B asked a model. Who asked
 * none took no cost and no tokens, and has no latency.
 */
export const UsageTestSchema = z.strictObject({
  /** Messages for which A or B asked a model. */
  messages: Count,
  /** Of these, those with replies from the cache in A or B: left out of all below. */
  cached: Count,
  /** Null where it is known of no message. */
  cost_usd: UsageMeasureTestSchema.nullable(),
  prompt_tokens: UsageMeasureTestSchema.nullable(),
  completion_tokens: UsageMeasureTestSchema.nullable(),
  latency_ms: UsageMeasureTestSchema.nullable(),
  /** How many messages took at least `from_ms` and less than `to_ms`, in the order of time. */
  latencies: z.array(z.strictObject({ from_ms: z.number(), to_ms: z.number(), a: Count, b: Count })),
  corrections: CorrectionCostSchema,
});
export type UsageTest = z.infer<typeof UsageTestSchema>;
