import type { SeededRandom } from "../../core/seeded_random.ts";
import type { Field } from "../../schema/field_paths.ts";
import { comparePairedCounts, LEVEL, morePairs, type PairedDifference } from "../compare_paired_counts.ts";
import type { Noise, NoiseFinding } from "./noise_schema.ts";
import type { NoiseTally } from "./noise_tally.ts";

/**
 * How much more often A may differ from B than from itself, in percentage points, to be said to do so within its noise: three of a
 * hundred pairs that fill the field. One would take tens of thousands of pairs where a model is in two minds about one of five.
 */
export const NOTICEABLE_NOISE_POINTS = 3;

/**
 * Tests for each field whether A differs from B more often than from a further run of itself. If B were one more run of A, B and the
 * further run could be exchanged with each other, in each cluster as a whole.
 *
 * @param random What the intervals are resampled by.
 */
export function compareNoise(
  tally: NoiseTally,
  fields: readonly Pick<Field, "path">[],
  random: SeededRandom,
): Omit<Noise, "version" | "cached"> {
  const counts = fields.map((_, field) => tally.count(field));
  const tests = comparePairedCounts(counts, random).flatMap((difference, field) => {
    const [path, counted] = [fields[field]?.path, counts[field]];
    if (difference === null || path === undefined || counted === undefined) return [];
    const { pairs, clusters, ...test } = difference;
    const differing = (alone: Float64Array) => (total(alone) + total(counted.both)) / pairs;
    const finding = noiseFinding(difference);
    const more = finding === "undecided" ? morePairs(counted, difference, NOTICEABLE_NOISE_POINTS) : null;
    return [
      [path, {
        pairs,
        clusters,
        differs_from_b: differing(counted.onlyB),
        differs_from_again: differing(counted.onlyA),
        ...test,
        finding,
        more_pairs: more && Math.ceil(more * tally.pairs / pairs),
      }] as const,
    ];
  });
  return { pairs: tally.pairs, clusters: tally.clusters, fields: Object.fromEntries(tests) };
}

/** Whether A differs from B as it does from itself. */
export function noiseFinding(
  { points, high, p_adjusted }: Pick<PairedDifference, "points" | "high" | "p_adjusted">,
): NoiseFinding {
  if (p_adjusted <= LEVEL && points > 0) return "beyond_noise";
  return high !== null && high <= NOTICEABLE_NOISE_POINTS ? "within_noise" : "undecided";
}

function total(sums: Float64Array): number {
  return sums.reduce((all, sum) => all + sum, 0);
}
