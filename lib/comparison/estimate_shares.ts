import type { SeededRandom } from "../core/seeded_random.ts";
import { bootstrapIntervals, type Statistic } from "../stats/bootstrap.ts";
import { clusteredShareInterval } from "../stats/clustered_share_interval.ts";
import type { ClusterSums } from "../stats/cluster_sums.ts";
import { groupClusters } from "../stats/group_clusters.ts";
import { type Interval, widerInterval } from "../stats/interval.ts";
import { wilsonInterval } from "../stats/wilson.ts";
import { type ClusterTally, outcomeColumn, PAIRS_COLUMN } from "./cluster_tally.ts";
import { MOST_CLUSTERS } from "./compare_paired_counts.ts";
import type { ShareIntervals } from "./comparison_schema.ts";

/** A share of pairs, as the sums of its part and of its whole. */
interface Share {
  readonly part: Statistic;
  readonly whole: Statistic;
}

/**
 * 95 % intervals of the shares of each field, over the pairs with an output in both versions: the wider of a bootstrap
 * by clusters (BCa) and Wilson's of as many pairs as tell as much when independent. Where a share is 0 or 1 both are blind to
 * clusters: there it is Wilson's, as of independent pairs.
 */
export function estimateShares({ sums, fields }: ClusterTally, random: SeededRandom): ShareIntervals[] {
  const totals = sums.totals();
  const shares = Array.from({ length: fields }, (_, field) => sharesOf(field));
  const statistics = shares.flat().map(({ part, whole }): Statistic => (sum) => part(sum) / whole(sum));
  const resampled = bootstrapIntervals(groupClusters(sums, MOST_CLUSTERS, random), statistics, { random });
  const intervals = shares.flat().map((share, index): Interval | null => {
    const [part, whole] = [share.part(totals), share.whole(totals)];
    if (whole === 0) return null;
    if (part === 0 || part === whole) return wilsonInterval(part, whole);
    const interval = clusteredShareInterval(byCluster(sums, share.part), byCluster(sums, share.whole));
    return interval && widerInterval(interval, resampled[index] ?? null);
  });
  return shares.map((_, field) => ({
    coverage_a_interval: intervals[field * 3] ?? null,
    coverage_b_interval: intervals[field * 3 + 1] ?? null,
    agreement_interval: intervals[field * 3 + 2] ?? null,
  }));
}

/** A figure of each cluster by itself. */
function byCluster({ rows, columns, size }: ClusterSums, figure: Statistic): Float64Array {
  return Float64Array.from(
    { length: size },
    (_, place) => figure(rows.subarray(place * columns, (place + 1) * columns)),
  );
}

function sharesOf(field: number): [coverageA: Share, coverageB: Share, agreement: Share] {
  const [onlyA, onlyB, equal, different] = (["only_a", "only_b", "equal", "different"] as const)
    .map((outcome) => outcomeColumn(field, outcome));
  const both = sumOf(equal, different);
  const pairs = sumOf(PAIRS_COLUMN);
  return [
    { part: (sums) => both(sums) + sumOf(onlyA)(sums), whole: pairs },
    { part: (sums) => both(sums) + sumOf(onlyB)(sums), whole: pairs },
    { part: sumOf(equal), whole: sumOf(onlyA, onlyB, equal, different) },
  ];
}

function sumOf(...columns: readonly (number | undefined)[]): Statistic {
  return (sums) => columns.reduce<number>((total, column) => total + (sums[column ?? -1] ?? 0), 0);
}
