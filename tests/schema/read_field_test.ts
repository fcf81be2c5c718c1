import assert from "node:assert/strict";
import { FIELDS } from "../../lib/schema/field_paths.ts";
import { FieldReader, readField } from "../../lib/schema/read_field.ts";
import { emptyAssignment, emptyWeek } from "../../lib/schema/tuition_assignment.ts";

const reader = new FieldReader(FIELDS);

Deno.test("every field of an assignment of which nothing is known is null", () => {
  assert.deepEqual(reader.read(emptyAssignment()), FIELDS.map(() => null));
});

Deno.test("a field is read by its path in one plain form", () => {
  const assignment = {
    ...emptyAssignment(),
    rate: { min: 30, max: 40.5, raw_text: "$30-40.5/h" },
    address: ["Blk 1 Bishan St 12", ""],
    time_availability: {
      explicit: { ...emptyWeek(), sunday: ["10:00-12:00"], monday: ["19:00-21:00", "21:00-22:00"] },
      estimated: emptyWeek(),
      note: "after 7pm",
    },
    tutor_types: [{ canonical: "part-timer", original: "PT", agency: null, confidence: 1 }],
    rate_breakdown: {
      "part-timer": {
        min: 30,
        max: null,
        currency: "SGD",
        unit: "hour",
        original_text: "PT $30",
        confidence: 1,
      },
    },
  };
  const read = new Map(FIELDS.map((field) => [field.path, readField(assignment, field)]));
  assert.equal(read.get("rate.max"), 40.5);
  assert.deepEqual(read.get("address"), ["Blk 1 Bishan St 12"]);
  assert.deepEqual(read.get("time_availability.explicit"), [
    "monday 19:00-21:00",
    "monday 21:00-22:00",
    "sunday 10:00-12:00",
  ]);
  assert.equal(read.get("time_availability.estimated"), null);
  assert.equal(read.get("time_availability.note"), "after 7pm");
  assert.deepEqual(read.get("tutor_types"), ["part-timer"]);
  assert.deepEqual(read.get("rate_breakdown"), ["part-timer 30-"]);
});

Deno.test("what has another form than the field's is unknown, not an error", () => {
  const odd = {
    assignment_code: 5,
    rate: null,
    address: "Bishan",
    postal_code: [1],
    time_availability: { explicit: [] },
  };
  for (const value of [odd, null, "text", 3, []]) assert.deepEqual(reader.read(value), reader.nothing);
});
