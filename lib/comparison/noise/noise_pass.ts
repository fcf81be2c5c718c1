import type { Field } from "../../schema/field_paths.ts";
import { FieldReader } from "../../schema/read_field.ts";
import type { Transaction } from "../../store/database.ts";
import { type ExtractionPairRow, iterExtractionPairs, type PairQuery } from "../../store/extraction_pairs.ts";
import { FieldComparer } from "../differences/field_comparer.ts";
import { NoiseTally } from "./noise_tally.ts";
import { type Pair, pairVersions } from "../pair_versions.ts";
import { TextClusters } from "../text_clusters.ts";

/**
 * Goes over the pairs of A and a further run of A in step with those of A and B, and tallies the assignments that have an output in
 * all three. Both go by raw id, so that nothing is kept but a page of each.
 */
export class NoisePass {
  readonly tally: NoiseTally;
  readonly #pages: AsyncGenerator<readonly ExtractionPairRow[]>;
  readonly #reader: FieldReader;
  readonly #comparer: FieldComparer;
  #page: readonly ExtractionPairRow[] = [];
  #place = 0;
  #ended = false;
  readonly #textClusters = new TextClusters();
  #message: { readonly rawId: number; readonly textHash: string; readonly pairs: readonly Pair[] } = {
    rawId: 0,
    textHash: "",
    pairs: [],
  };

  /** @param query Its version B is the further run of A. */
  constructor(transaction: Transaction, query: PairQuery, fields: readonly Field[]) {
    this.tally = new NoiseTally(fields.length);
    this.#reader = new FieldReader(fields);
    this.#comparer = new FieldComparer(fields);
    this.#pages = iterExtractionPairs(transaction, query, fields);
  }

  /** Tallies those of the pairs of A and B that the further run has too. Pages come in the order of raw ids. */
  async advance(pairs: readonly Pair[]): Promise<void> {
    for (const pair of pairs) {
      if (!isBothOk(pair)) continue;
      while (!this.#ended && (this.#page.at(-1)?.raw_id ?? 0) < pair.rawId) await this.#nextPage();
      const again = this.#pairsOf(pair.rawId).find(({ segment }) => segment === pair.segment);
      if (!again || !isBothOk(again)) continue;
      const { channelId, messageDate } = pair;
      this.tally.add(pair, again, this.#textClusters.find(this.#message.textHash, channelId, messageDate));
    }
  }

  async #nextPage(): Promise<void> {
    const { value, done } = await this.#pages.next();
    this.#ended = done === true;
    this.#page = value ?? [];
    this.#place = 0;
  }

  #pairsOf(rawId: number): readonly Pair[] {
    if (this.#message.rawId === rawId) return this.#message.pairs;
    while ((this.#page[this.#place]?.raw_id ?? Infinity) < rawId) this.#place++;
    const row = this.#page[this.#place];
    const pairs = row?.raw_id === rawId ? pairVersions(row, this.#reader, this.#comparer).pairs : [];
    this.#message = { rawId, textHash: row?.text_hash ?? "", pairs };
    return this.#message.pairs;
  }
}

function isBothOk({ a, b }: Pair): boolean {
  return a.status === "ok" && b.status === "ok";
}
