import assert from "node:assert/strict";
import { sameFieldValue } from "../../../lib/comparison/differences/field_equality.ts";
import type { FieldKind } from "../../../lib/schema/field_paths.ts";

Deno.test("texts, codes and names are the same but for case, width, white space and end punctuation", () => {
  for (const kind of ["text", "code", "enum"] satisfies FieldKind[]) {
    assert.ok(sameFieldValue("Sec 3 Maths.", "sec 3  maths", kind));
    assert.ok(sameFieldValue("\uff21\uff22\uff11\uff12", "ab12", kind));
    assert.ok(!sameFieldValue("Sec 3 Maths", "Sec 4 Maths", kind));
    assert.ok(!sameFieldValue("AB-12", "AB12", kind));
  }
});

Deno.test("lists are sets", () => {
  assert.ok(sameFieldValue(["Bishan", "Ang Mo Kio"], ["ang mo kio", "BISHAN", "Bishan"], "list"));
  assert.ok(!sameFieldValue(["Bishan"], ["Bishan", "Ang Mo Kio"], "list"));
  assert.ok(!sameFieldValue(["Bishan", "Bishan"], ["Bishan", "Ang Mo Kio"], "list"));
});

Deno.test("slots are sets of days and times, however these are written", () => {
  const same = (a: string, b: string) =>
    sameFieldValue([a, "friday 10:00-11:00"], ["friday 10:00-11:00", b], "slots");
  assert.ok(same("monday 09:00-10:30", "monday 09:00-10:30"));
  assert.ok(same("monday 09:00-10:30", "Monday 9:00 \u2013 10.30"));
  assert.ok(!same("monday 09:00-10:30", "tuesday 09:00-10:30"));
  assert.ok(!same("monday 09:00-10:30", "monday 09:00-10:00"));
  assert.ok(same("some evening", "Some evening "));
  assert.ok(!sameFieldValue(["monday 9:00-10:30"], ["monday 09:00-10:30"], "list"));
});

Deno.test("numbers are numbers without the noise of floating point, and null is the same as null only", () => {
  assert.ok(sameFieldValue(30, 30, "number"));
  assert.ok(sameFieldValue(0.1 + 0.2, 0.3, "number"));
  assert.ok(!sameFieldValue(30, 35, "number"));
  assert.ok(!sameFieldValue(30, 30.01, "number"));
  assert.ok(!sameFieldValue(0, 1e-12, "number"));
  assert.ok(!sameFieldValue(30, "30", "number"));
  assert.ok(sameFieldValue(null, null, "number"));
  assert.ok(!sameFieldValue(null, 0, "number"));
  assert.ok(!sameFieldValue(null, ["Bishan"], "list"));
});
