import { FIELD_OUTCOMES, type FieldComparison, type FieldCounts } from "./comparison_schema.ts";
import { fieldCounts } from "./field_counts.ts";
import type { Pair } from "./pair_versions.ts";

const OUTCOMES = FIELD_OUTCOMES.length;
const OUTCOME_INDEX = new Map(FIELD_OUTCOMES.map((outcome, index) => [outcome, index]));

/** Counts what happened to every field in a set of pairs, in one small array however many pairs there are. */
export class FieldTally {
  pairs = 0;
  bothOk = 0;
  readonly #all: Float64Array;
  readonly #bothOk: Float64Array;

  constructor(fields: number) {
    this.#all = new Float64Array(fields * OUTCOMES);
    this.#bothOk = new Float64Array(fields * OUTCOMES);
  }

  add(pair: Pair): void {
    const isBothOk = pair.a.status === "ok" && pair.b.status === "ok";
    this.pairs++;
    if (isBothOk) this.bothOk++;
    for (let field = 0; field < pair.outcomes.length; field++) {
      const outcome = pair.outcomes[field];
      if (outcome === undefined) continue;
      const slot = field * OUTCOMES + (OUTCOME_INDEX.get(outcome) ?? 0);
      increment(this.#all, slot);
      if (isBothOk) increment(this.#bothOk, slot);
    }
  }

  /** The counts of the field at this place of the fields. */
  count(field: number): FieldComparison {
    const from = field * OUTCOMES;
    return {
      all: countsAt(this.#all, from),
      both_ok: countsAt(this.#bothOk, from),
    };
  }
}

function increment(counts: Float64Array, slot: number): void {
  counts[slot] = (counts[slot] ?? 0) + 1;
}

/** In the order of FIELD_OUTCOMES. */
function countsAt(slots: Float64Array, from: number): FieldCounts {
  const [both_null = 0, only_a = 0, only_b = 0, equal = 0, different = 0] = slots.subarray(
    from,
    from + OUTCOMES,
  );
  return fieldCounts({ both_null, only_a, only_b, equal, different });
}
