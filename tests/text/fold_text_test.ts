import assert from "node:assert/strict";
import fc from "fast-check";
import { foldText } from "../../lib/text/fold_text.ts";

Deno.test("folding puts plain letters, dashes, quotes and spaces in place of fancy ones", () => {
  assert.equal(
    foldText("Mon 3:30 ～ 5PM，Tutor’s\u00a0“home” – $４０"),
    'mon 3:30 - 5pm,tutor\'s "home" - $40',
  );
});

Deno.test("a folded text is as long as the text, so that places in one are places in the other", () => {
  assert.equal(foldText("İSTANBUL 📌 ﬁ ß").length, "İSTANBUL 📌 ﬁ ß".length);
  fc.assert(fc.property(fc.string({ unit: "binary" }), (text) => foldText(text).length === text.length));
});
