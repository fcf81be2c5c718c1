import * as z from "zod";

const Count = z.int().nonnegative();
const Share = z.number().min(0).max(1);

/**
 * What happened in one week (UTC, from Monday on), over the pairs with an output in both: in one channel, all fields together, or in
 * one field, all channels together. Weeks without such pairs have no rows.
 */
export const WeekSchema = z.strictObject({
  /** ISO 8601: `2026-W03`. */
  week: z.string(),
  /** Its Monday: `2026-01-12`. */
  since: z.string(),
  /** Null where all channels are taken together. */
  channel_id: z.int().nullable(),
  /** Null where all fields are taken together. */
  path: z.string().nullable(),
  /** Assignments. The counts below add up to them, times the number of fields where `path` is null. */
  pairs: Count,
  both_null: Count,
  only_a: Count,
  only_b: Count,
  equal: Count,
  different: Count,
});
export type Week = z.infer<typeof WeekSchema>;

/** What may change over time: the share of pairs that A fills, that B fills, or that are equal of those that either fills. */
export const DRIFT_MEASURES = ["coverage_a", "coverage_b", "agreement"] as const;
export type DriftMeasure = typeof DRIFT_MEASURES[number];

/** A share that is not the same from some week on, by more than chance explains. */
export const DriftFindingSchema = z.strictObject({
  /** Null where it holds for all channels together while no single one shows it; a change of their mix alone is none. */
  channel_id: z.int().nullable(),
  path: z.string(),
  measure: z.enum(DRIFT_MEASURES),
  /** The first week of what is new, and its Monday. */
  week: z.string(),
  since: z.string(),
  /** The share before that week, and from it on. For all channels together: at one mix of them. */
  before: Share,
  after: Share,
  /** What they are over: pairs, or pairs that either version fills; and on how many days. */
  pairs_before: Count,
  pairs_after: Count,
  days_before: Count,
  days_after: Count,
  /** After less before, in percentage points. */
  points: z.number(),
  /**
   * Its 95 % interval: a bootstrap by days (BCa), for the week as it was found, widened by Wilson's where a share is 0 or 1; null where it cannot be told. As the week was chosen
   * for its change, the points are rather too large.
   */
  low: z.number().nullable(),
  high: z.number().nullable(),
  /** Of so large a change at any week where days come in any order, too small where neighbouring days resemble each other; the least there can be is 1 / (permutations + 1). */
  p: Share,
  /** The same, adjusted for all that was tested by Benjamini and Hochberg. */
  p_adjusted: Share,
  permutations: Count,
});
export type DriftFinding = z.infer<typeof DriftFindingSchema>;

/** Whether what A and B fill, and whether they agree, changed between weeks. */
export const DriftSchema = z.strictObject({
  /** Weeks with pairs that are ok in both and whose date is known. */
  weeks: Count,
  /** The Monday from which on it was tested, 26 weeks before the last at most. Null where nothing could be. */
  tested_since: z.string().nullable(),
  /**
   * Shares that were tested: of a channel and field, or of a field in all channels together, with four weeks, and with a week before
   * which and from which on there are 7 days and 30 pairs. 0 where there are too few.
   */
  tests: Count,
  /** The largest |points| first. */
  findings: z.array(DriftFindingSchema),
  /**
   * By channel or field, as in `weeks`: how many times as large a share's variance is by days as by pairs. For the interval of a
   * week, take so many times fewer pairs. Null where it cannot be told.
   */
  design_effects: z.array(z.strictObject({
    channel_id: z.int().nullable(),
    path: z.string().nullable(),
    coverage_a: z.number().nullable(),
    coverage_b: z.number().nullable(),
    agreement: z.number().nullable(),
  })),
});
export type Drift = z.infer<typeof DriftSchema>;
