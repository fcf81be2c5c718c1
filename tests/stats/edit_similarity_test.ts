import assert from "node:assert/strict";
import fc from "fast-check";
import { editSimilarity } from "../../lib/stats/edit_similarity.ts";
import { levenshteinDistance } from "../../lib/stats/levenshtein_distance.ts";

Deno.test("distances agree with published examples", () => {
  assert.equal(levenshteinDistance("kitten", "sitting"), 3);
  assert.equal(levenshteinDistance("saturday", "sunday"), 3);
  assert.equal(levenshteinDistance("intention", "execution"), 5);
  assert.equal(levenshteinDistance("", "abc"), 3);
});

Deno.test("distances agree with the table of all prefixes, over several blocks of rows too", () => {
  const letters = (maxLength: number) =>
    fc.string({ unit: fc.constantFrom("a", "b", "c", "\uffff"), maxLength });
  fc.assert(
    fc.property(letters(150), letters(150), (a, b) => {
      assert.equal(levenshteinDistance(a, b), distanceByTable(a, b));
    }),
    { numRuns: 300 },
  );
});

Deno.test("distances of texts that are nearly the same agree with the table", () => {
  const edit = fc.record({
    at: fc.integer({ min: 0, max: 200 }),
    removed: fc.integer({ min: 0, max: 3 }),
    put: fc.string({ maxLength: 3 }),
  });
  fc.assert(fc.property(fc.string({ maxLength: 200 }), fc.array(edit, { maxLength: 4 }), (text, edits) => {
    let edited = text;
    for (const { at, removed, put } of edits) {
      edited = edited.slice(0, at) + put + edited.slice(at + removed);
    }
    assert.equal(levenshteinDistance(text, edited), distanceByTable(text, edited));
  }));
});

Deno.test("distances of texts longer than a message are right too", () => {
  const long = "abcdefghij".repeat(500);
  assert.equal(levenshteinDistance(`x${long}x`, `yy${long}y`), 3);
  assert.equal(levenshteinDistance(`x${long.slice(0, 40)}y`, `${long}z`), 5_001 - 40);
});

Deno.test("a distance is one: 0 for the same only, the same both ways, and never longer by a detour", () => {
  const text = fc.string({ unit: fc.constantFrom("a", "b", "c"), maxLength: 70 });
  fc.assert(fc.property(text, text, text, (a, b, c) => {
    assert.equal(levenshteinDistance(a, b) === 0, a === b);
    assert.equal(levenshteinDistance(a, b), levenshteinDistance(b, a));
    assert.ok(levenshteinDistance(a, c) <= levenshteinDistance(a, b) + levenshteinDistance(b, c));
    assert.ok(levenshteinDistance(a, b) >= Math.abs(a.length - b.length));
    assert.ok(levenshteinDistance(a, b) <= Math.max(a.length, b.length));
  }));
});

Deno.test("similarity is the share of characters that need no edit", () => {
  assert.equal(editSimilarity("kitten", "sitting"), 1 - 3 / 7);
  assert.equal(editSimilarity("", ""), 1);
  assert.equal(editSimilarity("", "abc"), 0);
  assert.equal(editSimilarity("abc", "xyz"), 0);
});

Deno.test("a character outside the basic plane is one character", () => {
  assert.equal(editSimilarity("a😀b", "a😁b"), 1 - 1 / 3);
  assert.equal(editSimilarity("😀", "x"), 0);
  // Single halves of one, and private characters, are not taken for one another.
  const odd = ["😀", "\ud83d", "\ude00", "\ud800", "\ue000", "\uf8ff", "😁"];
  for (const a of odd) {
    for (const b of odd) assert.equal(editSimilarity(`x${a}`, `x${b}`), a === b ? 1 : 0.5);
  }
});

Deno.test("similarity counts code points, whichever they are", () => {
  const unit = fc.constantFrom("a", "😀", "😁", "\ud83d", "\ue000", "\ud800");
  const text = fc.array(unit, { maxLength: 30 });
  fc.assert(fc.property(text, text, (a, b) => {
    const [pointsA, pointsB] = [[...a.join("")], [...b.join("")]];
    const longer = Math.max(pointsA.length, pointsB.length, 1);
    assert.equal(editSimilarity(a.join(""), b.join("")), 1 - distanceByTable(pointsA, pointsB) / longer);
  }));
});

Deno.test("long texts are compared word by word, longer ones line by line", () => {
  const words = Array.from({ length: 2_000 }, (_, place) => `word${place}`);
  const edited = words.with(700, "other").join(" ");
  assert.equal(editSimilarity(words.join(" "), edited), 1 - 1 / 2_000);
  const lines = Array.from({ length: 1_000 }, (_, place) => `${place} one two three four five six`);
  assert.equal(editSimilarity(lines.join("\n"), lines.with(3, "7").join("\n")), 1 - 1 / 1_000);
});

Deno.test("texts of any length take no time to speak of", () => {
  const random = (length: number, step: number) =>
    Array.from({ length }, (_, place) => String.fromCharCode(97 + (place * place * step) % 26)).join("");
  const startedAt = performance.now();
  for (const join of ["", " ", "\n"]) {
    const [a, b] = [random(200_000, 7), random(200_000, 11)].map((text) => [...text].join(join));
    const similarity = editSimilarity(a ?? "", b ?? "");
    assert.ok(similarity >= 0 && similarity <= 1);
  }
  assert.ok(performance.now() - startedAt < 5_000);
});

/** R. A. Wagner and M. J. Fischer, The String-to-String Correction Problem, 1974. */
function distanceByTable(a: ArrayLike<string>, b: ArrayLike<string>): number {
  let above = Array.from({ length: b.length + 1 }, (_, column) => column);
  for (let row = 1; row <= a.length; row++) {
    const current = [row];
    for (let column = 1; column <= b.length; column++) {
      current.push(Math.min(
        (above[column] ?? NaN) + 1,
        (current[column - 1] ?? NaN) + 1,
        (above[column - 1] ?? NaN) + Number(a[row - 1] !== b[column - 1]),
      ));
    }
    above = current;
  }
  return above[b.length] ?? NaN;
}
