import type { SeededRandom } from "../../core/seeded_random.ts";
import { benjaminiHochberg } from "../../stats/benjamini_hochberg.ts";
import type { Interval } from "../../stats/interval.ts";
import { pairedDifferenceInterval } from "../../stats/paired_difference_interval.ts";
import { mcnemarSampleSize } from "../../stats/sample_size.ts";
import { studentQuantile } from "../../stats/student_t.ts";
import { weightedSignFlipTest } from "../../stats/weighted_sign_flip.ts";
import { compareLabelMacro } from "./compare_label_macro.ts";
import { labelFinding, NOTICEABLE_LABEL_POINTS } from "./label_finding.ts";
import {
  chooseLabelBasis,
  chooseTelling,
  type LabelledField,
  type LabelSums,
  rightShare,
  sumLabels,
} from "./label_sums.ts";
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
 * Tests for each field which version is right more often, and over all fields together. A field's labels are all of the kind that there
 * are more of, drawn and weighted or taken as they are; the two are never mixed. Clusters are taken as independent, not labels;
 * the p-values are adjusted for asking about so many fields.
 *
 * @param fields By path; each has labels.
 * @param random For the resampling.
 */
export function compareLabels(
  fields: ReadonlyMap<string, LabelledField>,
  random: SeededRandom,
): LabelFindings {
  const tests = [...fields].map(([path, field]) => ({ path, test: testLabels(field) }));
  const adjusted = benjaminiHochberg(tests.map(({ test }) => test.p));
  const found = new Map(tests.map(({ path, test: { moreFor, ...test } }, index) => {
    const p_adjusted = adjusted[index] ?? 1;
    const finding = labelFinding({ ...test, p_adjusted });
    return [path, {
      ...test,
      p_adjusted,
      finding,
      more_labels: finding === "undecided" ? moreFor(NOTICEABLE_LABEL_POINTS) : null,
    }];
  }));
  return { fields: found, macro: compareLabelMacro([...fields.values()], random) };
}

interface RawTest extends Omit<LabelTest, "p_adjusted" | "finding" | "more_labels"> {
  /** How many more labels would find so many points. */
  readonly moreFor: (points: number) => number | null;
}

function testLabels({ labels, differing }: LabelledField): RawTest {
  const basis = chooseLabelBasis(labels);
  const { weighted, chosen, leftOut } = basis;
  const telling = chooseTelling(basis, differing);
  const sums = sumLabels(telling.labels);
  const { p, method } = weightedSignFlipTest(sums.clusters.map(({ difference }) => difference));
  const effective = sums.clusters.length < 2 ? null : effectiveSize(sums);
  const effect = effective && telling.labels.length / effective;
  const interval = boundDifference(sums, telling.labels.length, effective);
  const share = telling.share * 100;
  // What is not known of the posts that differ is at most their share.
  const bounds = interval ?? (basis.kind === "of_these" ? { low: -1, high: 1 } : null);
  const discordant = sums.weight === 0 ? 0 : (sums.onlyA + sums.onlyB) / sums.weight;
  return {
    labels: chosen.length,
    weighted,
    left_out: leftOut,
    differing: chosen.filter(({ differ }) => differ).length,
    clusters: sumLabels(chosen).clusters.length,
    points: sums.weight === 0 ? 0 : (sums.onlyB - sums.onlyA) / sums.weight * share,
    low: bounds && bounds.low * share,
    high: bounds && bounds.high * share,
    p,
    method,
    discordant: discordant * telling.share,
    design_effect: effect,
    a_right: rightShare(basis, differing, "rightA"),
    b_right: rightShare(basis, differing, "rightB"),
    moreFor: (points) => {
      const difference = points / share;
      if (difference > 1) return null;
      const needed = tellingLabels(discordant, difference, effect ?? 1);
      // As many of those that are asked for will tell as of those that were.
      const asked = telling.labels.length === 0 ? 1 / differing : chosen.length / telling.labels.length;
      return needed > telling.labels.length ? Math.ceil((needed - telling.labels.length) * asked) : null;
    },
  };
}

/** Telling labels that find a difference 4 times of 5, both as shares of the posts that they stand for. */
function tellingLabels(discordant: number, difference: number, designEffect: number): number {
  const seen = Math.min(1, Math.max(discordant, difference));
  const onlyB = (seen + difference) / 2;
  return mcnemarSampleSize({ onlyA: seen - onlyB, onlyB, designEffect });
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

/** Few clusters tell their own variance badly, for which Korn and Graubard shrink the size by Student's t: so it holds for few, too. */
function boundDifference(
  { weight, onlyA, onlyB, clusters }: LabelSums,
  labels: number,
  effective: number | null,
): Interval | null {
  if (effective === null) return null;
  const pairs = effective *
    (studentQuantile(CONFIDENCE, labels - 1) / studentQuantile(CONFIDENCE, clusters.length - 1)) ** 2;
  return pairedDifferenceInterval({ onlyA: onlyA / weight * pairs, onlyB: onlyB / weight * pairs, pairs });
}
