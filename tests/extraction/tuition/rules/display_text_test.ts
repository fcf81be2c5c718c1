import assert from "node:assert/strict";
import { extractPost } from "../../../support/extract_post.ts";

function taughtIn(text: string): string | null {
  return extractPost(`${text}\nRate: $40/hr`).academic_display_text;
}

Deno.test("a level and a subject on their own labels are joined, also where the subject names a programme", () => {
  assert.equal(taughtIn("Lvl: JC 2\nSubj: H2 Geography"), "JC 2 H2 Geography");
  assert.equal(taughtIn("Level: Secondary\nSubject: Sec 4 History"), "Sec 4 History");
});

Deno.test("the level may stand with the student, a school is none", () => {
  assert.equal(taughtIn("Pupil: P6 girl, very quiet\nSubject required: Malay"), "P6 Malay");
  assert.equal(taughtIn("Student: Sec 1 (boy)\nSubject: Malay"), "Sec 1 Malay");
  assert.equal(taughtIn("School: Larkspur Primary\nSubject: Malay"), "Malay");
});

Deno.test("in a headline the subject ends before what is near, and begins after a place with a colon", () => {
  assert.equal(taughtIn("Tutor wanted for Sec 1 Literature near Mayflower MRT."), "Sec 1 Literature");
  assert.equal(taughtIn("Home tuition in Larkspur Park: P2 Malay and Art."), "P2 Malay and Art");
});

Deno.test("tags above all else say what is taught, and where if nothing else does", () => {
  const fields = extractPost("#J1 #H2History #ToaPayoh\n$60/hr, once a week for 2 hrs");
  assert.equal(fields.academic_display_text, "#J1 #H2History");
  assert.deepEqual(fields.address, ["ToaPayoh"]);
  assert.deepEqual(extractPost("#P1 #Art #Kovan\n9 Larkspur Road\n$60/hr").address, ["9 Larkspur Road"]);
});

Deno.test("tags below the headline are for searching only", () => {
  assert.equal(taughtIn("P3 Art @ Kovan\n#Primary #Science #Tuition"), "P3 Art");
});

Deno.test("an agency's name behind the icon of a subject gives way to the headline", () => {
  const fields = extractPost(
    "📚 BrightPath Tuition\nCase 12345\nSec 3 A Math\nLocation: Bishan\nRate: $40/hr",
  );
  assert.equal(fields.academic_display_text, "Sec 3 A Math");
});

Deno.test("a number with a hash before an item is no part of it", () => {
  const fields = extractPost("#2 TT772 - Sec 1 G3 Science, Jurong East St 32, $38/hr, Wed 7pm");
  assert.equal(fields.academic_display_text, "Sec 1 G3 Science");
});
