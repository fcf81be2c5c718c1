import { FieldComparer } from "../../lib/comparison/differences/field_comparer.ts";
import type { Pair } from "../../lib/comparison/pair_versions.ts";
import type { Field } from "../../lib/schema/field_paths.ts";
import type { FieldValue } from "../../lib/schema/read_field.ts";

/** A pair of outputs that are ok and hold these values, compared as those that are stored. */
export function makePair(
  fields: readonly Field[],
  valuesA: readonly FieldValue[],
  valuesB: readonly FieldValue[],
  { statusA = "ok", ...place }: Partial<Omit<Pair, "a" | "b">> & { readonly statusA?: Pair["a"]["status"] } =
    {},
): Pair {
  const comparer = new FieldComparer(fields);
  const compared = fields.map((_, at) => comparer.compare(at, valuesA[at] ?? null, valuesB[at] ?? null));
  return {
    rawId: 1,
    segment: 0,
    channelId: -1,
    messageId: place.rawId ?? 1,
    messageDate: null,
    a: { status: statusA, model: null, values: fields.map((_, at) => valuesA[at] ?? null) },
    b: { status: "ok", model: null, values: fields.map((_, at) => valuesB[at] ?? null) },
    outcomes: compared.map(({ outcome }) => outcome),
    differences: compared.map(({ difference }) => difference),
    ...place,
  };
}
