import assert from "node:assert/strict";
import { judgeValues } from "../../../lib/comparison/labels/judge_values.ts";
import { parseTypedValue } from "../../../lib/comparison/labels/parse_typed_value.ts";
import { UserError } from "../../../lib/core/errors.ts";
import { FIELDS } from "../../../lib/schema/field_paths.ts";
import { GoldFieldsSchema } from "../../../lib/schema/gold_label.ts";

function parse(path: string, typed: string) {
  const field = FIELDS.find((field) => field.path === path);
  assert.ok(field);
  return parseTypedValue(typed, field, GoldFieldsSchema);
}

Deno.test("a verdict follows from the values: equal ones are both right, and a typed one may be one of them", () => {
  assert.deepEqual(judgeValues(40, 45, { kind: "a" }, "number"), {
    verdict: "a",
    value: 40,
    alsoRight: null,
  });
  assert.equal(judgeValues("Bishan", "bishan.", { kind: "b" }, "text").verdict, "both");
  assert.equal(judgeValues(40, 45, { kind: "other", value: 45 }, "number").verdict, "b");
  assert.equal(judgeValues(40, 45, { kind: "other", value: 50 }, "number").verdict, "neither");
  assert.equal(judgeValues(40, null, { kind: "other", value: null }, "number").verdict, "b");
  assert.equal(judgeValues(null, null, { kind: "other", value: null }, "number").verdict, "both");
  assert.equal(judgeValues(40, 45, { kind: "other", value: null }, "number").verdict, "neither");
});

Deno.test("two different values may both be right, but not one and nothing", () => {
  assert.deepEqual(judgeValues(["a"], ["a", "b"], { kind: "both" }, "list"), {
    verdict: "both",
    value: ["a"],
    alsoRight: ["a", "b"],
  });
  assert.throws(() => judgeValues("a", null, { kind: "both" }, "text"), UserError);
});

Deno.test("what is typed becomes a value of the field's kind, or is refused with a reason", () => {
  assert.equal(parse("rate.min", " $1,040.50 "), 1040.5);
  assert.deepEqual(parse("address", "Blk 1\n\n Blk 2 "), ["Blk 1", "Blk 2"]);
  assert.deepEqual(parse("time_availability.explicit", "Monday 19:00 - 21:00\nfriday 09:00\u201310:00"), [
    "monday 19:00-21:00",
    "friday 09:00-10:00",
  ]);
  assert.equal(parse("learning_mode.mode", "Online"), "Online");
  for (
    const [path, typed] of [
      ["rate.min", "forty"],
      ["time_availability.explicit", "someday 19:00-21:00"],
      ["time_availability.explicit", "monday 7pm"],
      ["learning_mode.mode", "by mail"],
      ["address", "  \n "],
    ] as const
  ) assert.throws(() => parse(path, typed), UserError, typed);
});
