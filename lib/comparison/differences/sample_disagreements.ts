import type { SeededRandom } from "../../core/seeded_random.ts";
import type { Field } from "../../schema/field_paths.ts";
import type { FieldValue } from "../../schema/read_field.ts";
import type { FieldOutcome } from "../comparison_schema.ts";
import { DIFFERENCE_KINDS, type DifferenceKind } from "./difference_kind.ts";
import type { MessagePlace, Pair, PairKey } from "../pair_versions.ts";
import { SpreadSample } from "./spread_sample.ts";

/** A field in which the two outputs of an assignment, both ok, disagree. */
export interface Disagreement extends PairKey, MessagePlace {
  readonly path: string;
  readonly outcome: Exclude<FieldOutcome, "both_null" | "equal">;
  readonly kind: DifferenceKind;
  /** How alike the values are, from 0 to 1; null where one is null. */
  readonly similarity: number | null;
  readonly a: FieldValue;
  readonly b: FieldValue;
}

/**
 * Keeps a few disagreements of every field and kind of difference, spread over the channels: to be looked at, since no share can be
 * estimated from them. The same pairs in the same order give the same sample.
 */
export class DisagreementSample {
  readonly #fields: readonly {
    readonly path: string;
    readonly kinds: ReadonlyMap<DifferenceKind, SpreadSample<Disagreement>>;
  }[];

  /** @param perKind Disagreements to keep of a field and kind. */
  constructor(fields: readonly Field[], perKind: number, random: SeededRandom) {
    this.#fields = fields.map(({ path }) => ({
      path,
      kinds: new Map(DIFFERENCE_KINDS.map((kind) => [kind, new SpreadSample(perKind, random)])),
    }));
  }

  add(pair: Pair): void {
    if (pair.a.status !== "ok" || pair.b.status !== "ok") return;
    for (let index = 0; index < pair.differences.length; index++) {
      const difference = pair.differences[index] ?? null;
      if (difference === null) continue;
      const field = this.#fields[index];
      field?.kinds.get(difference.kind)?.offer(
        pair.channelId,
        () => disagreementAt(pair, index, field.path),
      );
    }
  }

  /** By field, then by kind, then by message. */
  list(): Disagreement[] {
    return this.#fields.flatMap(({ kinds }) =>
      [...kinds.values()].flatMap((sample) =>
        sample.draw().sort((one, other) => one.rawId - other.rawId || one.segment - other.segment)
      )
    );
  }
}

/** The disagreement of a pair in the field at this place, of which it must have one. */
export function disagreementAt(pair: Pair, place: number, path: string): Disagreement {
  const outcome = pair.outcomes[place];
  const difference = pair.differences[place] ?? null;
  if (difference === null || outcome === undefined || outcome === "both_null" || outcome === "equal") {
    throw new RangeError(`Message ${pair.rawId} does not disagree in "${path}"`);
  }
  return {
    rawId: pair.rawId,
    segment: pair.segment,
    path,
    outcome,
    kind: difference.kind,
    similarity: difference.similarity,
    channelId: pair.channelId,
    messageId: pair.messageId,
    messageDate: pair.messageDate,
    a: pair.a.values[place] ?? null,
    b: pair.b.values[place] ?? null,
  };
}
