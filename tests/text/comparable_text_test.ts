import assert from "node:assert/strict";
import { comparableText } from "../../lib/text/comparable_text.ts";

Deno.test("case, width, white space and end punctuation do not count", () => {
  for (
    const text of [
      "Sec 3  E Maths.",
      " sec 3\ne maths",
      "ＳＥＣ ３ E Maths!?",
      "SEC 3 E MATHS ;",
      "sec 3 e maths…",
    ]
  ) {
    assert.equal(comparableText(text), "sec 3 e maths");
  }
  assert.equal(comparableText("Straße"), comparableText("STRASSE"));
});

Deno.test("inner punctuation counts", () => {
  assert.notEqual(comparableText("$30-40/hr"), comparableText("$30 40/hr"));
  assert.equal(comparableText("..."), "");
});
