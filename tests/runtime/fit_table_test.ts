import assert from "node:assert/strict";
import { formatTable } from "../../lib/runtime/format_table.ts";

const HEADER = ["field", "filled by A", "only B", "B against A"];
const ROWS = [
  ["learning_mode.raw_text", "95.4 %", 1199, "fills more"],
  ["rate", "1.3 %", 0, "alike"],
];

Deno.test("a table that fits is left as it is", () => {
  assert.deepEqual(formatTable(HEADER, ROWS, 56), formatTable(HEADER, ROWS));
});

Deno.test("headings of several words take several lines where the table is too wide", () => {
  assert.deepEqual(formatTable(HEADER, ROWS, 55), [
    "                        filled   only  B against",
    "field                     by A      B  A",
    "-------------------------------------------------",
    "learning_mode.raw_text  95.4 %  1,199  fills more",
    "rate                     1.3 %      0  alike",
  ]);
});

Deno.test("then columns move together, and then the longest texts are cut", () => {
  assert.equal(formatTable(HEADER, ROWS, 46)[3], "learning_mode.raw_text 95.4 % 1,199 fills more");
  assert.equal(formatTable(HEADER, ROWS, 44)[3], "learning_mode.raw_t… 95.4 % 1,199 fills more");
});

Deno.test("numbers are never cut, nor texts to nothing", () => {
  assert.deepEqual(formatTable(["text", "count"], [["x".repeat(50), 123_456_789]], 5), [
    "text               count",
    "------------------------",
    "xxxxxxxxxxx… 123,456,789",
  ]);
});
