import assert from "node:assert/strict";
import { announceAssignment } from "../../../lib/extraction/tuition/announcement/announce_assignment.ts";
import { emptyAssignmentFields, emptyWeek } from "../../../lib/schema/tuition_assignment.ts";

const EMPTY = emptyAssignmentFields();

Deno.test("an assignment is announced with all of its main fields, in the order of their weight", () => {
  const { title, code, lines, isOpen, facts } = announceAssignment({
    ...EMPTY,
    assignment_code: "A1",
    academic_display_text: "Sec 3 E Maths and P5 Science",
    learning_mode: { mode: "Face-to-Face", raw_text: "at home" },
    address: ["Blk 10 Bishan St 12 Singapore 570010"],
    postal_code: ["570010", "570011"],
    nearest_mrt: ["Bishan"],
    lesson_schedule: ["Lesson: 2x a week, 1.5 h"],
    start_date: "start - ASAP",
    time_availability: { explicit: emptyWeek(), estimated: emptyWeek(), note: "weekday evenings" },
    rate: { min: 35, max: 45, raw_text: "Rate: $35-45/h" },
    additional_remarks: "Patient tutor",
    tutor_types: [{ canonical: "full_time", original: "FT Tutor", agency: null, confidence: 1 }],
  });
  assert.equal(title, "Sec 3 E Maths and P5 Science");
  assert.equal(code, "A1");
  assert.ok(isOpen);
  assert.deepEqual(lines.map(({ label, text }) => `${label}: ${text}`), [
    "Mode: Face-to-Face",
    "Where: Blk 10 Bishan St 12 Singapore 570010; Singapore 570011",
    "MRT: Bishan",
    "Lessons: 2x a week, 1.5 h",
    "Times: weekday evenings",
    "Start: ASAP",
    "Rate: $35-45/h",
    "Tutor: FT Tutor",
    "Remarks: Patient tutor",
  ]);
  assert.equal(facts.rate, 45);
  assert.deepEqual(facts.areas, ["Central"]);
  assert.ok(!facts.isRemote);
  assert.deepEqual(facts.requests.map(({ levels }) => levels), [["Secondary", "Secondary 3"], [
    "Primary",
    "Primary 5",
  ]]);
});

Deno.test("an assignment of which nothing is known has no lines, and is open for all that anybody knows", () => {
  const { lines, isOpen, facts } = announceAssignment(EMPTY);
  assert.deepEqual(lines, []);
  assert.ok(isOpen);
  assert.deepEqual(facts, { requests: [], areas: [], isRemote: false, rate: null });
});

Deno.test("a taken or closed assignment is not open, a reposted one is", () => {
  for (
    const [status, isOpen] of [["taken", false], ["closed", false], ["reposted", true], [
      "open",
      true,
    ]] as const
  ) {
    assert.equal(announceAssignment({ ...EMPTY, post_status: status }).isOpen, isOpen, status);
  }
});

Deno.test("slots are told by day where the post has no words for them, and days with the same ones together", () => {
  const explicit = {
    ...emptyWeek(),
    monday: ["19:00-21:00"],
    wednesday: ["19:00-21:00"],
    saturday: ["10:00-10:00"],
  };
  const { lines } = announceAssignment({
    ...EMPTY,
    time_availability: { explicit, estimated: { ...emptyWeek(), sunday: ["09:00-12:00"] }, note: null },
  });
  assert.deepEqual(lines, [{ label: "Times", text: "Mon, Wed 19:00-21:00; Sat 10:00" }]);
});
