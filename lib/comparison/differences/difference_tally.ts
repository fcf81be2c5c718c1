import type { Field } from "../../schema/field_paths.ts";
import { DIFFERENCE_KINDS } from "./difference_kind.ts";
import type { Differences, DisagreementGroup, MeanSimilarity } from "./difference_schema.ts";
import { similarityMeasure } from "./field_similarity.ts";
import type { Pair } from "../pair_versions.ts";

const KINDS = DIFFERENCE_KINDS.length;
const KIND_PLACE = new Map(DIFFERENCE_KINDS.map((kind, place) => [kind, place]));

/** Counts in what the values of every field differ, by channel, and sums how alike they are: over pairs that are ok in both. */
export class DifferenceTally {
  readonly #fields: readonly Field[];
  readonly #byChannel = new Map<number, Float64Array>();
  readonly #similarity: Float64Array;
  readonly #withBoth: Float64Array;

  constructor(fields: readonly Field[]) {
    this.#fields = fields;
    this.#similarity = new Float64Array(fields.length);
    this.#withBoth = new Float64Array(fields.length);
  }

  add({ channelId, a, b, outcomes, differences }: Pair): void {
    if (a.status !== "ok" || b.status !== "ok") return;
    let counts = this.#byChannel.get(channelId);
    if (counts === undefined) {
      this.#byChannel.set(channelId, counts = new Float64Array(this.#fields.length * KINDS));
    }
    for (let field = 0; field < differences.length; field++) {
      const difference = differences[field] ?? null;
      if (difference === null) {
        if (outcomes[field] === "equal") this.#addSimilarity(field, 1);
        continue;
      }
      const slot = field * KINDS + (KIND_PLACE.get(difference.kind) ?? 0);
      counts[slot] = (counts[slot] ?? 0) + 1;
      if (difference.similarity !== null) this.#addSimilarity(field, difference.similarity);
    }
  }

  /** In what the values of the field at this place of the fields differ. */
  differences(field: number): Differences {
    const [a_null, b_null, format, order, value] = DIFFERENCE_KINDS.map((_, kind) => {
      let pairs = 0;
      for (const counts of this.#byChannel.values()) pairs += counts[field * KINDS + kind] ?? 0;
      return pairs;
    });
    return {
      a_null: a_null ?? 0,
      b_null: b_null ?? 0,
      format: format ?? 0,
      order: order ?? 0,
      value: value ?? 0,
    };
  }

  /** How alike the values of the field at this place are; null where no pair has two. */
  similarity(field: number): MeanSimilarity | null {
    const at = this.#fields[field];
    const pairs = this.#withBoth[field] ?? 0;
    if (at === undefined || pairs === 0) return null;
    return { measure: similarityMeasure(at), pairs, mean: (this.#similarity[field] ?? 0) / pairs };
  }

  /** The disagreements by field, kind and channel, the most first; in the fields' order where they are as many. */
  groups(): DisagreementGroup[] {
    const groups: DisagreementGroup[] = [];
    this.#fields.forEach(({ path }, field) => {
      DIFFERENCE_KINDS.forEach((kind, place) => {
        for (const [channel_id, counts] of this.#byChannel) {
          const pairs = counts[field * KINDS + place] ?? 0;
          if (pairs > 0) groups.push({ path, kind, channel_id, pairs });
        }
      });
    });
    return groups.sort((one, other) => other.pairs - one.pairs);
  }

  #addSimilarity(field: number, similarity: number): void {
    this.#similarity[field] = (this.#similarity[field] ?? 0) + similarity;
    this.#withBoth[field] = (this.#withBoth[field] ?? 0) + 1;
  }
}
