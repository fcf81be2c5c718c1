import assert from "node:assert/strict";
import { excerptMarked } from "../../../lib/comparison/report/excerpt_marked.ts";
import { markValues } from "../../../lib/comparison/mark_values.ts";

const textOf = (parts: readonly { readonly text: string }[] | null) =>
  parts?.map(({ text }) => text).join("") ?? null;
const LINES = Array.from({ length: 40 }, (_, n) => `line ${n} of this post`);

Deno.test("a short text is shown whole", () => {
  assert.equal(excerptMarked(markValues("Rate: $40/hr\nor $50/hr", 40, 50)), null);
});

Deno.test("an excerpt has the marked lines, those beside them and the gaps", () => {
  const text = LINES.with(10, "Rate $40").with(30, "or rather $50").join("\n");
  const excerpt = excerptMarked(markValues(text, 40, 50));
  assert.equal(
    textOf(excerpt),
    `…\n${LINES[9]}\nRate $40\n${LINES[11]}\n…\n${LINES[29]}\nor rather $50\n${LINES[31]}\n…\n`,
  );
  assert.deepEqual(
    excerpt?.filter(({ mark }) => mark !== "none"),
    [{ text: "40", mark: "left" }, { text: "50", mark: "right" }],
  );
});

Deno.test("without a mark the text's beginning is shown", () => {
  assert.equal(
    textOf(excerptMarked(markValues(LINES.join("\n"), null, null))),
    `${LINES[0]}\n${LINES[1]}\n…\n`,
  );
});

Deno.test("a very long line keeps what is marked and a little around it, and no character is cut in two", () => {
  const text = `${"😀".repeat(900)} $40 ${"😀".repeat(900)}`;
  const excerpt = textOf(excerptMarked(markValues(text, 40, null))) ?? "";
  assert.match(excerpt, /😀 \$40 😀/u);
  assert.ok(excerpt.length < 500);
  assert.ok(excerpt.isWellFormed());
});

Deno.test("an excerpt of a text that is marked all over stays short", () => {
  const excerpt = excerptMarked(markValues(LINES.join("\n"), "this post", null));
  assert.equal(textOf(excerpt)?.split("\n").length, 12);
});
