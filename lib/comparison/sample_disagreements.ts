import type { SeededRandom } from "../core/seeded_random.ts";
import type { Field } from "../schema/field_paths.ts";
import type { FieldValue } from "../schema/read_field.ts";
import type { FieldOutcome } from "./comparison_schema.ts";
import type { MessagePlace, Pair, PairKey } from "./pair_versions.ts";
import { Reservoir } from "./reservoir.ts";

/** A field in which the two outputs of an assignment, both ok, disagree. */
export interface Disagreement extends PairKey, MessagePlace {
  readonly path: string;
  readonly outcome: Exclude<FieldOutcome, "both_null" | "equal">;
  readonly a: FieldValue;
  readonly b: FieldValue;
}

/**
 * Keeps a few disagreements of every field, each as likely as any other, so that they come from all channels and weeks. The same pairs in the same order give the same sample.
 */
export class DisagreementSample {
  readonly #fields: readonly { readonly path: string; readonly sample: Reservoir<Disagreement> }[];

  constructor(fields: readonly Field[], perField: number, random: SeededRandom) {
    this.#fields = fields.map(({ path }) => ({ path, sample: new Reservoir(perField, random) }));
  }

  add(pair: Pair): void {
    if (pair.a.status !== "ok" || pair.b.status !== "ok") return;
    pair.outcomes.forEach((outcome, index) => {
      if (outcome === "both_null" || outcome === "equal") return;
      const field = this.#fields[index];
      field?.sample.offer(() => ({
        rawId: pair.rawId,
        segment: pair.segment,
        path: field.path,
        outcome,
        channelId: pair.channelId,
        messageId: pair.messageId,
        messageDate: pair.messageDate,
        a: pair.a.values[index] ?? null,
        b: pair.b.values[index] ?? null,
      }));
    });
  }

  /** By field, then by message. */
  list(): Disagreement[] {
    return this.#fields.flatMap(({ sample }) =>
      sample.kept.toSorted((one, other) => one.rawId - other.rawId || one.segment - other.segment)
    );
  }
}
