import assert from "node:assert/strict";
import { fieldSimilarity, similarityMeasure } from "../../../lib/comparison/differences/field_similarity.ts";
import { FIELDS } from "../../../lib/schema/field_paths.ts";
import type { FieldValue } from "../../../lib/schema/read_field.ts";

function similarityIn(path: string, a: FieldValue, b: FieldValue): number {
  const field = FIELDS.find((field) => field.path === path) ?? assert.fail(path);
  const similarity = fieldSimilarity(a, b, field);
  assert.equal(fieldSimilarity(b, a, field), similarity, "the same from either side");
  return similarity;
}

Deno.test("how alike two values are is measured as their field's kind asks", () => {
  // 2 of 3 words, and 2 of 2: F1 = 2 * 2 / (3 + 2).
  assert.equal(similarityIn("additional_remarks", "female tutor only", "Female tutor"), 0.8);
  // 1 of 2 items, and 1 of 1.
  assert.equal(similarityIn("postal_code", ["560001", "560002"], ["560001"]), 2 / 3);
  assert.equal(similarityIn("postal_code", ["560001"], ["560002"]), 0);
  // Of free text an item counts as far as it is alike: 5 of 6 characters.
  assert.equal(similarityIn("address", ["Bishan"], ["Bisham"]), 5 / 6);
  assert.equal(
    similarityIn("time_availability.explicit", ["monday 9:00-10:00", "friday 10:00-11:00"], [
      "monday 09:00-10:00",
    ]),
    2 / 3,
  );
  // 1 of 5 characters has to be changed.
  assert.equal(similarityIn("assignment_code", "AB123", "ab124"), 0.8);
  assert.equal(similarityIn("rate.min", 30, 40), 0.75);
  assert.equal(similarityIn("rate.min", 0, 40), 0);
  assert.equal(similarityIn("rate.min", -10, 40), 0);
  assert.equal(similarityIn("learning_mode.mode", "Online", "Hybrid"), 0);
});

Deno.test("equal values are alike, nothing is alike to null, and what has no words to none", () => {
  assert.equal(similarityIn("additional_remarks", "Female.", "female"), 1);
  assert.equal(similarityIn("additional_remarks", "female", null), 0);
  assert.equal(similarityIn("additional_remarks", "\u{1f4da}", "\u{1f4d7}"), 0);
});

Deno.test("every field has a measure", () => {
  assert.deepEqual(
    [...new Set(FIELDS.map(similarityMeasure))].sort(),
    ["edit_similarity", "exact", "list_f1", "list_f1_of_alike", "ratio", "token_f1"],
  );
});
