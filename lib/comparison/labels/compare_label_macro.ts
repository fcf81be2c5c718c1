import type { SeededRandom } from "../../core/seeded_random.ts";
import { bootstrapIntervals, type Statistic } from "../../stats/bootstrap.ts";
import { ClusterSums } from "../../stats/cluster_sums.ts";
import type { Interval } from "../../stats/interval.ts";
import { normalQuantile } from "../../stats/normal.ts";
import { mcnemarSampleSize } from "../../stats/sample_size.ts";
import { weightedSignFlipTest } from "../../stats/weighted_sign_flip.ts";
import { widenInterval } from "../../stats/widen_interval.ts";
import { wilsonInterval } from "../../stats/wilson.ts";
import { labelFinding, NOTICEABLE_LABEL_POINTS } from "./label_finding.ts";
import {
  basisOf,
  chooseLabelBasis,
  chooseTelling,
  type LabelledField,
  type LabelSums,
  rightShare,
  sumLabels,
} from "./label_sums.ts";
import type { LabelMacro } from "./label_test_schema.ts";

const CONFIDENCE = 0.95;
const POWER = 0.8;

/**
 * Tests which version is right more often over all labelled fields, each of which weighs the same however many labels it has: the mean of
 * the fields' shares. All labels are sampled, or none is; fields that have no such label are left out. Null where there are no labels.
 */
export function compareLabelMacro(
  labelled: readonly LabelledField[],
  random: SeededRandom,
): LabelMacro | null {
  const { kind, weighted, chosen, leftOut } = chooseLabelBasis(labelled.flatMap(({ labels }) => labels));
  if (chosen.length === 0) return null;
  const bases = labelled.map(({ labels, differing }) => ({ differing, basis: basisOf(labels, kind) }))
    .filter(({ basis }) => basis.chosen.length > 0);
  const fields = bases.map(({ basis, differing }): MacroField => {
    const { share, labels } = chooseTelling(basis, differing);
    const sums = sumLabels(labels);
    return { share, sums, difference: sums.weight === 0 ? 0 : (sums.onlyB - sums.onlyA) / sums.weight };
  });
  const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
  const difference = mean(fields.map(({ share, difference }) => share * difference));
  const added = addedByCluster(fields);
  const clusters = new Set(chosen.map(({ cluster }) => cluster)).size;
  const interval = clusters < 2 ? null : boundMacro(fields, difference, random);
  const { p, method } = weightedSignFlipTest(added.map(({ difference }) => difference));
  const test = {
    points: difference * 100,
    low: interval && interval.low * 100,
    high: interval && interval.high * 100,
    p_adjusted: p,
  };
  const finding = labelFinding(test);
  return {
    labels: chosen.length,
    weighted,
    left_out: leftOut,
    differing: chosen.filter(({ differ }) => differ).length,
    clusters,
    ...test,
    p,
    method,
    finding,
    more_labels: finding === "undecided"
      ? moreMacroLabels(chosen.length, added.map(({ residual }) => residual), NOTICEABLE_LABEL_POINTS)
      : null,
    fields: fields.length,
    a_right: mean(bases.map(({ basis, differing }) => rightShare(basis, differing, "rightA"))),
    b_right: mean(bases.map(({ basis, differing }) => rightShare(basis, differing, "rightB"))),
  };
}

/** The labels of a field that tell, the share of all posts that they stand for, and how B differs from A by them. */
interface MacroField {
  readonly share: number;
  readonly sums: LabelSums;
  readonly difference: number;
}

/** What each cluster adds to the mean difference, and by how much that is more than its weight's share. */
function addedByCluster(fields: readonly MacroField[]): { difference: number; residual: number }[] {
  const added = new Map<string, { difference: number; residual: number }>();
  for (const { share, sums, difference } of fields) {
    for (const own of sums.clusters) {
      const sum = added.get(own.cluster) ?? { difference: 0, residual: 0 };
      const ofMean = share / (sums.weight * fields.length);
      sum.difference += own.difference * ofMean;
      sum.residual += (own.difference - own.weight * difference) * ofMean;
      added.set(own.cluster, sum);
    }
  }
  return [...added.values()];
}

/**
 * The bootstrap's interval by clusters, widened for few of them. It is at least as wide as what so many labels leave possible where no
 * two differ, to which resampling is blind, and wider by all that a field without a telling label may be.
 */
function boundMacro(fields: readonly MacroField[], difference: number, random: SeededRandom): Interval {
  const told = fields.filter(({ sums }) => sums.weight > 0);
  const sums = new ClusterSums(told.length * 2);
  told.forEach((field, index) => {
    for (const { cluster, weight, difference } of field.sums.clusters) {
      const place = sums.place(cluster);
      sums.add(place, index * 2, weight);
      sums.add(place, index * 2 + 1, difference);
    }
  });
  const meanOf: Statistic = (totals) =>
    told.reduce((sum, { share, difference }, index) => {
      const weight = totals[index * 2] ?? 0;
      // A resample without a label of the field says of it what all labels say.
      return sum + share * (weight === 0 ? difference : (totals[index * 2 + 1] ?? 0) / weight);
    }, 0) / fields.length;
  const [resampled = null] = bootstrapIntervals(sums, [meanOf], { random, method: "percentile" });
  if (resampled === null) {
    const all = fields.reduce((sum, { share }) => sum + share / fields.length, 0);
    return { low: Math.max(-1, difference - all), high: Math.min(1, difference + all) };
  }
  const { low, high } = widenInterval(resampled, difference, sums.size);
  const unseen = told.reduce(
    (most, { share, sums: { weight, squares } }) =>
      Math.max(most, share * wilsonInterval(0, weight ** 2 / squares).high),
    0,
  );
  const untold = fields.reduce((sum, { share, sums }) => sum + (sums.weight === 0 ? share : 0), 0);
  return {
    low: Math.max(-1, Math.min(low, difference - unseen / fields.length) - untold / fields.length),
    high: Math.min(1, Math.max(high, difference + unseen / fields.length) + untold / fields.length),
  };
}

/** Labels that are missing, shared out over fields and posts as these are, to find so many points 4 times of 5. */
function moreMacroLabels(labels: number, residuals: readonly number[], points: number): number | null {
  const difference = points / 100;
  const squares = residuals.reduce((sum, residual) => sum + residual ** 2, 0);
  const variance = squares * residuals.length / (residuals.length - 1);
  const reach = normalQuantile((1 + CONFIDENCE) / 2) + normalQuantile(POWER);
  const needed = residuals.length > 1 && squares > 0
    ? Math.ceil(labels * variance * (reach / difference) ** 2)
    : mcnemarSampleSize({ onlyA: 0, onlyB: difference });
  return needed > labels ? needed - labels : null;
}
