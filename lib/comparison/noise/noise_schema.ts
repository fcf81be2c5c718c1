import * as z from "zod";

const Count = z.int().nonnegative();
const Share = z.number().min(0).max(1);

/** Beyond: A differs from B more often than from itself. Within: no more than 3 points more often. */
export const NOISE_FINDINGS = ["beyond_noise", "within_noise", "undecided"] as const;
export type NoiseFinding = typeof NOISE_FINDINGS[number];

/**
 * How often A differs from B and from a further run of itself in a field, over the same assignments: those with an output in all
 * three, of which A, B or the further run fills the field.
 */
export const NoiseTestSchema = z.strictObject({
  pairs: Count,
  /** Their channels and days, which are taken as independent; with fewer than about 20 the interval is too narrow. */
  clusters: Count,
  /** Shares of the pairs in which A differs from B, and from its further run: a value in one alone, or another value. */
  differs_from_b: Share,
  differs_from_again: Share,
  /** The first less the second, in percentage points. Below 0: A is closer to B than to itself. */
  points: z.number(),
  /**
   * Its 95 % interval: the wider of a bootstrap by clusters (BCa) and Tango's score interval of as many pairs as tell as much when
   * independent; where A differs from both alike it is that of independent pairs. Null with one cluster.
   */
  low: z.number().nullable(),
  high: z.number().nullable(),
  /** If B were a further run of A, both could be exchanged in any cluster: the share of such exchanges with a difference as large, two-sided. */
  p: Share,
  /** The same, adjusted for the number of fields by Benjamini and Hochberg. */
  p_adjusted: Share,
  /** Whether p was counted or is that of a normal sum. */
  method: z.enum(["exact", "normal"]),
  /** How many times as many pairs are needed as independent ones; null where it cannot be told. */
  design_effect: z.number().nonnegative().nullable(),
  /** Beyond where `p_adjusted` is at most 0.05 and `points` above 0; else within where `high` is at most 3; else undecided. */
  finding: z.enum(NOISE_FINDINGS),
  /**
   * About how many more pairs, whether they fill the field or not, would find a difference of 3 points 4 times of 5. Null where
   * decided, or where clusters are missing.
   */
  more_pairs: Count.nullable(),
});
export type NoiseTest = z.infer<typeof NoiseTestSchema>;

/** The noise floor: how much A differs from itself, beside how much it differs from B. */
export const NoiseSchema = z.strictObject({
  /** The further run of A. */
  version: z.string(),
  /** Its messages of which a part came from the cache of replies, and may be A's own: above 0, the noise is understated. */
  cached: Count,
  /** Assignments with an output in A, in B and in the further run, made from the same text. */
  pairs: Count,
  clusters: Count,
  /** By path, in the order of canonical_json; fields that none of the three fills are left out. */
  fields: z.record(z.string(), NoiseTestSchema),
});
export type Noise = z.infer<typeof NoiseSchema>;
