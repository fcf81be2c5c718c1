import type { SeededRandom } from "../core/seeded_random.ts";
import { benjaminiHochberg } from "../stats/benjamini_hochberg.ts";
import { pairedDifferenceInterval } from "../stats/paired_difference_interval.ts";
import { mcnemarSampleSize } from "../stats/sample_size.ts";
import { studentQuantile } from "../stats/student_t.ts";
import { weightedSignFlipTest } from "../stats/weighted_sign_flip.ts";
import { compareLabelMacro } from "./compare_label_macro.ts";
import { labelFinding, NOTICEABLE_LABEL_POINTS } from "./label_finding.ts";
import { chooseLabelBasis, type LabelObservation, type LabelSums, sumLabels } from "./label_sums.ts";
import type { LabelMacro, LabelTest } from "./label_test_schema.ts";

const CONFIDENCE = 0.95;

/** What the labels say of two versions. */
export interface LabelFindings {
  /** By path. */
  readonly fields: ReadonlyMap<string, LabelTest>;
  /** Null where there are no labels. */
  readonly macro: LabelMacro | null;
}

/**
 * Tests for each field which version is right more often, and over all fields together. A field's labels are either all sampled and
 * weighted or all taken as they are, whichever there are more of; the two are never mixed. Clusters are taken as independent, not labels;
 * the p-values are adjusted for asking about so many fields.
 *
 * @param observations By path; none is empty.
 * @param random For the resampling.
 */
export function compareLabels(
  observations: ReadonlyMap<string, readonly LabelObservation[]>,
  random: SeededRandom,
): LabelFindings {
  const tests = [...observations].map(([path, all]) => ({ path, test: testLabels(all) }));
  const adjusted = benjaminiHochberg(tests.map(({ test }) => test.p));
  const fields = new Map(tests.map(({ path, test }, index) => {
    const p_adjusted = adjusted[index] ?? 1;
    const finding = labelFinding({ ...test, p_adjusted });
    return [path, {
      ...test,
      p_adjusted,
      finding,
      more_labels: finding === "undecided" ? moreLabels(test, NOTICEABLE_LABEL_POINTS) : null,
    }];
  }));
  return { fields, macro: compareLabelMacro([...observations.values()], random) };
}

type RawTest = Omit<LabelTest, "p_adjusted" | "finding" | "more_labels">;

function testLabels(all: readonly LabelObservation[]): RawTest {
  const { weighted, chosen, leftOut } = chooseLabelBasis(all);
  const sums = sumLabels(chosen);
  const { weight, onlyA, onlyB, clusters } = sums;
  const difference = (onlyB - onlyA) / weight;
  const discordant = (onlyA + onlyB) / weight;
  const effective = effectiveSize(sums);
  const effect = clusters.length < 2 ? null : chosen.length / effective;
  const interval = effect === null ? null : boundDifference(effective, {
    onlyA: onlyA / weight,
    onlyB: onlyB / weight,
    labels: chosen.length,
    clusters: clusters.length,
  });
  const { p, method } = weightedSignFlipTest(clusters.map(({ difference }) => difference));
  return {
    labels: chosen.length,
    weighted,
    left_out: leftOut,
    differing: chosen.filter(({ differ }) => differ).length,
    clusters: clusters.length,
    points: difference * 100,
    low: interval && interval.low * 100,
    high: interval && interval.high * 100,
    p,
    method,
    discordant,
    design_effect: effect,
  };
}

/**
 * How many labels, independent and drawn alike, would tell as much: the variance of one label over that of the mean, which is by clusters
 * and linearised for the weights. It never makes more of the discordant labels than there are; where none is, it is L. Kish's (Σ w)² / Σ w².
 * Nor is it more than that where labels were drawn for other versions: there one of great weight may be discordant and none seen.
 *
 * E. L. Korn and B. I. Graubard, Confidence Intervals for Proportions with Small Expected Number of Positive Counts Estimated from
 * Survey Data, Survey Methodology 24, 1998.
 */
function effectiveSize(
  { weight, squares, onlyA, onlyB, discordant, ofOthers, clusters }: LabelSums,
): number {
  const kish = weight ** 2 / squares;
  if (discordant === 0) return kish;
  const share = (onlyA + onlyB) / weight;
  const mean = (onlyB - onlyA) / weight;
  const most = ofOthers ? Math.min(kish, discordant / share) : discordant / share;
  const ofClusters = clusters.reduce(
    (sum, cluster) => sum + (cluster.difference - cluster.weight * mean) ** 2,
    0,
  );
  const ofMean = clusters.length / (clusters.length - 1) * ofClusters / weight ** 2;
  const ofLabel = share - mean ** 2;
  return ofMean > 0 && ofLabel > 0 ? Math.min(most, ofLabel / ofMean) : most;
}

interface ObservedShares {
  readonly onlyA: number;
  readonly onlyB: number;
  readonly labels: number;
  readonly clusters: number;
}

/** Few clusters tell their own variance badly, for which Korn and Graubard shrink the size by Student's t: so it holds for few, too. */
function boundDifference(effective: number, { onlyA, onlyB, labels, clusters }: ObservedShares) {
  const pairs = effective *
    (studentQuantile(CONFIDENCE, labels - 1) / studentQuantile(CONFIDENCE, clusters - 1)) ** 2;
  return pairedDifferenceInterval({ onlyA: onlyA * pairs, onlyB: onlyB * pairs, pairs });
}

/** Labels that are missing to find a difference of so many points 4 times of 5; null where there are as many, and clusters are missing. */
export function moreLabels(
  { labels, discordant, design_effect }: Pick<LabelTest, "labels" | "discordant" | "design_effect">,
  points: number,
): number | null {
  const difference = points / 100;
  const seen = Math.max(discordant, difference);
  const needed = mcnemarSampleSize({
    onlyA: (seen - difference) / 2,
    onlyB: (seen + difference) / 2,
    designEffect: design_effect ?? 1,
  });
  return needed > labels ? needed - labels : null;
}
