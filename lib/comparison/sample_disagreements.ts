import { SeededRandom } from "../core/seeded_random.ts";
import { FIELDS } from "../schema/field_paths.ts";
import type { FieldValue } from "../schema/read_field.ts";
import type { FieldOutcome } from "./comparison_schema.ts";
import type { Pair, PairKey } from "./pair_versions.ts";

/** A field in which the two outputs of a message, both ok, disagree. */
export interface Disagreement extends PairKey {
  readonly path: string;
  readonly outcome: Exclude<FieldOutcome, "both_null" | "equal">;
  readonly channelId: number;
  readonly messageId: number;
  readonly messageDate: Date | null;
  readonly a: FieldValue;
  readonly b: FieldValue;
}

/**
 * Keeps a few disagreements of every field, each as likely as any other (reservoir sampling), so that they come from all
 * channels and weeks. The same pairs in the same order give the same sample.
 */
export class DisagreementSample {
  readonly #perField: number;
  readonly #random: SeededRandom;
  readonly #kept: Disagreement[][] = FIELDS.map(() => []);
  readonly #seen: number[] = FIELDS.map(() => 0);

  constructor(perField: number, seed: number) {
    this.#perField = perField;
    this.#random = new SeededRandom(seed);
  }

  add(pair: Pair): void {
    if (pair.a.status !== "ok" || pair.b.status !== "ok") return;
    pair.outcomes.forEach((outcome, index) => {
      if (outcome === "both_null" || outcome === "equal") return;
      const kept = this.#kept[index];
      const field = FIELDS[index];
      if (kept === undefined || field === undefined) return;
      const seen = this.#seen[index] ?? 0;
      this.#seen[index] = seen + 1;
      const place = seen < this.#perField ? seen : this.#random.integer(0, seen);
      if (place >= this.#perField) return;
      kept[place] = {
        rawId: pair.rawId,
        segment: pair.segment,
        path: field.path,
        outcome,
        channelId: pair.channelId,
        messageId: pair.messageId,
        messageDate: pair.messageDate,
        a: pair.a.values[index] ?? null,
        b: pair.b.values[index] ?? null,
      };
    });
  }

  /** By field, then by message. */
  list(): Disagreement[] {
    return this.#kept.flatMap((kept) => kept.toSorted((one, other) => one.rawId - other.rawId));
  }
}
