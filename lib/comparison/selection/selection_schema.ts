import * as z from "zod";

const Count = z.int().nonnegative();
const Share = z.number().min(0).max(1);

/** Why a version has no output where the other has one. */
const MissingSchema = z.strictObject({ skipped: Count, failed: Count });

/** The pairs of which one version alone has an output, beside those of which both have one. */
export const AloneSchema = z.strictObject({
  pairs: Count,
  /** Their channels and days (UTC). */
  clusters: Count,
  /** The share of all fields that this version fills in them, and where both have an output. */
  coverage: Share,
  coverage_where_both: Share.nullable(),
  /** The first less the second in percentage points, with a 95 % bootstrap interval by clusters, widened for few of them; null where it cannot be told. */
  points: z.number().nullable(),
  low: z.number().nullable(),
  high: z.number().nullable(),
  /** Fuller or emptier where the interval leaves 0 out: the pairs that it alone has are unlike the rest. Alike within 1 point. */
  finding: z.enum(["fuller", "emptier", "alike", "undecided"]),
  /** By path, in the order of canonical_json. */
  fields: z.record(z.string(), z.strictObject({ coverage: Share, coverage_where_both: Share.nullable() })),
});
export type Alone = z.infer<typeof AloneSchema>;

/** Who has an output (ok): a version that skips or fails the hard posts looks better where only the others are compared. */
export const SelectionSchema = z.strictObject({
  /** The four add up to the pairs. */
  both: Count,
  only_a: Count,
  only_b: Count,
  neither: Count,
  /** Of the pairs that only A has an output of, those that B skipped, and those in which it failed; and the other way round. */
  missing_in_b: MissingSchema,
  missing_in_a: MissingSchema,
  /** Whether B has an output in more or fewer pairs than A, beyond chance; null where there are no pairs. */
  test: z.strictObject({
    pairs: Count,
    /** Channels and days (UTC), which are taken as independent. */
    clusters: Count,
    /** The share of pairs with an output of B less that of A, in percentage points, with its 95 % interval; null with one cluster. */
    points: z.number(),
    low: z.number().nullable(),
    high: z.number().nullable(),
    /** McNemar's test by clusters, two-sided. */
    p: Share,
    /** Whether p was counted or is that of a normal sum. */
    method: z.enum(["exact", "normal"]),
    /** More or less where p is at most 0.05; else alike where the interval is within 1 point. */
    finding: z.enum(["more", "less", "alike", "undecided"]),
    /** About how many more pairs would find 1 point 4 times of 5. Null where decided, or where clusters are missing. */
    more_pairs: Count.nullable(),
  }).nullable(),
  /** Null where no pair is of this kind. */
  alone_a: AloneSchema.nullable(),
  alone_b: AloneSchema.nullable(),
});
export type Selection = z.infer<typeof SelectionSchema>;
