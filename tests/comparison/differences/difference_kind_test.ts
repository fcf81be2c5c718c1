import assert from "node:assert/strict";
import { DIFFERENCE_KINDS, differenceKind } from "../../../lib/comparison/differences/difference_kind.ts";
import { sameFieldValue } from "../../../lib/comparison/differences/field_equality.ts";
import type { FieldKind } from "../../../lib/schema/field_paths.ts";
import type { FieldValue } from "../../../lib/schema/read_field.ts";

const CASES: readonly [FieldKind, FieldValue, FieldValue, "format" | "order" | "value"][] = [
  ["code", "AB-12", "ab12", "format"],
  ["code", "A1 B2", "B2 A1", "value"],
  ["code", "A007", "A7", "value"],
  ["enum", "Face-to-Face", "face to face", "format"],
  ["enum", "Online", "Hybrid", "value"],
  ["number", 30, 30.5, "value"],
  ["text", "$40/hr", "$ 40 / hr", "format"],
  ["text", "$40/hr", "$40.00/hr", "format"],
  ["text", "$1,040", "$1040", "format"],
  ["text", "$1.5k", "$1.50k", "format"],
  ["text", "07:00pm", "7pm", "format"],
  ["text", "7.30pm", "7:30pm", "format"],
  ["text", "30-40", "30 to 40", "value"],
  ["text", "30-40", "30 40", "format"],
  ["text", "30-40", "3040", "value"],
  ["text", "1.5 h", "15 h", "value"],
  ["text", "1.05", "1.5", "value"],
  ["text", "on 10.10.2026", "on 10.1.2026", "value"],
  ["text", "100", "1,00", "value"],
  ["text", "Bishan, Ang Mo Kio", "Ang Mo Kio; Bishan", "order"],
  ["text", "Maths and Physics", "Maths or Physics", "value"],
  ["text", "maths maths physics", "physics physics maths", "value"],
  ["text", "\u{1f4da}", "\u{1f4d7}", "value"],
  ["text", "\u0b95\u0bbf", "\u0b95\u0bc0", "value"],
  ["list", ["Bishan", "Ang Mo Kio"], ["Bishan, Ang Mo Kio"], "format"],
  ["list", ["Blk 5", "#01-02"], ["BLK 5 #01-02"], "format"],
  ["list", ["Ang-Mo-Kio", "Bishan"], ["Bishan", "Ang Mo Kio"], "format"],
  ["list", ["Bishan Street", "Blk 5"], ["Blk 5 Bishan Street"], "order"],
  ["list", ["Bishan"], ["Bishan", "Ang Mo Kio"], "value"],
  ["list", ["1", "2"], ["12"], "value"],
  ["slots", ["monday 09:00-10:00", "monday 10:00-11:00"], ["monday 09:00-11:00"], "format"],
  ["slots", ["monday 09:00-10:00", "monday 10:30-11:00"], ["monday 09:00-11:00"], "value"],
  ["slots", ["monday 09:00-10:00"], ["tuesday 09:00-10:00"], "value"],
  ["slots", ["some evening"], ["every evening"], "value"],
];

Deno.test("the kind of a difference is what a person would call it, and the same from either side", () => {
  for (const [kind, a, b, expected] of CASES) {
    const named = JSON.stringify([kind, a, b]);
    assert.ok(!sameFieldValue(a, b, kind), `${named} are equal`);
    assert.equal(differenceKind(a, b, kind), expected, named);
    assert.equal(differenceKind(b, a, kind), expected, `${named}, turned round`);
  }
});

Deno.test("one null is the other's value", () => {
  assert.equal(differenceKind(null, "x", "text"), "a_null");
  assert.equal(differenceKind(0, null, "number"), "b_null");
  assert.deepEqual(DIFFERENCE_KINDS, ["a_null", "b_null", "format", "order", "value"]);
});
