import type { UsagePairRow } from "../../store/iter_usage_pairs.ts";
import { USAGE_MEASURES, type UsageMeasure } from "./usage_test_schema.ts";

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
  /** Of each message's channel and day. */
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
  readonly #clusters = new Map<string, number>();

  add(row: UsagePairRow): void {
    this.messages++;
    if (row.isCached) {
      this.cached++;
      return;
    }
    const name = `${row.channelId} ${row.day}`;
    const cluster = this.#clusters.get(name) ?? this.#clusters.size;
    this.#clusters.set(name, cluster);
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
