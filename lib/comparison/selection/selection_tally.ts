import { ClusterSums } from "../../stats/cluster_sums.ts";
import { type Cluster, clusterName, clusterOf } from "../cluster_tally.ts";
import type { Pair } from "../pair_versions.ts";

/** The columns of {@linkcode SelectionTally}: pairs without two outputs, those with one alone, and how many fields that one fills. */
export const SELECTION_COLUMNS = { pairs: 0, onlyA: 1, onlyB: 2, filledA: 3, filledB: 4 } as const;

/** Sums the pairs that have no output in one version or both, by channel and day; those that have two are a ClusterTally's. */
export class SelectionTally {
  readonly sums = new ClusterSums(Object.keys(SELECTION_COLUMNS).length);
  /** The names of the channels and days, in the order of the places in `sums`. */
  readonly clusters: string[] = [];
  /** In how many pairs the one output there is fills each field. */
  readonly filledA: Float64Array;
  readonly filledB: Float64Array;
  /** Why the other version has none. */
  readonly missingInA = { skipped: 0, failed: 0 };
  readonly missingInB = { skipped: 0, failed: 0 };

  constructor(fields: number) {
    this.filledA = new Float64Array(fields);
    this.filledB = new Float64Array(fields);
  }

  /** @param own The cluster. Default: the channel and day of the pair itself. */
  add(
    { channelId, messageDate, a, b }: Pick<Pair, "channelId" | "messageDate" | "a" | "b">,
    own: Cluster = clusterOf(channelId, messageDate),
  ): void {
    const [isOkA, isOkB] = [a.status === "ok", b.status === "ok"];
    if (isOkA && isOkB) return;
    const cluster = clusterName(own);
    const place = this.sums.place(cluster);
    if (place === this.clusters.length) this.clusters.push(cluster);
    this.sums.add(place, SELECTION_COLUMNS.pairs);
    if (isOkA) {
      this.sums.add(place, SELECTION_COLUMNS.onlyA);
      this.sums.add(place, SELECTION_COLUMNS.filledA, countFilled(a.values, this.filledA));
      if (b.status === "skipped" || b.status === "failed") this.missingInB[b.status]++;
    }
    if (isOkB) {
      this.sums.add(place, SELECTION_COLUMNS.onlyB);
      this.sums.add(place, SELECTION_COLUMNS.filledB, countFilled(b.values, this.filledB));
      if (a.status === "skipped" || a.status === "failed") this.missingInA[a.status]++;
    }
  }
}

function countFilled(values: Pair["a"]["values"], filled: Float64Array): number {
  let count = 0;
  values.forEach((value, field) => {
    if (value === null) return;
    filled[field] = (filled[field] ?? 0) + 1;
    count++;
  });
  return count;
}
