import fc from "fast-check";
import assert from "node:assert/strict";
import { differenceKind } from "../../../lib/comparison/differences/difference_kind.ts";
import { FieldComparer } from "../../../lib/comparison/differences/field_comparer.ts";
import { sameFieldValue } from "../../../lib/comparison/differences/field_equality.ts";
import { fieldSimilarity } from "../../../lib/comparison/differences/field_similarity.ts";
import type { Field } from "../../../lib/schema/field_paths.ts";
import type { FieldValue } from "../../../lib/schema/read_field.ts";

const FIELDS = [
  { path: "text", kind: "text", judgedBy: "token" },
  { path: "list", kind: "list", judgedBy: "token" },
  { path: "number", kind: "number", judgedBy: "exact" },
] as const satisfies readonly Field[];

const text = fc.string({ minLength: 1, maxLength: 4, unit: fc.constantFrom("a", "B", " ", ".", "1", "-") });
const VALUES: readonly fc.Arbitrary<FieldValue>[] = [
  fc.option(text),
  fc.option(fc.array(text, { minLength: 1, maxLength: 3 })),
  fc.option(fc.constantFrom(0, 1, 30, 0.1 + 0.2, 0.3)),
];

Deno.test("what is remembered is what is worked out anew, whatever came before", () => {
  const comparer = new FieldComparer(FIELDS);
  FIELDS.forEach((field, place) => {
    const value = VALUES[place] ?? assert.fail(field.path);
    fc.assert(
      fc.property(value, value, (a, b) => {
        const compared = comparer.compare(place, a, b);
        assert.deepEqual(comparer.compare(place, a, b), compared);
        if (sameFieldValue(a, b, field.kind)) {
          assert.equal(compared.outcome, a === null ? "both_null" : "equal");
          assert.equal(compared.difference, null);
        } else {
          assert.deepEqual(compared.difference, {
            kind: differenceKind(a, b, field.kind),
            similarity: a === null || b === null ? null : fieldSimilarity(a, b, field),
          });
        }
      }),
      { numRuns: 500, seed: 1 },
    );
  });
});

Deno.test("memory is bounded, and what was forgotten comes out the same", () => {
  const comparer = new FieldComparer(FIELDS);
  const long = "word ".repeat(1000);
  const first = comparer.compare(0, `${long} a`, `${long} b`);
  for (let at = 0; at < 2000; at++) comparer.compare(0, `${long} ${at}`, `x${at}`);
  assert.ok(comparer.remembered < 2_000_000);
  assert.deepEqual(comparer.compare(0, `${long} a`, `${long} b`), first);
});
