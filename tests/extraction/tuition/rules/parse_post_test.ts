import assert from "node:assert/strict";
import { extractPost } from "../../../support/extract_post.ts";

Deno.test("a numbered line is read without its number", () => {
  const fields = extractPost(
    "1) Subject: P6 Art\n2) How often: Once weekly, 2h\n3. Remarks: Shy boy\n4. Rate: $40/hr",
  );
  assert.deepEqual(fields.lesson_schedule, ["How often: Once weekly, 2h"]);
  assert.equal(fields.additional_remarks, "Shy boy");
  assert.equal(fields.rate.raw_text, "$40/hr");
});

Deno.test("an arrow or a sign of equality follows a label as a colon does", () => {
  const fields = extractPost("Subject = P6 Art\nClosest Train Stn » Mayflower\nClient's budget => $40/hr");
  assert.deepEqual(fields.nearest_mrt, ["Mayflower"]);
  assert.equal(fields.rate.raw_text, "$40/hr");
});

Deno.test("facts between slashes stand for themselves, and a range may name its unit twice", () => {
  const fields = extractPost("Urgent! ASAP! Job No. AB/0117 \nP6 Art / Online / 1x2h / $30/hr - $45/h");
  assert.equal(fields.assignment_code, "AB/0117");
  assert.equal(fields.learning_mode.raw_text, "Online");
  assert.equal(fields.rate.min, 30);
  assert.equal(fields.rate.max, 45);
});
