import type { SeededRandom } from "../../core/seeded_random.ts";
import type { Field } from "../../schema/field_paths.ts";
import type { FieldValue } from "../../schema/read_field.ts";
import type { FieldOutcome } from "../comparison_schema.ts";
import type { MessagePlace, Pair, PairKey } from "../pair_versions.ts";
import { LABEL_STRATA, type LabelStratum, planLabelSample, type StratumSizes } from "./plan_label_sample.ts";
import { Reservoir } from "../reservoir.ts";

/** A field of an item to be labelled, with what both versions make of it. */
export interface LabelCase extends PairKey, MessagePlace {
  readonly field: Field;
  readonly stratum: LabelStratum;
  readonly a: FieldValue;
  readonly b: FieldValue;
  readonly inclusionProbability: number;
}

type Candidate = Omit<LabelCase, "inclusionProbability">;
interface Stratum {
  size: number;
  readonly reservoir: Reservoir<Candidate>;
}

/**
 * Draws the cases to be labelled from the pairs of a comparison, in one pass and memory for `budget` cases a field and stratum. Equal
 * texts count once: a label holds for all of them. The same pairs in the same order give the same cases.
 */
export class LabelSampler {
  readonly #budget: number;
  readonly #random: SeededRandom;
  readonly #fields: readonly {
    readonly field: Field;
    readonly index: number;
    readonly strata: Readonly<Record<LabelStratum, Stratum>>;
  }[];
  readonly #seen = new Set<string>();

  /** @param fields In the order of the pairs' outcomes; those that are not scored are not labelled either. */
  constructor(fields: readonly Field[], budget: number, random: SeededRandom) {
    this.#budget = budget;
    this.#random = random;
    const openStratum = () => ({ size: 0, reservoir: new Reservoir<Candidate>(budget, random) });
    this.#fields = fields.map((field, index) => ({
      field,
      index,
      strata: { disagreement: openStratum(), agreement: openStratum(), both_null: openStratum() },
    })).filter(({ field }) => field.isScored !== false);
  }

  /** @param textHash What tells the texts of messages apart. */
  add(pair: Pair, textHash: string): void {
    if (pair.a.status !== "ok" || pair.b.status !== "ok") return;
    const key = `${textHash} ${pair.segment}`;
    if (this.#seen.has(key)) return;
    this.#seen.add(key);
    for (const { field, index, strata } of this.#fields) {
      const stratum = stratumOf(pair.outcomes[index] ?? "both_null");
      const { rawId, segment, channelId, messageId, messageDate } = pair;
      strata[stratum].size++;
      strata[stratum].reservoir.offer(() => ({
        rawId,
        segment,
        channelId,
        messageId,
        messageDate,
        field,
        stratum,
        a: pair.a.values[index] ?? null,
        b: pair.b.values[index] ?? null,
      }));
    }
  }

  /** How many cases there are, by the fields that are labelled. */
  sizes(): StratumSizes[] {
    return this.#fields.map(({ strata }) => ({
      disagreement: strata.disagreement.size,
      agreement: strata.agreement.size,
      both_null: strata.both_null.size,
    }));
  }

  /** Draws the cases; call it once. Those of one post stand together, the fields in their order; the posts are in random order. */
  draw(): LabelCase[] {
    const plan = planLabelSample(this.sizes(), this.#budget);
    const cases = this.#fields.flatMap(({ strata }, at) =>
      LABEL_STRATA.flatMap((stratum) => {
        const { size, reservoir } = strata[stratum];
        const wanted = plan[at]?.[stratum] ?? 0;
        // What a reservoir holds is a random sample, but in no random order.
        return shuffle(reservoir.kept, this.#random).slice(0, wanted)
          .map((candidate) => ({ ...candidate, inclusionProbability: wanted / size }));
      })
    );
    const byPost = Map.groupBy(cases, ({ rawId, segment }) => `${rawId} ${segment}`);
    return shuffle([...byPost.values()], this.#random).flat();
  }
}

function stratumOf(outcome: FieldOutcome): LabelStratum {
  if (outcome === "both_null") return "both_null";
  return outcome === "equal" ? "agreement" : "disagreement";
}

/** Fisher and Yates. */
function shuffle<Item>(items: readonly Item[], random: SeededRandom): Item[] {
  const shuffled = [...items];
  for (let last = shuffled.length - 1; last > 0; last--) {
    const at = random.integer(0, last);
    const [one, other] = [shuffled[at], shuffled[last]];
    if (one !== undefined && other !== undefined) [shuffled[at], shuffled[last]] = [other, one];
  }
  return shuffled;
}
