import assert from "node:assert/strict";
import { alignColumns, formatTable } from "../../lib/runtime/format_table.ts";
import { truncateToWidth } from "../../lib/runtime/truncate_to_width.ts";

Deno.test("texts stand at the left, numbers at the right, and no line ends in spaces", () => {
  assert.deepEqual(formatTable(["field", "n", "match"], [["rate", 1234, "12.5 %"], ["address", 5, null]]), [
    "field        n   match",
    "----------------------",
    "rate     1,234  12.5 %",
    "address      5",
  ]);
});

Deno.test("a column of texts with one number among them stays at the left", () => {
  assert.deepEqual(formatTable(["value"], [["12"], ["rules"]]).slice(2), ["12", "rules"]);
});

Deno.test("a table without rows is its header", () => {
  assert.deepEqual(formatTable(["a", "b"], []), ["a  b", "----"]);
});

Deno.test("wide and combining characters are aligned by the columns they take", () => {
  assert.deepEqual(alignColumns([["日本", "x"], ["e\u0301t", "x"], ["👩‍🏫", "x"]]), [
    "日本  x",
    "e\u0301t    x",
    "👩‍🏫    x",
  ]);
});

Deno.test("a line is cut to a width with a sign of it, never inside a character", () => {
  assert.equal(truncateToWidth("progress", 8), "progress");
  assert.equal(truncateToWidth("progress", 7), "progre…");
  assert.equal(truncateToWidth("日本語", 5), "日本…");
  assert.equal(truncateToWidth("日本語", 4), "日…");
  assert.equal(truncateToWidth("👩‍🏫👩‍🏫", 3), "👩‍🏫…");
  assert.equal(truncateToWidth("x", 0), "");
});

Deno.test("amounts of dollars stand at the right, like numbers", () => {
  assert.deepEqual(formatTable(["", "A"], [["tokens", 1200], ["cost", "US$ 0.0431"]]).slice(2), [
    "tokens       1,200",
    "cost    US$ 0.0431",
  ]);
});
