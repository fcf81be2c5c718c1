import assert from "node:assert/strict";
import { truncateText } from "../../lib/text/truncate_text.ts";

Deno.test("a text that fits stays, a longer one ends with an ellipsis within the length", () => {
  assert.equal(truncateText("abcd", 4), "abcd");
  assert.equal(truncateText("abcde", 4), "abc…");
});

Deno.test("a character of two units is not cut in half", () => {
  assert.equal(truncateText("ab📚cd", 4), "ab…");
});
