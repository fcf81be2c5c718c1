import { twoSidedQuantile } from "./normal.ts";
import { studentQuantile } from "./student_t.ts";

const CONFIDENCE = 0.95;
/** With fewer, Student's t would say next to nothing. */
const LEAST_CLUSTERS = 5;

/**
 * By what an effective size is multiplied where its variance was told by few clusters: the square of the normal quantile over Student's
 * t, with as many degrees of freedom as clusters told it, less one.
 *
 * E. L. Korn and B. I. Graubard, Confidence Intervals for Proportions with Small Expected Number of Positive Counts Estimated from
 * Survey Data, Survey Methodology 24, 1998.
 *
 * @param telling Clusters in which the rarer outcome was seen; at least 5 are counted, or as many as there are.
 * @param clusters At least 2.
 */
export function sizeFactor(telling: number, clusters: number): number {
  const units = Math.min(clusters, Math.max(LEAST_CLUSTERS, telling));
  return (twoSidedQuantile(CONFIDENCE) / studentQuantile(CONFIDENCE, units - 1)) ** 2;
}
