import { isoWeekOf, mondayOf } from "../../core/iso_week.ts";
import type { SeededRandom } from "../../core/seeded_random.ts";
import type { Field } from "../../schema/field_paths.ts";
import { benjaminiHochberg } from "../../stats/benjamini_hochberg.ts";
import { type BootstrapInterval, bootstrapIntervals, differenceOf, ratioOf } from "../../stats/bootstrap.ts";
import { type ChangePoint, changePointTest } from "../../stats/change_point.ts";
import { ClusterSums } from "../../stats/cluster_sums.ts";
import type { Interval } from "../../stats/interval.ts";
import { wilsonInterval } from "../../stats/wilson.ts";
import { NOTICEABLE_POINTS } from "../compare_paired_counts.ts";
import type { ClusterTally } from "../cluster_tally.ts";
import { readDayCounts } from "./day_counts.ts";
import type { Drift, DriftFinding } from "./drift_schema.ts";
import { type DriftSeries, iterDriftSeries, placesByChannel } from "./drift_series.ts";
import { estimateDesignEffects } from "./week_design_effects.ts";

/** Only so many last weeks are looked at: what changed before is how things are, and costs the same to find. */
export const MOST_WEEKS = 26;
const LEVEL = 0.05;

/** Permutations of every share; of those that stay unlikely, so many times more each time, so many at most. */
const FIRST_PERMUTATIONS = 399;
const MORE_TIMES = 5;
const MOST_PERMUTATIONS = 100_000;
/** How far the least p-value should lie below what Benjamini and Hochberg ask for. */
const TIMES_ENOUGH = 2;
const RESAMPLES = 1_000;

/**
 * Looks for weeks from which on A or B fills a field more or less often than before, or both agree more or less: in each channel, and
 * in all of them together at one mix. Days are taken as independent, the pairs of a day are not; the p-values are adjusted for all
 * that was tested. Where neighbouring days resemble each other, changes are called too often: with daily shares correlated by 0.3 in 9 of
 * 60 comparisons of 8 weeks without any, by 0.6 in 35.
 */
export function findDrift(tally: ClusterTally, fields: readonly Field[], random: SeededRandom): Drift {
  const counts = readDayCounts(tally);
  const mondays = tally.clusters.flatMap(({ day }) => (day === null ? [] : [mondayOf(day)]));
  const weeks = [...new Set(mondays)].sort((one, other) => one - other);
  const first = weeks.slice(-MOST_WEEKS)[0] ?? 0;
  const series = [...iterDriftSeries(tally, counts, fields, placesByChannel(tally, first))];
  const changes = testAll(series, random);
  const adjusted = benjaminiHochberg(changes.map((change) => change?.p ?? 1));
  const findings = series.flatMap((one, index) => {
    const [change, p_adjusted] = [changes[index] ?? null, adjusted[index] ?? 1];
    if (change === null || p_adjusted > LEVEL) return [];
    const finding = describeChange(one, change, p_adjusted, random.fork(index));
    return Math.abs(finding.points) < NOTICEABLE_POINTS ? [] : [finding];
  });
  return {
    weeks: weeks.length,
    tested_since: series.length === 0 ? null : isoWeekOf(first).since,
    tests: series.length,
    findings: findings.filter((finding) => finding.channel_id !== null || !isToldByChannel(finding, findings))
      .sort((one, other) => Math.abs(other.points) - Math.abs(one.points)),
    design_effects: estimateDesignEffects(tally, counts, fields),
  };
}

function isToldByChannel({ path, measure }: DriftFinding, findings: readonly DriftFinding[]): boolean {
  return findings.some((other) =>
    other.channel_id !== null && other.path === path && other.measure === measure
  );
}

/**
 * Most series are soon seen to be likely. What stays unlikely gets more permutations, until so few could be told from chance among so
 * many tests.
 */
function testAll(series: readonly DriftSeries[], random: SeededRandom): (ChangePoint | null)[] {
  let changes = series.map((one, index): ChangePoint | null =>
    changePointTest(one, { random: random.fork(index), permutations: FIRST_PERMUTATIONS })
  );
  for (let permutations = FIRST_PERMUTATIONS; permutations < MOST_PERMUTATIONS;) {
    const isUnlikely = (change: ChangePoint | null) => change?.permutations === permutations;
    const unlikely = changes.filter(isUnlikely).length;
    const needed = TIMES_ENOUGH * series.length / LEVEL / unlikely;
    if (unlikely === 0 || permutations >= needed) break;
    const more = Math.ceil(Math.min(permutations * MORE_TIMES, needed, MOST_PERMUTATIONS));
    const drawn = random.fork(more);
    changes = changes.map((change, index) => {
      const one = series[index];
      return one === undefined || !isUnlikely(change)
        ? change
        : changePointTest(one, { random: drawn.fork(index), permutations: more });
    });
    permutations = more;
  }
  return changes;
}

function describeChange(
  { channelId, path, measure, days, parts, wholes, level }: DriftSeries,
  { split, p, permutations }: ChangePoint,
  p_adjusted: number,
  random: SeededRandom,
): DriftFinding {
  const sums = new ClusterSums(4);
  for (const [index, day] of days.entries()) {
    const place = sums.place(String(day));
    const column = index < split ? 0 : 2;
    sums.add(place, column, parts[index] ?? 0);
    sums.add(place, column + 1, wholes[index] ?? 0);
  }
  const [beforeOf, afterOf] = [ratioOf(0, 1), ratioOf(2, 3)];
  const totals = sums.totals();
  const [resampled = null] = bootstrapIntervals(sums, [differenceOf(beforeOf, afterOf)], {
    random,
    resamples: RESAMPLES,
  });
  const interval = resampled && (level === 0 ? widenAtEnds(resampled, totals) : resampled);
  return {
    channel_id: channelId,
    path,
    measure,
    ...isoWeekOf(days[split] ?? 0),
    before: toShare(level + beforeOf(totals)),
    after: toShare(level + afterOf(totals)),
    pairs_before: totals[1] ?? 0,
    pairs_after: totals[3] ?? 0,
    days_before: split,
    days_after: days.length - split,
    points: (afterOf(totals) - beforeOf(totals)) * 100,
    low: interval && interval.low * 100,
    high: interval && interval.high * 100,
    p,
    p_adjusted,
    permutations,
  };
}

/**
 * Resampling is blind to a share of 0 or 1: there the change's interval is widened by what Wilson's leaves possible, as of independent
 * pairs, in the way of R. G. Newcombe, Interval estimation for the difference between independent proportions, Statistics in Medicine
 * 17, 1998, method 10.
 */
function widenAtEnds({ estimate, low, high }: BootstrapInterval, totals: Float64Array): Interval {
  const [before, after] = [endsOf(totals[0] ?? 0, totals[1] ?? 0), endsOf(totals[2] ?? 0, totals[3] ?? 0)];
  return {
    low: estimate - Math.hypot(estimate - low, before.above, after.below),
    high: estimate + Math.hypot(high - estimate, before.below, after.above),
  };
}

/** How far a share of all or none may lie from where it was seen. */
function endsOf(parts: number, wholes: number): { readonly below: number; readonly above: number } {
  const { low, high } = wilsonInterval(parts, wholes);
  return { below: parts === wholes ? 1 - low : 0, above: parts === 0 ? high : 0 };
}

function toShare(share: number): number {
  return Math.min(1, Math.max(0, share));
}
