import assert from "node:assert/strict";
import { plainLetters } from "../../lib/text/plain_letters.ts";

Deno.test("letters and digits in bold, italics or double strokes become plain ones", () => {
  assert.equal(plainLetters("𝐋𝐞𝐯𝐞𝐥: 𝗦𝗲𝗰 𝟯, 𝘙𝘢𝘵𝘦 𝟜𝟘").text, "Level: Sec 3, Rate 40");
});

Deno.test("every stretch leads back to the stretch of the original", () => {
  const original = "✨ 𝗥𝗮𝘁𝗲: $𝟰𝟬/h 🙂 𝗢𝗞";
  const { text, originalIndex } = plainLetters(original);
  const snippet = (part: string) => {
    const start = text.indexOf(part);
    return original.slice(originalIndex(start), originalIndex(start + part.length));
  };
  assert.equal(snippet("Rate"), "𝗥𝗮𝘁𝗲");
  assert.equal(snippet("$40/h"), "$𝟰𝟬/h");
  assert.equal(snippet("🙂 OK"), "🙂 𝗢𝗞");
  assert.equal(originalIndex(text.length), original.length);
});

Deno.test("other text stays as it is, also what only begins like a styled letter", () => {
  for (const text of ["", "Sec 3 数学 🙂", "a\ud835", "\ud835\ud835x"]) {
    const plain = plainLetters(text);
    assert.equal(plain.text, text);
    assert.equal(plain.originalIndex(1), 1);
  }
});
