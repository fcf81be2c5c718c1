import type { SeededRandom } from "../core/seeded_random.ts";
import { benjaminiHochberg } from "../stats/benjamini_hochberg.ts";
import { bootstrapIntervals, ratioOf } from "../stats/bootstrap.ts";
import { ClusterSums } from "../stats/cluster_sums.ts";
import { clusteredMcNemar } from "../stats/clustered_mcnemar.ts";
import { clusteredDifferenceInterval } from "../stats/clustered_difference_interval.ts";
import { designEffect } from "../stats/design_effect.ts";
import { groupClusters } from "../stats/group_clusters.ts";
import { mcnemarSampleSize } from "../stats/sample_size.ts";
import { widerInterval } from "../stats/interval.ts";
import { pairedDifferenceInterval } from "../stats/paired_difference_interval.ts";

/** The smallest difference that matters, in percentage points. */
export const NOTICEABLE_POINTS = 1;
/** Resampling takes as long as there are clusters; more than so many are taken together, which loses nothing that shows. */
export const MOST_CLUSTERS = 500;
/** At this adjusted p or less chance is no explanation. */
export const LEVEL = 0.05;

/** A yes or no asked of both of each pair, such as "is the field filled", cluster by cluster. */
export interface PairedCounts {
  /** Pairs that were asked. */
  readonly pairs: Float64Array;
  /** Of these, those in which the answer is yes of A alone, or of B alone. */
  readonly onlyA: Float64Array;
  readonly onlyB: Float64Array;
}

/** By how much B's share of yes is above A's, and whether chance explains it. */
export interface PairedDifference {
  readonly pairs: number;
  /** Clusters with a pair. */
  readonly clusters: number;
  /** B less A, in percentage points, and its 95 % interval; null with one cluster and pairs that differ. */
  readonly points: number;
  readonly low: number | null;
  readonly high: number | null;
  readonly p: number;
  readonly p_adjusted: number;
  readonly method: "exact" | "normal";
  readonly design_effect: number | null;
}

/**
 * Tests several questions about the same pairs. Clusters, not pairs, are taken as independent: McNemar's test by clusters, the wider
 * of a bootstrap by clusters (BCa) and a score interval, and p-values adjusted for asking so many.
 *
 * @param random What the intervals are resampled by.
 * @returns In the order of the questions; null for those that no pair was asked.
 */
export function comparePairedCounts(
  questions: readonly PairedCounts[],
  random: SeededRandom,
): (PairedDifference | null)[] {
  const asked = questions.filter(({ pairs }) => total(pairs) > 0);
  const tests = asked.map(({ onlyA, onlyB }) => clusteredMcNemar(onlyA, onlyB));
  const adjusted = benjaminiHochberg(tests.map(({ p }) => p));
  const intervals = intervalsOf(asked, random);
  const differences = new Map(asked.map((question, index): [PairedCounts, PairedDifference] => {
    const pairs = total(question.pairs);
    const { p, method } = tests[index] ?? { p: 1, method: "exact" };
    const interval = intervals[index] ?? null;
    return [question, {
      pairs,
      clusters: question.pairs.reduce((clusters, inCluster) => clusters + Number(inCluster > 0), 0),
      points: (total(question.onlyB) - total(question.onlyA)) / pairs * 100,
      low: interval && interval.low * 100,
      high: interval && interval.high * 100,
      p,
      p_adjusted: adjusted[index] ?? 1,
      method,
      design_effect: effectOf(question),
    }];
  }));
  return questions.map((question) => differences.get(question) ?? null);
}

/**
 * Pairs that are missing to find the smallest difference that matters; null where there are as many, and clusters are missing.
 *
 * @param points How small that is.
 */
export function morePairs(
  { onlyA, onlyB }: PairedCounts,
  { pairs, design_effect }: PairedDifference,
  points: number = NOTICEABLE_POINTS,
): number | null {
  const difference = points / 100;
  const seen = Math.max((total(onlyA) + total(onlyB)) / pairs, difference);
  const needed = mcnemarSampleSize({
    onlyA: (seen - difference) / 2,
    onlyB: (seen + difference) / 2,
    designEffect: design_effect ?? 1,
  });
  return needed > pairs ? needed - pairs : null;
}

function effectOf({ pairs, onlyA, onlyB }: PairedCounts): number | null {
  return designEffect(
    Array.from(pairs, (inCluster, cluster) => ({
      pairs: inCluster,
      difference: (onlyB[cluster] ?? 0) - (onlyA[cluster] ?? 0),
      discordant: (onlyB[cluster] ?? 0) + (onlyA[cluster] ?? 0),
    })),
  );
}

const NONE = { onlyA: 0, onlyB: 0 };

/**
 * Of the differences as shares of the pairs: the wider of a bootstrap and a score interval, for resampling alone is too sure of few clusters
 * and rare differences. Questions on which no pair differs are left out of the resampling, which is blind to them.
 */
function intervalsOf(
  questions: readonly PairedCounts[],
  random: SeededRandom,
): ({ readonly low: number; readonly high: number } | null)[] {
  const differing = questions.filter(({ onlyA, onlyB }) => total(onlyA) + total(onlyB) > 0);
  // Questions of the same pairs share a column.
  const denominators = [...new Set(differing.map(({ pairs }) => pairs))];
  const sums = new ClusterSums(denominators.length + differing.length);
  for (let cluster = 0; cluster < (questions[0]?.pairs.length ?? 0); cluster++) {
    const place = sums.place(String(cluster));
    denominators.forEach((pairs, column) => sums.add(place, column, pairs[cluster]));
    differing.forEach(({ onlyA, onlyB }, index) => {
      sums.add(place, denominators.length + index, (onlyB[cluster] ?? 0) - (onlyA[cluster] ?? 0));
    });
  }
  const ratios = differing.map(({ pairs }, index) =>
    ratioOf(denominators.length + index, denominators.indexOf(pairs))
  );
  const resampled = new Map(
    bootstrapIntervals(groupClusters(sums, MOST_CLUSTERS, random), ratios, { random }).map((
      interval,
      index,
    ) => [differing[index], interval]),
  );
  return questions.map((question) => {
    const interval = clusteredDifferenceInterval(question);
    if (!resampled.has(question)) {
      return interval ?? pairedDifferenceInterval({ ...NONE, pairs: total(question.pairs) });
    }
    return interval && widerInterval(interval, resampled.get(question) ?? null);
  });
}

function total(sums: Float64Array): number {
  return sums.reduce((all, sum) => all + sum, 0);
}
