import assert from "node:assert/strict";
import { ASSIGNMENT_ANSWER } from "../../../lib/extraction/tuition/assignment_answer.ts";
import { strictJsonSchema } from "../../../lib/llm/strict_json_schema.ts";
import { emptyAssignmentFields } from "../../../lib/schema/tuition_assignment.ts";

const RATE = {
  min: 30,
  max: 35,
  currency: "SGD",
  unit: "hr",
  original_text: "$30-35/hr (PT)",
  confidence: 0.9,
};

Deno.test("the answer's shape is one that servers can hold a model to", () => {
  const { required } = strictJsonSchema(ASSIGNMENT_ANSWER.schema);
  assert.deepEqual(required, Object.keys(emptyAssignmentFields()));
});

Deno.test("an answer that says nothing gives the fields of which nothing is known", () => {
  for (const schema of [ASSIGNMENT_ANSWER.schema, ASSIGNMENT_ANSWER.lenientSchema]) {
    assert.deepEqual(schema.parse(ASSIGNMENT_ANSWER.empty()), emptyAssignmentFields());
  }
});

Deno.test("rates in a list become rates by kind of tutor", () => {
  const answer = { ...ASSIGNMENT_ANSWER.empty(), rate_breakdown: [{ tutor_type: "part_time", ...RATE }] };
  assert.deepEqual(ASSIGNMENT_ANSWER.schema.parse(answer).rate_breakdown, { part_time: RATE });
});

Deno.test("what models without a schema make of the shape is taken, too", () => {
  const empty = ASSIGNMENT_ANSWER.empty();
  const fields = ASSIGNMENT_ANSWER.lenientSchema.parse({
    ...empty,
    start_date: "",
    address: "Bishan",
    nearest_mrt: [],
    postal_code: ["57", "570123"],
    tutor_types: null,
    rate_breakdown: { part_time: RATE },
    time_availability: {
      explicit: { monday: ["19:00-21:00", "evening"], tuesday: null },
      estimated: null,
      note: " ",
    },
  });
  const { explicit, estimated, note } = fields.time_availability;
  assert.deepEqual([fields.start_date, fields.address, fields.nearest_mrt, fields.postal_code], [
    null,
    ["Bishan"],
    null,
    ["570123"],
  ]);
  assert.deepEqual([fields.tutor_types, fields.rate_breakdown], [[], { part_time: RATE }]);
  assert.deepEqual([explicit.monday, explicit.tuesday, estimated.monday, note], [
    ["19:00-21:00"],
    [],
    [],
    null,
  ]);
});

Deno.test("what is of no use is refused", () => {
  for (
    const wrong of [{ rate: "cheap" }, { post_status: "maybe" }, {
      learning_mode: { mode: "zoom", raw_text: null },
    }]
  ) {
    assert.equal(
      ASSIGNMENT_ANSWER.lenientSchema.safeParse({ ...ASSIGNMENT_ANSWER.empty(), ...wrong }).success,
      false,
    );
  }
});
