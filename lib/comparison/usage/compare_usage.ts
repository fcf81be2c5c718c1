import type { SeededRandom } from "../../core/seeded_random.ts";
import { benjaminiHochberg } from "../../stats/benjamini_hochberg.ts";
import { bootstrapIntervals, ratioOf } from "../../stats/bootstrap.ts";
import { ClusterSums } from "../../stats/cluster_sums.ts";
import { clusteredWilcoxon } from "../../stats/clustered_wilcoxon.ts";
import { groupClusters } from "../../stats/group_clusters.ts";
import { quantileOfSorted } from "../../stats/quantile_of_sorted.ts";
import { widenInterval } from "../../stats/widen_interval.ts";
import type { PairQuery } from "../../store/extraction_pairs.ts";
import type { Queryable } from "../../store/database.ts";
import { iterUsagePairs } from "../../store/iter_usage_pairs.ts";
import { MOST_CLUSTERS } from "../compare_paired_counts.ts";
import type { Comparison } from "../comparison_schema.ts";
import { RESAMPLING } from "../resampling.ts";
import { priceCorrections } from "./price_corrections.ts";
import { type PairedAmounts, UsagePairTally } from "./usage_pair_tally.ts";
import { USAGE_MEASURES, type UsageMeasureTest, type UsageTest } from "./usage_test_schema.ts";

const LEVEL = 0.05;

/** Reads what the compared messages took, where a model was asked for any: rules take nothing, and nothing is read to say so. */
export async function loadUsageTest(
  sql: Queryable,
  query: PairQuery,
  comparison: Pick<Comparison, "a" | "b" | "labels_macro" | "pairs" | "compared">,
): Promise<UsageTest | null> {
  if (comparison.a.usage === null && comparison.b.usage === null) return null;
  const tally = new UsagePairTally();
  for await (const rows of iterUsagePairs(sql, query)) rows.forEach((row) => tally.add(row));
  const test = compareUsage(tally, RESAMPLING.fork(6));
  return test && { ...test, corrections: priceCorrections(test, comparison) };
}

/** Tests whether the same messages take more or less in B than in A, measure by measure; null where no model was asked. */
export function compareUsage(
  { messages, cached, amounts }: UsagePairTally,
  random: SeededRandom,
): Omit<UsageTest, "corrections"> | null {
  if (messages === 0) return null;
  const measured = USAGE_MEASURES.map((measure, index) =>
    measureTest(amounts[measure], messages - cached, random.fork(index))
  );
  const adjusted = benjaminiHochberg(measured.flatMap((test) => test === null ? [] : [test.p]));
  const [cost_usd = null, prompt_tokens = null, completion_tokens = null, latency_ms = null] = measured.map(
    (test) => test === null ? null : decide(test, adjusted.shift() ?? 1),
  );
  return {
    messages,
    cached,
    cost_usd,
    prompt_tokens,
    completion_tokens,
    latency_ms,
    latencies: countLatencies(amounts.latency_ms),
  };
}

type Undecided = Omit<UsageMeasureTest, "p_adjusted" | "finding">;

function measureTest(
  { a, b, clusters }: PairedAmounts,
  messages: number,
  random: SeededRandom,
): Undecided | null {
  if (a.length === 0) return null;
  const differences = a.map((ofA, message) => (b[message] ?? NaN) - ofA);
  const sums = new ClusterSums(2);
  for (const [message, difference] of differences.entries()) {
    const place = sums.place(String(clusters[message]));
    sums.add(place, 0, difference);
    sums.add(place, 1);
  }
  const grouped = groupClusters(sums, MOST_CLUSTERS, random);
  const [resampled = null] = bootstrapIntervals(grouped, [ratioOf(0, 1)], { random });
  const difference = mean(differences);
  const interval = resampled && widenInterval(resampled, difference, grouped.size);
  const { p, method, effect } = clusteredWilcoxon(differences, clusters);
  const [sortedA, sortedB] = [Float64Array.from(a).sort(), Float64Array.from(b).sort()];
  return {
    messages: a.length,
    unknown: messages - a.length,
    clusters: sums.size,
    mean_a: mean(a),
    mean_b: mean(b),
    median_a: quantileOfSorted(sortedA, 0.5),
    median_b: quantileOfSorted(sortedB, 0.5),
    p95_a: quantileOfSorted(sortedA, 0.95),
    p95_b: quantileOfSorted(sortedB, 0.95),
    difference,
    low: interval && interval.low,
    high: interval && interval.high,
    p,
    method,
    effect,
  };
}

function decide(test: Undecided, p_adjusted: number): UsageMeasureTest {
  const { low, high, effect } = test;
  const isUnlikely = p_adjusted <= LEVEL && low !== null && high !== null;
  const isMore = isUnlikely && low > 0 && effect > 0;
  const isLess = isUnlikely && high < 0 && effect < 0;
  return { ...test, p_adjusted, finding: isMore ? "more" : isLess ? "less" : "undecided" };
}

/** Of each power of ten; steps of about 1.5, so that a median and a tail can be told by eye. */
const STEPS = [1, 1.5, 2, 3, 5, 7];

function countLatencies({ a, b }: PairedAmounts): UsageTest["latencies"] {
  if (a.length === 0) return [];
  const binsOfA = countBins(a);
  const binsOfB = countBins(b);
  const bins = [...binsOfA.keys(), ...binsOfB.keys()];
  const first = Math.min(...bins);
  return Array.from({ length: Math.max(...bins) - first + 1 }, (_, place) => {
    const bin = first + place;
    return {
      from_ms: binStart(bin),
      to_ms: binStart(bin + 1),
      a: binsOfA.get(bin) ?? 0,
      b: binsOfB.get(bin) ?? 0,
    };
  });
}

function countBins(latencies: readonly number[]): Map<number, number> {
  const counts = new Map<number, number>();
  for (const latency of latencies) {
    let bin = Math.floor(Math.log10(Math.max(1, latency))) * STEPS.length;
    while (binStart(bin + 1) <= latency) bin++;
    counts.set(bin, (counts.get(bin) ?? 0) + 1);
  }
  return counts;
}

/** Where a bin begins, in milliseconds; the first one takes what is faster too. */
function binStart(bin: number): number {
  return bin <= 0 ? 0 : (STEPS[bin % STEPS.length] ?? 1) * 10 ** Math.floor(bin / STEPS.length);
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
