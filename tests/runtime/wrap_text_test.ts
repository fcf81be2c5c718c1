import assert from "node:assert/strict";
import { wrapText } from "../../lib/runtime/wrap_text.ts";

Deno.test("a text is broken between words, by the columns that its letters take", () => {
  assert.deepEqual(wrapText("one two three", 7), ["one two", "three"]);
  assert.deepEqual(wrapText("数学 补习 老师", 9), ["数学 补习", "老师"]);
  assert.deepEqual(wrapText("a considerably b", 5), ["a", "considerably", "b"]);
  assert.deepEqual(wrapText("whole", 80), ["whole"]);
});
