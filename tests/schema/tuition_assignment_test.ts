import assert from "node:assert/strict";
import {
  AssignmentFieldsSchema,
  emptyAssignment,
  emptyWeek,
  TimeSlotSchema,
  TuitionAssignmentSchema,
  WEEKDAYS,
} from "../../lib/schema/tuition_assignment.ts";

Deno.test("an assignment of which nothing is known is valid and holds every key", () => {
  const empty = emptyAssignment();
  assert.deepEqual(TuitionAssignmentSchema.parse(empty), empty);
  assert.deepEqual(Object.keys(empty), Object.keys(TuitionAssignmentSchema.shape));
  assert.deepEqual(Object.keys(emptyWeek()), [...WEEKDAYS]);
});

Deno.test("two empty assignments share nothing that could be changed", () => {
  const first = emptyAssignment();
  first.time_availability.explicit.monday.push("10:00-11:00");
  first.tutor_types.push({ canonical: "full-timer", original: "FT", agency: null, confidence: 1 });
  assert.deepEqual(emptyAssignment().time_availability.explicit.monday, []);
  assert.deepEqual(emptyAssignment().time_availability.estimated.monday, []);
  assert.deepEqual(emptyAssignment().tutor_types, []);
});

Deno.test("a missing key and a key too many are refused, at any depth", () => {
  const { start_date: _, ...missing } = emptyAssignment();
  assert.equal(TuitionAssignmentSchema.safeParse(missing).success, false);
  assert.equal(TuitionAssignmentSchema.safeParse({ ...emptyAssignment(), subject: "Maths" }).success, false);
  const rate = { min: 30, max: 40, raw_text: null, unit: "hour" };
  assert.equal(TuitionAssignmentSchema.safeParse({ ...emptyAssignment(), rate }).success, false);
});

Deno.test("a time slot is two times of a day", () => {
  for (const slot of ["00:00-23:59", "19:00-21:30", "15:00-15:00"]) {
    assert.ok(TimeSlotSchema.safeParse(slot).success, slot);
  }
  for (
    const slot of [
      "7:00-8:00",
      "19:00",
      "19:00-24:00",
      "25:00-26:00",
      " 19:00-20:00",
    ]
  ) {
    assert.equal(TimeSlotSchema.safeParse(slot).success, false, slot);
  }
});

Deno.test("a postal code has six digits, a rate is not negative, a confidence is a share", () => {
  const valid = (change: object) =>
    TuitionAssignmentSchema.safeParse({ ...emptyAssignment(), ...change }).success;
  assert.ok(valid({ postal_code: ["018956"] }));
  for (const code of ["18956", "0189561", "S18956"]) {
    assert.equal(valid({ postal_code: [code] }), false, code);
  }
  assert.ok(valid({ rate: { min: 0, max: 32.5, raw_text: null } }));
  assert.equal(valid({ rate: { min: -1, max: null, raw_text: null } }), false);
  const type = { canonical: "full-timer", original: "FT", agency: null, confidence: 1 };
  assert.ok(valid({ tutor_types: [type] }));
  assert.equal(valid({ tutor_types: [{ ...type, confidence: 1.1 }] }), false);
});

Deno.test("a compilation holds assignments, none of which is a compilation", () => {
  const { segments: _, ...fields } = emptyAssignment();
  assert.deepEqual(AssignmentFieldsSchema.parse(fields), fields);
  assert.ok(TuitionAssignmentSchema.safeParse({ ...fields, segments: [fields, fields] }).success);
  assert.equal(
    TuitionAssignmentSchema.safeParse({ ...fields, segments: [emptyAssignment()] }).success,
    false,
  );
});
