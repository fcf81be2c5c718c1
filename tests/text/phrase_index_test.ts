import assert from "node:assert/strict";
import { PhraseIndex } from "../../lib/text/phrase_index.ts";

const INDEX = new PhraseIndex([["math", "M"], ["a math", "AM"], ["face-to-face", "F2F"]] as const);

Deno.test("the longest phrase wins and matches do not overlap", () => {
  const found = INDEX.findAll("sec 3 a-math & math");
  assert.deepEqual(found.map(({ value }) => value), ["AM", "M"]);
  assert.deepEqual(found[0]?.span, { start: 6, end: 12 });
});

Deno.test("words are compared whole, whatever stands between them", () => {
  assert.deepEqual(INDEX.findAll("aftermath maths").length, 0);
  assert.deepEqual(INDEX.findAll("face to face, face/to/face").map(({ value }) => value), ["F2F", "F2F"]);
});

Deno.test("only the given stretch is searched", () => {
  assert.deepEqual(INDEX.findAll("math math", { start: 4, end: 9 }).map(({ span }) => span.start), [5]);
});

Deno.test("a text that is exactly one phrase has its value", () => {
  assert.equal(INDEX.get("a math"), "AM");
  assert.equal(INDEX.get("a math tutor"), undefined);
});

Deno.test("the edges of a stretch cut words, and one text after another is searched", () => {
  const starts = (text: string, start: number, end: number) =>
    INDEX.findAll(text, { start, end }).map(({ span }) => span.start);
  assert.deepEqual(starts("xmath mathy", 1, 10), [1, 6]);
  assert.deepEqual(starts("math", 0, 3), []);
  assert.deepEqual(starts("xmath mathy", 0, 11), []);
});
