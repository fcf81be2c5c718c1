import { ClusterSums } from "../stats/cluster_sums.ts";
import type { Pair } from "./pair_versions.ts";

const DAY_MS = 86_400_000;

/** The column of the pairs; those of the fields follow, two each. */
export const PAIRS_COLUMN = 0;

/** The column of the pairs in which only A, or only B, fills the field at this place. */
export function onlyColumn(field: number, side: "a" | "b"): number {
  return 1 + field * 2 + (side === "a" ? 0 : 1);
}

/**
 * Sums, over the pairs with an output in both versions, in how many only one of them fills each field: by channel and day (UTC) of
 * the message, since reposts and posts of one template come together and are not independent of each other.
 */
export class CoverageTally {
  readonly sums: ClusterSums;

  constructor(fields: number) {
    this.sums = new ClusterSums(1 + fields * 2);
  }

  add(
    { channelId, messageDate, a, b, outcomes }: Pick<Pair, "channelId" | "messageDate" | "outcomes"> & Sides,
  ): void {
    if (a.status !== "ok" || b.status !== "ok") return;
    const day = messageDate === null ? "" : Math.floor(messageDate.getTime() / DAY_MS);
    const place = this.sums.place(`${channelId} ${day}`);
    this.sums.add(place, PAIRS_COLUMN);
    for (let field = 0; field < outcomes.length; field++) {
      const outcome = outcomes[field];
      if (outcome === "only_a") this.sums.add(place, onlyColumn(field, "a"));
      else if (outcome === "only_b") this.sums.add(place, onlyColumn(field, "b"));
    }
  }
}

interface Sides {
  readonly a: Pick<Pair["a"], "status">;
  readonly b: Pick<Pair["b"], "status">;
}
