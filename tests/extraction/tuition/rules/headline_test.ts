import assert from "node:assert/strict";
import { extractPost } from "../../../support/extract_post.ts";

Deno.test("a line of facts between commas is read part by part", () => {
  const fields = extractPost(
    "Job: 6604\nPri 2 Malay, Larkspur Ave blk 7 S560412, 1.5hrs x 1, $30/hr, Thu 4-6pm, female tutor",
  );
  assert.equal(fields.assignment_code, "6604");
  assert.equal(fields.academic_display_text, "Pri 2 Malay");
  assert.deepEqual(fields.address, ["Larkspur Ave blk 7"]);
  assert.deepEqual(fields.postal_code, ["560412"]);
  assert.equal(fields.rate.raw_text, "$30/hr");
  assert.deepEqual(fields.time_availability.explicit.thursday, ["16:00-18:00"]);
});

Deno.test("a note in brackets before the headline is no part of it", () => {
  assert.equal(extractPost("[Online Lessons] Sec 2 Malay\n$40/hr").academic_display_text, "Sec 2 Malay");
  assert.equal(extractPost("(Sec 2) Malay\n$40/hr").academic_display_text, "(Sec 2) Malay");
});

Deno.test("a post in one line is read although its last sentence tells how to apply", () => {
  const fields = extractPost("Tutor wanted for P2 Malay at Larkspur Road. Twice a week for 1h. Pls DM me.");
  assert.equal(fields.academic_display_text, "P2 Malay");
  assert.deepEqual(fields.lesson_schedule, ["Twice a week for 1h"]);
  assert.equal(fields.additional_remarks, null);
});
