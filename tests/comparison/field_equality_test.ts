import assert from "node:assert/strict";
import { sameFieldValue } from "../../lib/comparison/field_equality.ts";

Deno.test("texts are the same but for case, white space and end punctuation", () => {
  assert.ok(sameFieldValue("Sec 3 Maths.", "sec 3  maths"));
  assert.ok(!sameFieldValue("Sec 3 Maths", "Sec 4 Maths"));
});

Deno.test("lists are sets", () => {
  assert.ok(sameFieldValue(["Bishan", "Ang Mo Kio"], ["ang mo kio", "BISHAN", "Bishan"]));
  assert.ok(!sameFieldValue(["Bishan"], ["Bishan", "Ang Mo Kio"]));
  assert.ok(!sameFieldValue(["Bishan", "Bishan"], ["Bishan", "Ang Mo Kio"]));
});

Deno.test("numbers are numbers, and null is the same as null only", () => {
  assert.ok(sameFieldValue(30, 30));
  assert.ok(!sameFieldValue(30, 35));
  assert.ok(!sameFieldValue(30, "30"));
  assert.ok(sameFieldValue(null, null));
  assert.ok(!sameFieldValue(null, ["Bishan"]));
});
