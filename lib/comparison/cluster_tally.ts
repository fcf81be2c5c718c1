import { ClusterSums } from "../stats/cluster_sums.ts";
import type { FieldOutcome } from "./comparison_schema.ts";
import type { Pair } from "./pair_versions.ts";

const DAY_MS = 86_400_000;

/** The outcomes that are summed; what is left of the pairs is null in both. */
const COUNTED = ["only_a", "only_b", "equal", "different"] as const;
type CountedOutcome = typeof COUNTED[number];
const PLACE_OF: Readonly<Record<FieldOutcome, number | null>> = {
  both_null: null,
  only_a: 0,
  only_b: 1,
  equal: 2,
  different: 3,
};

/** The column of the pairs; those of the fields follow. */
export const PAIRS_COLUMN = 0;

/** The column of the pairs in which the field at this place had this outcome. */
export function outcomeColumn(field: number, outcome: CountedOutcome): number {
  return 1 + field * COUNTED.length + COUNTED.indexOf(outcome);
}

/** A channel and day. */
export interface Cluster {
  readonly channelId: number;
  /** Days since 1970-01-01 (UTC); null where the source told no date. */
  readonly day: number | null;
}

/** The cluster of a message. */
export function clusterOf(channelId: number, messageDate: Date | null): Cluster {
  return { channelId, day: messageDate === null ? null : Math.floor(messageDate.getTime() / DAY_MS) };
}

/** What tells a cluster apart. */
export function clusterName({ channelId, day }: Cluster): string {
  return `${channelId} ${day}`;
}

/**
 * Sums, over the pairs with an output in both versions, what happened to each field: by channel and day (UTC) of the message, since
 * reposts and posts of one template come together and are not independent of each other.
 */
export class ClusterTally {
  readonly sums: ClusterSums;
  /** In the order of the places in `sums`. */
  readonly clusters: Cluster[] = [];

  constructor(readonly fields: number) {
    this.sums = new ClusterSums(1 + fields * COUNTED.length);
  }

  /** @param cluster Default: the channel and day of the pair itself. */
  add(
    { channelId, messageDate, a, b, outcomes }: Pick<Pair, "channelId" | "messageDate" | "outcomes"> & Sides,
    cluster: Cluster = clusterOf(channelId, messageDate),
  ): void {
    if (a.status !== "ok" || b.status !== "ok") return;
    const place = this.sums.place(clusterName(cluster));
    if (place === this.clusters.length) this.clusters.push(cluster);
    this.sums.add(place, PAIRS_COLUMN);
    for (let field = 0; field < outcomes.length; field++) {
      const outcome = PLACE_OF[outcomes[field] ?? "both_null"];
      if (outcome !== null) this.sums.add(place, 1 + field * COUNTED.length + outcome);
    }
  }

  /** The pairs, cluster by cluster. */
  pairs(): Float64Array {
    return this.sums.column(PAIRS_COLUMN);
  }

  /** The pairs in which the field at this place had this outcome, cluster by cluster. */
  column(field: number, outcome: CountedOutcome): Float64Array {
    return this.sums.column(outcomeColumn(field, outcome));
  }
}

interface Sides {
  readonly a: Pick<Pair["a"], "status">;
  readonly b: Pick<Pair["b"], "status">;
}
