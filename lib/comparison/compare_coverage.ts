import type { ClusterSums } from "../stats/cluster_sums.ts";
import {
  comparePairedCounts,
  LEVEL,
  morePairs,
  NOTICEABLE_POINTS,
  type PairedDifference,
} from "./compare_paired_counts.ts";
import type { CoverageTest } from "./comparison_schema.ts";
import { onlyColumn, PAIRS_COLUMN } from "./coverage_tally.ts";

/**
 * Tests for each field whether B fills it in more or fewer of the same pairs than A does. Clusters, not pairs, are taken as
 * independent; the p-values are adjusted for asking about so many fields.
 *
 * @param sums Those of a CoverageTally.
 * @param names The versions, whose names seed the resampling: the same comparison gives the same intervals.
 * @returns In the order of the fields; null for all where there are no pairs.
 */
export function compareCoverage(
  sums: ClusterSums,
  fields: number,
  names: readonly [a: string, b: string],
): (CoverageTest | null)[] {
  const pairs = sums.column(PAIRS_COLUMN);
  const filled = Array.from({ length: fields }, (_, field) => ({
    pairs,
    onlyA: sums.column(onlyColumn(field, "a")),
    onlyB: sums.column(onlyColumn(field, "b")),
  }));
  return comparePairedCounts(filled, names).map((difference, field) => {
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
