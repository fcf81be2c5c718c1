import * as z from "zod";
import { DriftSchema, WeekSchema } from "./drift/drift_schema.ts";
import { ComparedReplaySchema } from "./replay/replay_schema.ts";
import {
  DifferencesSchema,
  DisagreementGroupSchema,
  SimilaritySchema,
} from "./differences/difference_schema.ts";
import { GateSchema } from "./gate/gate_schema.ts";
import { LabelMacroSchema, LabelTestSchema } from "./labels/label_test_schema.ts";
import { NoiseSchema } from "./noise/noise_schema.ts";
import { SelectionSchema } from "./selection/selection_schema.ts";
import { UsageTestSchema } from "./usage/usage_test_schema.ts";

/**
 * What happened to a field in a pair. Null in both says nothing about agreement, so it stands apart.
 */
export const FIELD_OUTCOMES = ["both_null", "only_a", "only_b", "equal", "different"] as const;
export type FieldOutcome = typeof FIELD_OUTCOMES[number];

/** Why a message of the window is no pair, the first reason that holds. */
export const LEFT_OUT_REASONS = [
  /** It was deleted in Telegram. */
  "deleted",
  /** The other version has no job for it. */
  "only_in_a",
  "only_in_b",
  /** Pending or processing in one version or both. */
  "not_finished",
  /** It was edited between the two extractions. */
  "read_different_texts",
  /** One version finds several assignments in it, the other reads it as one. */
  "only_a_splits",
  "only_b_splits",
] as const;
export type LeftOutReason = typeof LEFT_OUT_REASONS[number];

/**
 * How B compares with A in a field. The first two come from labels alone, which say which is right; the others say nothing of that:
 * - `better`, `worse`: B is right in more, or fewer, of the labelled posts, by more than chance explains (`labels[path].test`)
 * - `fills_more`, `fills_less`: B has a value in more, or fewer, of the pairs, by more than chance explains (`coverage_test`)
 * - `differs`: beyond that, the values of at least 1 % of the pairs with a value disagree
 * - `within_noise`: beside `differs`: a further run of A differs from A about as much (`noise`)
 * - `undecided`: B may fill it more or less by a point or more; `more_pairs` would tell
 * - `alike`: none of these
 * - `empty`: no pair has a value
 */
export const FIELD_WORDS = [
  "better",
  "worse",
  "fills_more",
  "fills_less",
  "differs",
  "within_noise",
  "undecided",
  "alike",
  "empty",
] as const;
export type FieldWord = typeof FIELD_WORDS[number];

const Count = z.int().nonnegative();
const Share = z.number().min(0).max(1);

/** How a field fared in a set of pairs: the five counts add up to the pairs. */
export const FieldCountsSchema = z.strictObject({
  both_null: Count,
  only_a: Count,
  only_b: Count,
  equal: Count,
  different: Count,
  /** The share of pairs in which A, or B, has a value. Null where there are no pairs. */
  coverage_a: Share.nullable(),
  coverage_b: Share.nullable(),
  /** equal / (pairs in which either has a value). Null where there are none. */
  agreement: Share.nullable(),
  /** equal / (pairs in which both have a value). Null where there are none. */
  agreement_where_both: Share.nullable(),
});
export type FieldCounts = z.infer<typeof FieldCountsSchema>;

/** A field over all pairs (an output that is not ok has no values) and over those in which both outputs are ok. */
export const FieldComparisonSchema = z.strictObject({
  all: FieldCountsSchema,
  both_ok: FieldCountsSchema,
});
export type FieldComparison = z.infer<typeof FieldComparisonSchema>;

/**
 * Whether B fills a field in more or fewer of the same pairs than A, beyond chance: over the pairs in which both outputs are ok,
 * with those of one channel and day (UTC) taken together, and repeats of a text with the first of them.
 */
export const CoverageTestSchema = z.strictObject({
  pairs: Count,
  /** Channels and days, which are taken as independent; with fewer than about 20 the interval is too narrow. */
  clusters: Count,
  /** Coverage of B less that of A, in percentage points. */
  points: z.number(),
  /**
   * Its 95 % interval: the wider of a bootstrap by clusters (BCa) and Tango's score interval of as many pairs as tell as much when
   * independent; where no pair differs it is that of independent pairs. Null with one cluster and pairs that differ.
   */
  low: z.number().nullable(),
  high: z.number().nullable(),
  /** McNemar's test by clusters, two-sided. */
  p: Share,
  /** The same, adjusted for the number of fields by Benjamini and Hochberg. */
  p_adjusted: Share,
  /** Whether p was counted or is that of a normal sum. */
  method: z.enum(["exact", "normal"]),
  /** How many times as many pairs are needed as independent ones; null where it cannot be told. */
  design_effect: z.number().nonnegative().nullable(),
  /** More or less where `p_adjusted` is at most 0.05; else alike where the interval is within 1 point. */
  finding: z.enum(["more", "less", "alike", "undecided"]),
  /** About how many more pairs would find a difference of 1 point 4 times of 5. Null where decided, or where clusters are missing. */
  more_pairs: Count.nullable(),
});
export type CoverageTest = z.infer<typeof CoverageTestSchema>;

export const IntervalSchema = z.strictObject({ low: Share, high: Share });

/**
 * 95 % intervals of the shares over the pairs in which both outputs are ok: the wider of a bootstrap by clusters (BCa) and
 * Wilson's of as many pairs as tell as much when independent; where the share is 0 or 1 that of independent pairs. Null where there is no share, or one cluster.
 */
export const ShareIntervalsSchema = z.strictObject({
  coverage_a_interval: IntervalSchema.nullable().default(null),
  coverage_b_interval: IntervalSchema.nullable().default(null),
  agreement_interval: IntervalSchema.nullable().default(null),
});
export type ShareIntervals = z.infer<typeof ShareIntervalsSchema>;

/** Which version is right in a field, in the labelled assignments: the first four add up to the labels. */
export const LabelCountsSchema = z.strictObject({
  both_right: Count,
  /** These two are the discordant pairs, from which "better" and "worse" follow. */
  only_a_right: Count,
  only_b_right: Count,
  neither_right: Count,
  /** Labels that were asked for with a known probability. */
  sampled: Count,
  /**
   * The sampled labels, each counted as often as the inverse of its probability: estimated numbers of cases, of those in which A is
   * right, and B. `a_right / cases` is A's accuracy. Null where none was sampled.
   */
  weighted: z.strictObject({
    cases: z.number().nonnegative(),
    a_right: z.number().nonnegative(),
    b_right: z.number().nonnegative(),
  }).nullable(),
  /** Whether one version is right more often, beyond chance; summaries of earlier releases have none. */
  test: LabelTestSchema.nullable().default(null),
});
export type LabelCounts = z.infer<typeof LabelCountsSchema>;

/** What the outputs and failures of a version took; what came from the cache of replies adds to `cached` alone. */
export const UsageSchema = z.strictObject({
  /** Messages for which a model was asked. */
  asked: Count,
  prompt_tokens: Count,
  completion_tokens: Count,
  /** US dollars; null where it is known of no message. */
  cost_usd: z.number().nonnegative().nullable(),
  /** Messages whose cost is not known, and which it leaves out. */
  cost_unknown: Count,
  /** Of a message, all of its requests together; null where none was paid for. */
  median_latency_ms: z.number().nonnegative().nullable(),
  /** Messages of which a part came from the cache. */
  cached: Count,
});
export type Usage = z.infer<typeof UsageSchema>;

export const ComparedVersionSchema = z.strictObject({
  version: z.string(),
  extractor: z.string().nullable(),
  model: z.string().nullable(),
  /** Other configurations that drained it too: above 0, its outputs have several makers. */
  mixed_with: Count,
  is_live: z.boolean(),
  /** Messages of the window by status. */
  statuses: z.strictObject({ ok: Count, skipped: Count, failed: Count, pending: Count, processing: Count }),
  /** Of the messages of the window; null where no model was asked. */
  usage: UsageSchema.nullable(),
});
export type ComparedVersion = z.infer<typeof ComparedVersionSchema>;

export const ComparedChannelSchema = z.strictObject({
  channel_id: z.int(),
  channel_link: z.string().nullable(),
  title: z.string().nullable(),
  pairs: Count,
  both_ok: Count,
  /** By path. */
  fields: z.record(z.string(), FieldComparisonSchema),
});
export type ComparedChannel = z.infer<typeof ComparedChannelSchema>;

/** The file summary.json: two versions side by side, in numbers. Holds no text of a message. */
export const ComparisonSchema = z.strictObject({
  /** Of this file; a higher one is of a later release that changed what keys mean. */
  format: z.literal(1),
  /** When, ISO 8601. */
  compared_at: z.string(),
  /** The version that is compared with. */
  a: ComparedVersionSchema,
  /** The version that is compared. */
  b: ComparedVersionSchema,
  /** One line for each part of the fingerprints that differs; null where one was never recorded. */
  made_differently: z.array(z.string()).nullable(),
  /** Of an experiment: what its runs were told, in their settings' names. Null where stored versions were compared. */
  runs: z.array(z.tuple([z.string(), z.string(), z.string()])).nullable(),
  /** Dates of the messages, ISO 8601: since is included, until is not; null is no limit. */
  window: z.strictObject({ since: z.string().nullable(), until: z.string().nullable() }),
  /** Marked ids; null is every channel. */
  channel_ids: z.array(z.int()).nullable(),
  /** Messages of the window with a job in either version: those compared and those left out. */
  messages: Count,
  /** Messages that were not compared, by the first reason that holds. */
  left_out: z.strictObject({
    deleted: Count,
    only_in_a: Count,
    only_in_b: Count,
    not_finished: Count,
    read_different_texts: Count,
    only_a_splits: Count,
    only_b_splits: Count,
  }),
  /** Messages that were compared. */
  compared: Count,
  /** Their assignments: one a message, or one a segment. Everything below counts these, except where it says messages. */
  pairs: Count,
  /** Pairs with an output in both versions. */
  both_ok: Count,
  /** Pairs by the two statuses, the most frequent first. */
  statuses: z.array(z.strictObject({ a: z.string(), b: z.string(), pairs: Count })),
  /** Different texts among the compared messages; the rest are repeats of them (reposts, templates). */
  distinct_texts: Count,
  /** Messages that are ok in both versions and hold several assignments by at least one. */
  compilations: z.strictObject({
    messages: Count,
    split_by_both: Count,
    paired_by_code: Count,
    paired_by_place: Count,
    /** Assignments of A, or of B, that pair with none of the other's; a message that is not split is one. */
    only_in_a: Count,
    only_in_b: Count,
  }),
  /** By path, in the order of canonical_json. */
  fields: z.record(
    z.string(),
    FieldComparisonSchema.extend({
      kind: z.string(),
      ...ShareIntervalsSchema.shape,
      words: z.array(z.enum(FIELD_WORDS)),
      /** Null where no pair is ok in both; summaries of earlier releases have none. */
      coverage_test: CoverageTestSchema.nullable().default(null),
      /** Null in summaries of earlier releases. */
      differences: DifferencesSchema.nullable().default(null),
      /** Null where no pair has a value in both; summaries of earlier releases have none. */
      similarity: SimilaritySchema.nullable().default(null),
    }),
  ),
  /** Where a version got posts because two disagree on them: such posts are no sample of all. Summaries of earlier releases have none. */
  replays: z.array(ComparedReplaySchema).default([]),
  /** The disagreements by field, kind and channel, the most first; summaries of earlier releases have none. */
  disagreement_groups: z.array(DisagreementGroupSchema).default([]),
  /** By path, in the order of canonical_json; only fields of which a compared post has labels. */
  labels: z.record(z.string(), LabelCountsSchema).default({}),
  /** Over all labelled fields; null where there are no labels. */
  labels_macro: LabelMacroSchema.nullable().default(null),
  /** How much A differs from a further run of itself; null where none was named. Summaries of earlier releases have none. */
  noise: NoiseSchema.nullable().default(null),
  /** By week and channel, and by week and field, in the order of time; summaries of earlier releases have none. */
  weeks: z.array(WeekSchema).default([]),
  /** Null in summaries of earlier releases. */
  drift: DriftSchema.nullable().default(null),
  /** Whether messages cost more or take longer in B. Null where no model was asked, and in summaries of earlier releases. */
  usage_test: UsageTestSchema.nullable().default(null),
  /** Who has an output; null in summaries of earlier releases. */
  selection: SelectionSchema.nullable().default(null),
  /** Rules that B was to meet; null where none were given. */
  gate: GateSchema.nullable().default(null),
  /** The largest first. */
  channels: z.array(ComparedChannelSchema),
});
export type Comparison = z.infer<typeof ComparisonSchema>;
