import { ClusterSums } from "../../stats/cluster_sums.ts";
import { type Cluster, clusterName, clusterOf } from "../cluster_tally.ts";
import type { PairedCounts } from "../compare_paired_counts.ts";
import type { FieldOutcome } from "../comparison_schema.ts";
import type { Pair } from "../pair_versions.ts";

const PAIRS_COLUMN = 0;
/** Of a field: pairs in which A, B or the further run fills it; in which A differs from the further run alone, from B alone, from both. */
const COLUMNS = 4;

/** How often A differs from a further run of A and from B, in one field. */
export interface NoiseCounts extends PairedCounts {
  /** Pairs in which A differs from both. */
  readonly both: Float64Array;
}

/**
 * Sums, over the pairs with an output in A, in B and in a further run of A, how often A differs from each of the two in each
 * field: by channel and day (UTC) of the message.
 */
export class NoiseTally {
  readonly #sums: ClusterSums;

  constructor(fields: number) {
    this.#sums = new ClusterSums(1 + fields * COLUMNS);
  }

  get clusters(): number {
    return this.#sums.size;
  }

  get pairs(): number {
    return this.#sums.totals()[PAIRS_COLUMN] ?? 0;
  }

  /**
   * @param pair A and B, both ok.
   * @param withAgain The same assignment in A and the further run of A, both ok.
   * @param cluster Default: the channel and day of the pair itself.
   */
  add(
    pair: Pick<Pair, "channelId" | "messageDate" | "outcomes">,
    withAgain: Pick<Pair, "outcomes">,
    cluster: Cluster = clusterOf(pair.channelId, pair.messageDate),
  ): void {
    const sums = this.#sums;
    const { outcomes } = pair;
    const place = sums.place(clusterName(cluster));
    sums.add(place, PAIRS_COLUMN);
    for (let field = 0; field < outcomes.length; field++) {
      const [ofB, ofAgain] = [outcomes[field], withAgain.outcomes[field]];
      if (ofB === "both_null" && ofAgain === "both_null") continue;
      const column = 1 + field * COLUMNS;
      sums.add(place, column);
      const [fromB, fromAgain] = [isDisagreement(ofB), isDisagreement(ofAgain)];
      if (fromB && fromAgain) sums.add(place, column + 3);
      else if (fromB) sums.add(place, column + 2);
      else if (fromAgain) sums.add(place, column + 1);
    }
  }

  /** Of the field at this place: whether A differs, "A" being the further run and "B" B. */
  count(field: number): NoiseCounts {
    const column = 1 + field * COLUMNS;
    return {
      pairs: this.#sums.column(column),
      onlyA: this.#sums.column(column + 1),
      onlyB: this.#sums.column(column + 2),
      both: this.#sums.column(column + 3),
    };
  }
}

function isDisagreement(outcome: FieldOutcome | undefined): boolean {
  return outcome !== "both_null" && outcome !== "equal";
}
