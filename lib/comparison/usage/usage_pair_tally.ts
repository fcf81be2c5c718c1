import type { UsagePairRow } from "../../store/iter_usage_pairs.ts";
import type { Cluster } from "../cluster_tally.ts";
import { TextClusters } from "../text_clusters.ts";
import { USAGE_MEASURES, type UsageMeasure } from "./usage_test_schema.ts";

const DAY_MS = 86_400_000;

const KEYS = {
  cost_usd: ["costA", "costB"],
  prompt_tokens: ["promptA", "promptB"],
  completion_tokens: ["completionA", "completionB"],
  latency_ms: ["latencyA", "latencyB"],
} as const satisfies Record<UsageMeasure, readonly [keyof UsagePairRow, keyof UsagePairRow]>;

/** What messages took in both versions, measure by measure: the same place is the same message within one of them. */
export interface PairedAmounts {
  readonly a: number[];
  readonly b: number[];
  /** Of each message: the channel and day at which its text was first seen. */
  readonly clusters: number[];
}

/** Collects what messages took in both versions; those with replies from the cache are only counted. */
export class UsagePairTally {
  messages = 0;
  cached = 0;
  readonly amounts: Readonly<Record<UsageMeasure, PairedAmounts>> = {
    cost_usd: noAmounts(),
    prompt_tokens: noAmounts(),
    completion_tokens: noAmounts(),
    latency_ms: noAmounts(),
  };
  readonly #textClusters = new TextClusters();
  readonly #clusters = new Map<Cluster, number>();

  add(row: UsagePairRow): void {
    this.messages++;
    if (row.isCached) {
      this.cached++;
      return;
    }
    const date = row.day === null ? null : new Date(row.day * DAY_MS);
    const first = this.#textClusters.find(row.textHash, row.channelId, date);
    const cluster = this.#clusters.get(first) ?? this.#clusters.size;
    this.#clusters.set(first, cluster);
    for (const measure of USAGE_MEASURES) {
      const [a, b] = KEYS[measure];
      const [ofA, ofB] = [row[a], row[b]];
      if (ofA === null || ofB === null) continue;
      const amounts = this.amounts[measure];
      amounts.a.push(ofA);
      amounts.b.push(ofB);
      amounts.clusters.push(cluster);
    }
  }
}

function noAmounts(): PairedAmounts {
  return { a: [], b: [], clusters: [] };
}
