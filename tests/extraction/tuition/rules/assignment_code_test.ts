import assert from "node:assert/strict";
import { isLikelyCode } from "../../../../lib/extraction/tuition/rules/assignment_code.ts";
import { extractPost } from "../../../support/extract_post.ts";

const codeIn = (line: string) => extractPost(`${line}\nP6 Art\nRate: $40/hr`).assignment_code;

Deno.test("a labelled code may have several parts, and a space after its letters", () => {
  assert.equal(codeIn("Case no: LK/26/0117"), "LK/26/0117");
  assert.equal(codeIn("Code: LK.2026.041 (urgent)"), "LK.2026.041");
  assert.equal(codeIn("Ref: LK 1182"), "LK 1182");
});

Deno.test("a code without a label shows itself by a sign, a word or its place", () => {
  assert.equal(codeIn("Larkspur job list: JOB #L-3-118 (open)"), "L-3-118");
  assert.equal(codeIn("LARKSPUR HOMES | Request 77120"), "77120");
  assert.equal(codeIn("✨ NEW JOB ✨ LK2207"), "LK2207");
  assert.equal(codeIn("NEW ASSIGNMENT (LK 1182)"), "LK 1182");
  assert.equal(codeIn("QL-0812 // P6 Art // Bishan"), "QL-0812");
});

Deno.test("levels, years, postal codes, dates, times and single digits are no codes", () => {
  for (
    const word of [
      "sec3",
      "p5",
      "2026",
      "560412",
      "s560412",
      "12/1",
      "1.3.2026",
      "10am",
      "90mins",
      "35-40",
      "a1",
    ]
  ) {
    assert.equal(isLikelyCode(word), false, word);
  }
  assert.equal(codeIn("New case 2 students"), null);
  assert.equal(codeIn("Job 90 mins weekly"), null);
});

Deno.test("a code may stand in its label, before what is taught", () => {
  for (
    const [line, code] of [["Case 9001: P3 Tamil", "9001"], ["Ref 1200: J1 Econs", "1200"], [
      "Order 30992",
      "30992",
    ]]
  ) {
    const fields = extractPost(`${line}\nLocation: Bishan\nRate: $40/hr`);
    assert.equal(fields.assignment_code, code, line);
  }
});
