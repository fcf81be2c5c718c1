import type { Field } from "../../schema/field_paths.ts";
import type { FieldValue } from "../../schema/read_field.ts";
import type { FieldOutcome } from "../comparison_schema.ts";
import { type DifferenceKind, differenceKind } from "./difference_kind.ts";
import { sameFieldValue } from "./field_equality.ts";
import { fieldSimilarity } from "./field_similarity.ts";

/** How two values of a field that are not equal differ. */
export interface FieldDifference {
  readonly kind: DifferenceKind;
  /** From 0 to 1; null where one of the values is null. */
  readonly similarity: number | null;
}

/** What came of a field in a pair. */
export interface ComparedField {
  readonly outcome: FieldOutcome;
  /** Null where both are null or equal. */
  readonly difference: FieldDifference | null;
}

const BOTH_NULL: ComparedField = { outcome: "both_null", difference: null };
const ONLY_A: ComparedField = { outcome: "only_a", difference: { kind: "b_null", similarity: null } };
const ONLY_B: ComparedField = { outcome: "only_b", difference: { kind: "a_null", similarity: null } };
const EQUAL: ComparedField = { outcome: "equal", difference: null };

/** Characters of values, and of what keeping them takes, that are remembered: some 4 MB. */
const MOST_REMEMBERED = 2_000_000;
const ENTRY_OVERHEAD = 64;

/** Compares values of some fields, each pair of different ones once as long as it is remembered; bounded memory. */
export class FieldComparer {
  readonly #fields: readonly { readonly field: Field; readonly known: Map<string, ComparedField> }[];
  #remembered = 0;

  /** About how many characters are remembered. */
  get remembered(): number {
    return this.#remembered;
  }

  constructor(fields: readonly Field[]) {
    this.#fields = fields.map((field) => ({ field, known: new Map() }));
  }

  /** Compares two values of the field at this place of the fields. */
  compare(place: number, a: FieldValue, b: FieldValue): ComparedField {
    if (a === null) return b === null ? BOTH_NULL : ONLY_B;
    if (b === null) return ONLY_A;
    if (a === b) return EQUAL;
    const entry = this.#fields[place];
    if (entry === undefined) throw new RangeError(`There is no field ${place}`);
    const key = `${keyOf(a)}\0\0${keyOf(b)}`;
    let compared = entry.known.get(key);
    if (compared === undefined) {
      compared = compareDifferent(a, b, entry.field);
      this.#remember(entry.known, key, compared);
    }
    return compared;
  }

  /** What is forgotten is worked out again where it comes again. */
  #remember(known: Map<string, ComparedField>, key: string, compared: ComparedField): void {
    this.#remembered += key.length + ENTRY_OVERHEAD;
    if (this.#remembered > MOST_REMEMBERED) {
      for (const { known } of this.#fields) known.clear();
      this.#remembered = key.length + ENTRY_OVERHEAD;
    }
    known.set(key, compared);
  }
}

function compareDifferent(a: FieldValue, b: FieldValue, field: Field): ComparedField {
  if (sameFieldValue(a, b, field.kind)) return EQUAL;
  return {
    outcome: "different",
    difference: { kind: differenceKind(a, b, field.kind), similarity: fieldSimilarity(a, b, field) },
  };
}

/** No stored text holds this character, and no item is empty: one is within a value, two are between two of them. */
function keyOf(value: FieldValue): string {
  return typeof value === "object" ? value?.join("\0") ?? "" : String(value);
}
