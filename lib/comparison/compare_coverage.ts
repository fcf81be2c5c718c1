import type { SeededRandom } from "../core/seeded_random.ts";
import type { ClusterTally } from "./cluster_tally.ts";
import {
  comparePairedCounts,
  LEVEL,
  morePairs,
  NOTICEABLE_POINTS,
  type PairedDifference,
} from "./compare_paired_counts.ts";
import type { CoverageTest } from "./comparison_schema.ts";

/**
 * Tests for each field whether B fills it in more or fewer of the same pairs than A does. Clusters, not pairs, are taken as
 * independent; the p-values are adjusted for asking about so many fields.
 *
 * @param random What the intervals are resampled by.
 * @returns In the order of the fields; null for all where there are no pairs.
 */
export function compareCoverage(
  tally: ClusterTally,
  random: SeededRandom,
): (CoverageTest | null)[] {
  const pairs = tally.pairs();
  const filled = Array.from({ length: tally.fields }, (_, field) => ({
    pairs,
    onlyA: tally.column(field, "only_a"),
    onlyB: tally.column(field, "only_b"),
  }));
  return comparePairedCounts(filled, random).map((difference, field) => {
    const counts = filled[field];
    if (difference === null || counts === undefined) return null;
    const finding = coverageFinding(difference);
    return {
      ...difference,
      finding,
      more_pairs: finding === "undecided" ? morePairs(counts, difference) : null,
    };
  });
}

/** Different comes first: that an unlikely difference is small is for its interval to say. */
export function coverageFinding(
  { points, low, high, p_adjusted }: Pick<PairedDifference, "points" | "low" | "high" | "p_adjusted">,
): CoverageTest["finding"] {
  if (p_adjusted <= LEVEL) return points > 0 ? "more" : "less";
  const isSmall = low !== null && high !== null && low >= -NOTICEABLE_POINTS && high <= NOTICEABLE_POINTS;
  return isSmall ? "alike" : "undecided";
}
