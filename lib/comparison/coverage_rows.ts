import { formatCount } from "../runtime/format_number.ts";
import type { Cell } from "../runtime/format_table.ts";
import type { Comparison } from "./comparison_schema.ts";
import {
  FEW_CLUSTERS,
  formatInterval,
  formatPoints,
  formatProbability,
} from "./differences/format_difference.ts";
import { NOTICEABLE_POINTS } from "./compare_paired_counts.ts";

/** The header of {@linkcode coverageRows}, which fits a terminal of 80 columns. */
export const COVERAGE_HEADER = ["field", "B - A", "95 % interval", "p", "more pairs"];

/** A row for each field that only one of the versions fills in some pair. The figures want {@linkcode describeCoverage} beside them. */
export function coverageRows({ fields }: Pick<Comparison, "fields">): Cell[][] {
  return Object.entries(fields).flatMap(([path, { both_ok, coverage_test }]) =>
    coverage_test === null || both_ok.only_a + both_ok.only_b === 0 ? [] : [[
      path,
      formatPoints(coverage_test.points),
      formatInterval(coverage_test),
      formatProbability(coverage_test.p_adjusted),
      coverage_test.more_pairs ?? "",
    ]]
  );
}

/** What the rows are over and how they were made, in sentences; none where nothing was tested. */
export function describeCoverage(
  { fields }: Pick<Comparison, "fields">,
): { readonly head: string; readonly notes: readonly string[] } | null {
  const tested = Object.values(fields).filter(({ coverage_test }) => coverage_test !== null);
  const test = tested[0]?.coverage_test ?? null;
  if (test === null) return null;
  const { pairs, clusters } = test;
  const alike = tested.find(({ both_ok }) => both_ok.only_a + both_ok.only_b === 0)?.coverage_test?.high;
  const isUndecided = tested.some(({ coverage_test }) => (coverage_test?.more_pairs ?? null) !== null);
  return {
    head: `Coverage, B - A in points, over ${formatCount(pairs)} pairs of ${
      formatCount(clusters)
    } channel-days:`,
    notes: [
      "p: McNemar's test of these pairs by channel-day, adjusted for all fields.",
      ...(isUndecided
        ? [`More pairs: about what finds a difference of ${NOTICEABLE_POINTS} point 4 times of 5.`]
        : []),
      ...(alike === undefined || alike === null ? [] : [
        `Where no pair differs, ${formatCount(pairs)} independent ones leave ${
          alike.toFixed(1)
        } points possible.`,
      ]),
      ...(clusters < FEW_CLUSTERS
        ? [
          `Fewer than ${FEW_CLUSTERS} channel-days: the intervals are too narrow. Compare more days.`,
        ]
        : []),
    ],
  };
}
