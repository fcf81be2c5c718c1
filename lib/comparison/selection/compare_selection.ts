import type { SeededRandom } from "../../core/seeded_random.ts";
import type { Field } from "../../schema/field_paths.ts";
import { bootstrapIntervals, differenceOf, ratioOf } from "../../stats/bootstrap.ts";
import { ClusterSums } from "../../stats/cluster_sums.ts";
import { groupClusters } from "../../stats/group_clusters.ts";
import { widenInterval } from "../../stats/widen_interval.ts";
import { clusterName, type ClusterTally, outcomeColumn, PAIRS_COLUMN } from "../cluster_tally.ts";
import { coverageFinding } from "../compare_coverage.ts";
import {
  comparePairedCounts,
  morePairs,
  MOST_CLUSTERS,
  NOTICEABLE_POINTS,
} from "../compare_paired_counts.ts";
import type { Alone, Selection } from "./selection_schema.ts";
import { SELECTION_COLUMNS, type SelectionTally } from "./selection_tally.ts";

/** By cluster: all pairs, and for each version those that it alone has, those that both have, and the fields that it fills in either. */
const COLUMNS = { pairs: 0, both: 1, a: 2, b: 5 } as const;
/** Of one version, from its column on. */
const [ALONE, FILLED_ALONE, FILLED_BOTH] = [0, 1, 2];

/**
 * Compares who has an output: whether one version has more of them, and whether the posts that one alone has an output of are
 * filled like those that both have one of. Clusters are taken as independent.
 *
 * @param both The pairs with an output in both, @param other those without.
 */
export function compareSelection(
  both: ClusterTally,
  other: SelectionTally,
  fields: readonly Field[],
  random: SeededRandom,
): Selection {
  const sums = joinSums(both, other);
  const totals = sums.totals();
  const [onlyA, onlyB] = [totals[COLUMNS.a] ?? 0, totals[COLUMNS.b] ?? 0];
  const pairs = totals[COLUMNS.pairs] ?? 0;
  const ofBoth = totals[COLUMNS.both] ?? 0;
  const filledIn = (outcomes: readonly ("only_a" | "only_b" | "equal" | "different")[]) =>
    fields.map((_, field) =>
      outcomes.reduce(
        (sum, outcome) => sum + both.column(field, outcome).reduce((all, one) => all + one, 0),
        0,
      )
    );
  return {
    both: ofBoth,
    only_a: onlyA,
    only_b: onlyB,
    neither: pairs - ofBoth - onlyA - onlyB,
    missing_in_b: { ...other.missingInB },
    missing_in_a: { ...other.missingInA },
    test: testOutputs(sums, random),
    alone_a: describeAlone(
      sums,
      COLUMNS.a,
      fields,
      other.filledA,
      filledIn(["only_a", "equal", "different"]),
      random,
    ),
    alone_b: describeAlone(
      sums,
      COLUMNS.b,
      fields,
      other.filledB,
      filledIn(["only_b", "equal", "different"]),
      random,
    ),
  };
}

function joinSums(both: ClusterTally, other: SelectionTally): ClusterSums {
  const sums = new ClusterSums(COLUMNS.b + 3);
  const fields = Array.from({ length: both.fields }, (_, field) => field);
  both.clusters.forEach((cluster, from) => {
    const place = sums.place(clusterName(cluster));
    const at = (column: number) => both.sums.rows[from * both.sums.columns + column] ?? 0;
    const filled = (alone: "only_a" | "only_b") =>
      fields.reduce(
        (sum, field) =>
          sum + at(outcomeColumn(field, alone)) + at(outcomeColumn(field, "equal")) +
          at(outcomeColumn(field, "different")),
        0,
      );
    sums.add(place, COLUMNS.pairs, at(PAIRS_COLUMN));
    sums.add(place, COLUMNS.both, at(PAIRS_COLUMN));
    sums.add(place, COLUMNS.a + FILLED_BOTH, filled("only_a"));
    sums.add(place, COLUMNS.b + FILLED_BOTH, filled("only_b"));
  });
  other.clusters.forEach((cluster, from) => {
    const place = sums.place(cluster);
    const at = (column: keyof typeof SELECTION_COLUMNS) =>
      other.sums.rows[from * other.sums.columns + SELECTION_COLUMNS[column]] ?? 0;
    sums.add(place, COLUMNS.pairs, at("pairs"));
    sums.add(place, COLUMNS.a + ALONE, at("onlyA"));
    sums.add(place, COLUMNS.a + FILLED_ALONE, at("filledA"));
    sums.add(place, COLUMNS.b + ALONE, at("onlyB"));
    sums.add(place, COLUMNS.b + FILLED_ALONE, at("filledB"));
  });
  return sums;
}

function testOutputs(sums: ClusterSums, random: SeededRandom): Selection["test"] {
  const counts = {
    pairs: sums.column(COLUMNS.pairs),
    onlyA: sums.column(COLUMNS.a),
    onlyB: sums.column(COLUMNS.b),
  };
  const [difference = null] = comparePairedCounts([counts], random);
  if (difference === null) return null;
  const { pairs, clusters, points, low, high, p, method } = difference;
  const finding = coverageFinding(difference);
  const more_pairs = finding === "undecided" ? morePairs(counts, difference) : null;
  return { pairs, clusters, points, low, high, p, method, finding, more_pairs };
}

/** @param from The version's first column, @param alone in how many pairs it fills each field alone, @param both where both have an output. */
function describeAlone(
  sums: ClusterSums,
  from: number,
  fields: readonly Field[],
  alone: Float64Array,
  both: readonly number[],
  random: SeededRandom,
): Alone | null {
  const totals = sums.totals();
  const [pairs, ofBoth] = [totals[from + ALONE] ?? 0, totals[COLUMNS.both] ?? 0];
  if (pairs === 0) return null;
  const [inAlone, inBoth] = [
    ratioOf(from + FILLED_ALONE, from + ALONE),
    ratioOf(from + FILLED_BOTH, COLUMNS.both),
  ];
  const [interval = null] = bootstrapIntervals(
    groupClusters(sums, MOST_CLUSTERS, random),
    [differenceOf(inBoth, inAlone)],
    { random, method: "percentile" },
  );
  const clusters = sums.column(from + ALONE).filter((inCluster) => inCluster > 0).length;
  const difference = inAlone(totals) - inBoth(totals);
  const widened = interval && clusters > 1 ? widenInterval(interval, difference, clusters) : null;
  // Of all fields together.
  const toPoints = (filled: number) => filled / fields.length * 100;
  const bounds = widened && { low: toPoints(widened.low), high: toPoints(widened.high) };
  const share = (part: number, whole: number) => whole === 0 ? null : part / whole;
  return {
    pairs,
    clusters,
    coverage: inAlone(totals) / fields.length,
    coverage_where_both: ofBoth === 0 ? null : inBoth(totals) / fields.length,
    points: ofBoth === 0 ? null : toPoints(difference),
    low: bounds && bounds.low,
    high: bounds && bounds.high,
    finding: aloneFinding(bounds),
    fields: Object.fromEntries(fields.map(({ path }, field) => [path, {
      coverage: (alone[field] ?? 0) / pairs,
      coverage_where_both: share(both[field] ?? 0, ofBoth),
    }])),
  };
}

function aloneFinding(bounds: { readonly low: number; readonly high: number } | null): Alone["finding"] {
  if (bounds === null) return "undecided";
  const { low, high } = bounds;
  if (low > 0) return "fuller";
  if (high < 0) return "emptier";
  return low >= -NOTICEABLE_POINTS && high <= NOTICEABLE_POINTS ? "alike" : "undecided";
}
