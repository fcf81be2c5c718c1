import type { SeededRandom } from "../core/seeded_random.ts";
import { bootstrapIntervals } from "../stats/bootstrap.ts";
import { ClusterSums } from "../stats/cluster_sums.ts";
import type { Interval } from "../stats/interval.ts";
import { normalQuantile } from "../stats/normal.ts";
import { mcnemarSampleSize } from "../stats/sample_size.ts";
import { weightedSignFlipTest } from "../stats/weighted_sign_flip.ts";
import { widenInterval } from "../stats/widen_interval.ts";
import { wilsonInterval } from "../stats/wilson.ts";
import { labelFinding, NOTICEABLE_LABEL_POINTS } from "./label_finding.ts";
import { chooseLabelBasis, type LabelObservation, type LabelSums, sumLabels } from "./label_sums.ts";
import type { LabelMacro } from "./label_test_schema.ts";

const CONFIDENCE = 0.95;
const POWER = 0.8;

/**
 * Tests which version is right more often over all labelled fields, each of which weighs the same however many labels it has: the mean of
 * the fields' shares. All labels are sampled, or none is; fields that have no such label are left out. Null where there are no labels.
 */
export function compareLabelMacro(
  fields: readonly (readonly LabelObservation[])[],
  random: SeededRandom,
): LabelMacro | null {
  const { weighted, chosen, leftOut } = chooseLabelBasis(fields.flat());
  if (chosen.length === 0) return null;
  const sums = fields.map((labels) =>
    sumLabels(labels.filter(({ probability }) => (probability !== null) === weighted))
  ).filter(({ weight }) => weight > 0);
  const mean = (share: (field: LabelSums) => number) =>
    sums.reduce((sum, field) => sum + share(field) / sums.length, 0);
  const difference = mean(({ onlyA, onlyB, weight }) => (onlyB - onlyA) / weight);
  const added = addedByCluster(sums);
  const interval = added.length < 2 ? null : boundMacro(sums, difference, added.length, random);
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
    clusters: added.length,
    ...test,
    p,
    method,
    finding,
    more_labels: finding === "undecided"
      ? moreMacroLabels(chosen.length, added.map(({ residual }) => residual), NOTICEABLE_LABEL_POINTS)
      : null,
    fields: sums.length,
    a_right: mean(({ rightA, weight }) => rightA / weight),
    b_right: mean(({ rightB, weight }) => rightB / weight),
  };
}

/** What each cluster adds to the mean difference, and by how much that is more than its weight's share. */
function addedByCluster(fields: readonly LabelSums[]): { difference: number; residual: number }[] {
  const added = new Map<string, { difference: number; residual: number }>();
  for (const { clusters, onlyA, onlyB, weight } of fields) {
    const mean = (onlyB - onlyA) / weight;
    for (const own of clusters) {
      const sum = added.get(own.cluster) ?? { difference: 0, residual: 0 };
      const share = 1 / (weight * fields.length);
      sum.difference += own.difference * share;
      sum.residual += (own.difference - own.weight * mean) * share;
      added.set(own.cluster, sum);
    }
  }
  return [...added.values()];
}

/**
 * The bootstrap's interval by clusters, widened for few of them. It is at least as wide as what so many labels leave possible where no
 * two differ, to which resampling is blind.
 */
function boundMacro(
  fields: readonly LabelSums[],
  difference: number,
  clusters: number,
  random: SeededRandom,
): Interval {
  const sums = new ClusterSums(fields.length * 2);
  fields.forEach((field, index) => {
    for (const { cluster, weight, difference } of field.clusters) {
      const place = sums.place(cluster);
      sums.add(place, index * 2, weight);
      sums.add(place, index * 2 + 1, difference);
    }
  });
  const [resampled = null] = bootstrapIntervals(sums, [meanOfRatios], { random, method: "percentile" });
  const { low, high } = widenInterval(
    resampled ?? { low: difference, high: difference },
    difference,
    clusters,
    CONFIDENCE,
  );
  const labels = fields.reduce((sum, { weight, squares }) => sum + weight ** 2 / squares, 0);
  const { high: unseen } = wilsonInterval(0, labels);
  return {
    low: Math.max(-1, Math.min(low, difference - unseen)),
    high: Math.min(1, Math.max(high, difference + unseen)),
  };
}

/** Columns two by two, the second over the first; a field of which a resample has no label is left out of it. */
function meanOfRatios(totals: Float64Array): number {
  let [sum, fields] = [0, 0];
  for (let column = 0; column < totals.length; column += 2) {
    const weight = totals[column] ?? 0;
    if (weight === 0) continue;
    sum += (totals[column + 1] ?? 0) / weight;
    fields++;
  }
  return sum / fields;
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
