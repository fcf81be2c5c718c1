import { SeededRandom } from "../core/seeded_random.ts";
import { benjaminiHochberg } from "../stats/benjamini_hochberg.ts";
import { bootstrapIntervals, ratioOf } from "../stats/bootstrap.ts";
import { ClusterSums } from "../stats/cluster_sums.ts";
import { clusteredMcNemar } from "../stats/clustered_mcnemar.ts";
import { designEffect } from "../stats/design_effect.ts";
import type { Interval } from "../stats/interval.ts";
import { mcnemarSampleSize } from "../stats/sample_size.ts";
import { wilsonInterval } from "../stats/wilson.ts";
import type { CoverageTest } from "./comparison_schema.ts";
import { onlyColumn, PAIRS_COLUMN } from "./coverage_tally.ts";

/** The smallest difference of coverage that matters, in percentage points. */
export const NOTICEABLE_POINTS = 1;
const LEVEL = 0.05;

/** The sums of one field, cluster by cluster. */
interface FieldSums {
  readonly pairs: Float64Array;
  readonly onlyA: Float64Array;
  readonly onlyB: Float64Array;
}

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
  const pairs = sums.totals()[PAIRS_COLUMN] ?? 0;
  if (pairs === 0) return new Array<null>(fields).fill(null);
  const ofPairs = sums.column(PAIRS_COLUMN);
  const ofFields = Array.from({ length: fields }, (_, field): FieldSums => ({
    pairs: ofPairs,
    onlyA: sums.column(onlyColumn(field, "a")),
    onlyB: sums.column(onlyColumn(field, "b")),
  }));
  const tests = ofFields.map(({ onlyA, onlyB }) => clusteredMcNemar(onlyA, onlyB));
  const adjusted = benjaminiHochberg(tests.map(({ p }) => p));
  const intervals = intervalsOf(ofFields, pairs, new SeededRandom(seedOf(names)));
  return tests.map(({ p, method }, field) => {
    const { onlyA, onlyB } = ofFields[field] ?? { onlyA: [], onlyB: [] };
    const interval = intervals[field] ?? null;
    const [a, b] = [total(onlyA), total(onlyB)];
    const effect = designEffect(
      Array.from(ofPairs, (inCluster, cluster) => ({
        pairs: inCluster,
        difference: (onlyB[cluster] ?? 0) - (onlyA[cluster] ?? 0),
        discordant: (onlyB[cluster] ?? 0) + (onlyA[cluster] ?? 0),
      })),
    );
    const p_adjusted = adjusted[field] ?? 1;
    const finding = findingOf(b - a, p_adjusted, interval);
    return {
      pairs,
      clusters: sums.size,
      points: (b - a) / pairs * 100,
      low: interval && interval.low * 100,
      high: interval && interval.high * 100,
      p,
      p_adjusted,
      method,
      design_effect: effect,
      finding,
      more_pairs: finding === "undecided" ? morePairs((a + b) / pairs, pairs, effect ?? 1) : null,
    };
  });
}

/** Different comes first: that an unlikely difference is small is for its interval to say. */
function findingOf(difference: number, p: number, interval: Interval | null): CoverageTest["finding"] {
  if (p <= LEVEL) return difference > 0 ? "more" : "less";
  const limit = NOTICEABLE_POINTS / 100;
  return interval !== null && interval.low >= -limit && interval.high <= limit ? "alike" : "undecided";
}

/** Pairs that are missing to find the smallest difference that matters; null where there are as many, and clusters are missing. */
function morePairs(discordant: number, pairs: number, effect: number): number | null {
  const difference = NOTICEABLE_POINTS / 100;
  const seen = Math.max(discordant, difference);
  const needed = mcnemarSampleSize({
    onlyA: (seen - difference) / 2,
    onlyB: (seen + difference) / 2,
    designEffect: effect,
  });
  return needed > pairs ? needed - pairs : null;
}

/** Of the differences as shares of the pairs. Fields in which no pair differs are left out of the resampling, which is blind to them. */
function intervalsOf(
  fields: readonly FieldSums[],
  pairs: number,
  random: SeededRandom,
): (Interval | null)[] {
  const differing = fields.filter(({ onlyA, onlyB }) => total(onlyA) + total(onlyB) > 0);
  const sums = new ClusterSums(1 + differing.length);
  const clusters = fields[0]?.pairs ?? new Float64Array();
  clusters.forEach((inCluster, cluster) => {
    const place = sums.place(String(cluster));
    sums.add(place, 0, inCluster);
    differing.forEach(({ onlyA, onlyB }, index) => {
      sums.add(place, 1 + index, (onlyB[cluster] ?? 0) - (onlyA[cluster] ?? 0));
    });
  });
  const resampled = new Map(
    bootstrapIntervals(sums, differing.map((_, index) => ratioOf(1 + index, 0)), { random })
      .map((interval, index) => [differing[index], interval]),
  );
  const { high } = wilsonInterval(0, pairs);
  return fields.map((field) =>
    differing.includes(field) ? resampled.get(field) ?? null : { low: -high, high }
  );
}

function total(sums: ArrayLike<number>): number {
  return Array.from(sums).reduce((all, sum) => all + sum, 0);
}

/** FNV-1a of both names. */
function seedOf(names: readonly string[]): number {
  return new TextEncoder().encode(names.join("\n"))
    .reduce((hash, byte) => Math.imul(hash ^ byte, 0x01000193), 0x811c9dc5);
}
