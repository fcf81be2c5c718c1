import assert from "node:assert/strict";
import * as fc from "fast-check";
import { VerbatimText } from "../../lib/text/verbatim_text.ts";

const POST = new VerbatimText(
  "P5 Science – “H2” ＡＢ１２\nLocation:  Blk 4 Kovan Rd S560412\n- Shy boy.\n• Needs help\nBudget $40~45",
);

Deno.test("case, white space, width, dashes and quotes make no difference", () => {
  for (const value of ["p5 science", 'Science - "h2"', "AB12", "Location: Blk 4"]) {
    assert.ok(POST.holdsLines(value), value);
  }
});

Deno.test("another word, half a word and half a number are not in a text", () => {
  for (const value of ["P5 Maths", "Scien", "56041", "4 Kovan R", "B12"]) {
    assert.equal(POST.holdsLines(value), false, value);
  }
  assert.ok(POST.holdsLines("560412"));
});

Deno.test("lines and sentences count one by one, bullets and full stops do not", () => {
  assert.ok(POST.holdsLines("Needs help\nP5 Science"));
  assert.ok(POST.holdsLines("- Needs help.\n* Shy boy"));
  assert.ok(POST.holdsLines("Shy boy. Needs help."));
  assert.equal(POST.holdsLines("Shy boy. Needs no help."), false);
});

Deno.test("a value may be joined from as many parts as are allowed", () => {
  assert.ok(POST.holdsParts("P5 Science", 1));
  assert.ok(POST.holdsParts("Kovan Rd P5 Science", 2));
  assert.equal(POST.holdsParts("Budget Kovan P5", 2), false);
  assert.equal(POST.holdsParts("P5 Biology", 5), false);
});

Deno.test("every line of a text stands in it", () => {
  fc.assert(
    fc.property(
      fc.string({ maxLength: 60, unit: "grapheme" }),
      fc.string({ maxLength: 20 }),
      (line, other) => {
        return new VerbatimText(`${other}\n${line}\n${other}`).holdsLines(line);
      },
    ),
    { seed: 5, numRuns: 500 },
  );
});
