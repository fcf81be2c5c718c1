import assert from "node:assert/strict";
import { splitSentences } from "../../lib/text/split_sentences.ts";

function sentences(text: string): string[] {
  return splitSentences(text, { start: 0, end: text.length }).map(({ start, end }) => text.slice(start, end));
}

Deno.test("sentences end at punctuation before white space and at line breaks", () => {
  assert.deepEqual(sentences("He is shy. Start soon!\nAny tutor"), [
    "He is shy.",
    "Start soon!",
    "Any tutor",
  ]);
});

Deno.test("a point within a number or after an abbreviation ends nothing", () => {
  assert.deepEqual(sentences("No. of lessons: 1.5h at Bishan St. 12. Ok"), [
    "No. of lessons: 1.5h at Bishan St. 12.",
    "Ok",
  ]);
});

Deno.test("sentences without a letter or digit are left out", () => {
  assert.deepEqual(sentences("... !\n--"), []);
});
