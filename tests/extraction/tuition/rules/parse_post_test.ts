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

Deno.test("a label may stand in brackets, before a wide gap, or be a sign for money", () => {
  const bracketed = extractPost(
    "[Case] M-204\n[Subj] P6 Art\n[$$] 40/h\n[Place] 9 Larkspur Rd\n[Notes] Shy boy",
  );
  const columns = extractPost(
    "Case no      M-204\nSubject      P6 Art\n$/hr:        40/h\nArea         9 Larkspur Rd\nNotes        Shy boy",
  );
  for (const fields of [bracketed, columns]) {
    assert.equal(fields.assignment_code, "M-204");
    assert.equal(fields.academic_display_text, "P6 Art");
    assert.deepEqual(fields.rate, { min: 40, max: 40, raw_text: "40/h" });
    assert.deepEqual(fields.address, ["9 Larkspur Rd"]);
    assert.equal(fields.additional_remarks, "Shy boy");
  }
});

Deno.test("a title in brackets is no label of what follows", () => {
  assert.equal(extractPost("[New Assignment] P6 Art @ Bishan\n$40/hr").academic_display_text, "P6 Art");
});

Deno.test("rows of a table are labels and values", () => {
  const fields = extractPost(
    "| Level | P6 |\n|---|---|\n| Subject | Art |\n| Fee | $40/hr |\n| Venue | Bishan |",
  );
  assert.equal(fields.academic_display_text, "P6 Art");
  assert.equal(fields.rate.raw_text, "$40/hr");
  assert.deepEqual(fields.address, ["Bishan"]);
});

Deno.test("icons part a line as line breaks do", () => {
  const fields = extractPost("P6 Art 📍 Bishan 💰 $40/h 📝 Shy boy 👉 t.me/larkspur");
  assert.deepEqual(fields.address, ["Bishan"]);
  assert.equal(fields.rate.raw_text, "$40/h");
  assert.equal(fields.additional_remarks, "Shy boy");
});

Deno.test("a pointing hand is a bullet where its line tells no way to get in touch", () => {
  const fields = extractPost("P6 Art - online\n👉 Sun 8pm-10pm\n👉 $40/hr\n👉 @larkspur");
  assert.equal(fields.rate.raw_text, "$40/hr");
  assert.deepEqual(fields.time_availability.explicit.sunday, ["20:00-22:00"]);
});

Deno.test("what tells how to apply is left out of a line that says more", () => {
  const fields = extractPost(
    "P6 Art | 9 Larkspur Rd | $40/h | whatsapp us at 91234567\nLikes clay and paint a lot",
  );
  assert.equal(fields.academic_display_text, "P6 Art");
  assert.deepEqual(fields.address, ["9 Larkspur Rd"]);
  assert.equal(fields.rate.raw_text, "$40/h");
});

Deno.test("posts in bold letters are read like others, and quoted as they are", () => {
  const fields = extractPost("𝗦𝘂𝗯𝗷𝗲𝗰𝘁: P6 Art\n𝗥𝗮𝘁𝗲: $𝟰𝟬/hr\n𝗩𝗲𝗻𝘂𝗲: 𝗕𝗶𝘀𝗵𝗮𝗻");
  assert.deepEqual(fields.rate, { min: 40, max: 40, raw_text: "$𝟰𝟬/hr" });
  assert.deepEqual(fields.address, ["𝗕𝗶𝘀𝗵𝗮𝗻"]);
});

Deno.test("labels in Chinese are labels, and of a bilingual one the English words count", () => {
  const fields = extractPost("科目：P6 Art\n地点 Location：Bishan\n学费：$40/hr\n备注 Remarks：Shy boy");
  assert.equal(fields.academic_display_text, "P6 Art");
  assert.deepEqual(fields.address, ["Bishan"]);
  assert.equal(fields.rate.min, 40);
  assert.equal(fields.additional_remarks, "Shy boy");
});

Deno.test("the columns of a table are read below its head", () => {
  const fields = extractPost("Level | Subject | Venue | Rate\nSec 1 | Art | Bishan | $40/hr");
  assert.equal(fields.academic_display_text, "Sec 1 Art");
  assert.deepEqual(fields.address, ["Bishan"]);
  assert.equal(fields.rate.raw_text, "$40/hr");
  assert.equal(fields.additional_remarks, null);
});

Deno.test("many dashes part a line", () => {
  const fields = extractPost("Urgent! P6 Art - Serangoon Gardens - $40 - $50/hr - Sat/Sun - code L2291");
  assert.equal(fields.assignment_code, "L2291");
  assert.deepEqual(fields.address, ["Serangoon Gardens"]);
  assert.equal(fields.rate.raw_text, "$40 - $50/hr");
});

Deno.test("marks for bold are no bullets", () => {
  const fields = extractPost("*L-2210* | *P6 Art* | *Hougang St 91*\n*Rate*: $40/hr");
  assert.equal(fields.assignment_code, "L-2210");
  assert.equal(fields.academic_display_text, "P6 Art");
  assert.deepEqual(fields.address, ["Hougang St 91"]);
});
