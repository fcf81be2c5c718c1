import { LEVEL } from "../compare_paired_counts.ts";
import type { LabelTest } from "./label_test_schema.ts";

/**
 * The smallest difference of right shares that matters, in percentage points: three posts of a hundred. Finding one point, as of coverage,
 * would take thousands of labels.
 */
export const NOTICEABLE_LABEL_POINTS = 3;

/** What a test of labels says. Different takes both the test and the interval, which knows more of unequal weights and few clusters. */
export function labelFinding(
  { low, high, p_adjusted }: Pick<LabelTest, "low" | "high" | "p_adjusted">,
): LabelTest["finding"] {
  if (low === null || high === null) return "undecided";
  if (p_adjusted <= LEVEL && low > 0) return "better";
  if (p_adjusted <= LEVEL && high < 0) return "worse";
  return low >= -NOTICEABLE_LABEL_POINTS && high <= NOTICEABLE_LABEL_POINTS ? "alike" : "undecided";
}
