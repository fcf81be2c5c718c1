import * as z from "zod";
import { DIFFERENCE_KINDS } from "./difference_kind.ts";
import { SIMILARITY_MEASURES } from "./field_similarity.ts";

const Count = z.int().nonnegative();

/**
 * In what the values of a field differ, over the pairs in which both outputs are ok: the counts add up to its `only_a`, `only_b` and
 * `different` ({@linkcode DIFFERENCE_KINDS} says what each is).
 */
export const DifferencesSchema = z.strictObject({
  /** Only B has a value: as many as `only_b`. */
  a_null: Count,
  /** Only A has a value: as many as `only_a`. */
  b_null: Count,
  /** Both have one, spelt otherwise. */
  format: Count,
  /** Both have one, with the same words in another order. */
  order: Count,
  /** Both have one, and they say something else. */
  value: Count,
});
export type Differences = z.infer<typeof DifferencesSchema>;

/** How alike the values of a field are where both have one and both outputs are ok. */
export const SimilaritySchema = z.strictObject({
  /** Of one pair, from 0 to 1 ({@linkcode SIMILARITY_MEASURES} says how). */
  measure: z.enum(SIMILARITY_MEASURES),
  /** `equal` and `different` together. */
  pairs: Count,
  /** The mean over these pairs, equal values being 1. */
  mean: z.number().min(0).max(1),
});
export type MeanSimilarity = z.infer<typeof SimilaritySchema>;

/** The disagreements of one field, kind and channel, over the pairs in which both outputs are ok. */
export const DisagreementGroupSchema = z.strictObject({
  path: z.string(),
  kind: z.enum(DIFFERENCE_KINDS),
  channel_id: z.int(),
  /** At least 1: a group of none is left out. */
  pairs: Count,
});
export type DisagreementGroup = z.infer<typeof DisagreementGroupSchema>;
