import type { SeededRandom } from "../core/seeded_random.ts";
import { bcaInterval } from "./bca_interval.ts";
import type { ClusterSums } from "./cluster_sums.ts";
import type { Interval } from "./interval.ts";
import { quantileOfSorted } from "./quantile_of_sorted.ts";

/** A figure made of the sums over all clusters, such as {@linkcode ratioOf}; NaN where there is none. */
export type Statistic = (totals: Float64Array) => number;

export interface BootstrapOptions {
  readonly random: SeededRandom;
  /** Default 2,000. */
  readonly resamples?: number;
  /** Default 0.95. */
  readonly confidence?: number;
  /** Default "bca". */
  readonly method?: "bca" | "percentile";
}

export interface BootstrapInterval extends Interval {
  readonly estimate: number;
  /** Independent units; with fewer than about 20 the interval is too narrow. */
  readonly clusters: number;
  /** Resamples in which there was a figure. */
  readonly resamples: number;
}

/**
 * Bootstrap intervals of figures of paired data, resampled by clusters: both of a pair and all pairs of a cluster are drawn
 * together, all figures from the same resamples. Null where there is no figure, or only one cluster to draw from.
 *
 * B. Efron, Bootstrap Methods: Another Look at the Jackknife, Annals of Statistics 7, 1979; by clusters: A. C. Davison and D. V.
 * Hinkley, Bootstrap Methods and their Application, 1997, section 3.8. By default bias-corrected and accelerated
 * ({@linkcode bcaInterval}): shares near 0 or 1, which ours are, have skewed distributions, whose percentiles lie off to one side.
 * In 4,000 draws of 20 unequal clusters with a share of 0.98 it missed that 8 % of the time, percentiles 12 %; with 80, 6 % and 7 %.
 *
 * Where no two pairs differ all resamples are alike and the interval is a point: resampling cannot show what was never seen. Say
 * then how much n rules out ({@linkcode wilsonInterval}).
 */
export function bootstrapIntervals(
  sums: ClusterSums,
  statistics: readonly Statistic[],
  { random, resamples = 2_000, confidence = 0.95, method = "bca" }: BootstrapOptions,
): (BootstrapInterval | null)[] {
  const totals = sums.totals();
  const drawn = statistics.map(() => new Float64Array(resamples));
  for (let resample = 0; resample < resamples; resample++) {
    const resampled = drawTotals(sums, random);
    statistics.forEach((statistic, index) => {
      const values = drawn[index];
      if (values) values[resample] = statistic(resampled);
    });
  }
  const influence = method === "bca" ? leaveOneOut(sums, totals, statistics) : [];
  return statistics.map((statistic, index) => {
    const estimate = statistic(totals);
    const sorted = (drawn[index] ?? new Float64Array()).filter((value) => !Number.isNaN(value)).sort();
    if (Number.isNaN(estimate) || sums.size < 2 || sorted.length === 0) return null;
    const interval = method === "bca" ? bcaInterval(estimate, sorted, influence[index] ?? [], confidence) : {
      low: quantileOfSorted(sorted, (1 - confidence) / 2),
      high: quantileOfSorted(sorted, (1 + confidence) / 2),
    };
    return { estimate, ...interval, clusters: sums.size, resamples: sorted.length };
  });
}

/** One column over another, both summed over all clusters: a share or a mean. */
export function ratioOf(numerator: number, denominator: number): Statistic {
  return (totals) => (totals[numerator] ?? NaN) / (totals[denominator] ?? NaN);
}

/** What `b` is more than `a`. */
export function differenceOf(a: Statistic, b: Statistic): Statistic {
  return (totals) => b(totals) - a(totals);
}

/** The sums over as many clusters as there are, each drawn from all. */
function drawTotals({ rows, columns, size }: ClusterSums, random: SeededRandom): Float64Array {
  const totals = new Float64Array(columns);
  for (let draw = 0; draw < size; draw++) {
    const from = random.integer(0, size - 1) * columns;
    for (let column = 0; column < columns; column++) {
      totals[column] = (totals[column] ?? 0) + (rows[from + column] ?? 0);
    }
  }
  return totals;
}

/** Each figure without each of the clusters. */
function leaveOneOut(
  { rows, columns, size }: ClusterSums,
  totals: Float64Array,
  statistics: readonly Statistic[],
): Float64Array[] {
  const values = statistics.map(() => new Float64Array(size));
  const rest = new Float64Array(columns);
  for (let cluster = 0; cluster < size; cluster++) {
    for (let column = 0; column < columns; column++) {
      rest[column] = (totals[column] ?? 0) - (rows[cluster * columns + column] ?? 0);
    }
    statistics.forEach((statistic, index) => {
      const figures = values[index];
      if (figures) figures[cluster] = statistic(rest);
    });
  }
  return values;
}
