import assert from "node:assert/strict";
import { findSnippet } from "../../lib/text/find_snippet.ts";

function found(text: string, snippet: string): string[] {
  return findSnippet(text, snippet).map(({ start, end }) => text.slice(start, end));
}

Deno.test("a snippet is found wherever it stands, whatever its letter case, dashes and white space", () => {
  assert.deepEqual(found("Mon 7\u20139pm, mon  7-9PM", "mon 7-9pm"), ["Mon 7\u20139pm", "mon  7-9PM"]);
  assert.deepEqual(found("Rate: $40 (a+b)", "$40 (A+B)"), ["$40 (a+b)"]);
});

Deno.test("no snippet begins or ends inside of a word or number", () => {
  assert.deepEqual(found("S570140, $40/hr, 40km", "40"), ["40", "40"]);
  assert.deepEqual(found("mathematics, math", "math"), ["math"]);
});

Deno.test("nothing is found of nothing", () => {
  assert.deepEqual(found("text", " "), []);
  assert.deepEqual(found("", "text"), []);
});
