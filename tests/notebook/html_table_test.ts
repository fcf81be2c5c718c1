import assert from "node:assert/strict";
import { JUPYTER_DISPLAY } from "../../lib/notebook/html_output.ts";
import { htmlTable } from "../../lib/notebook/html_table.ts";

const HEADER = ["field <name>", "share", "count"];

Deno.test("a table shows titles, values and a dash for nothing, with all text escaped", () => {
  const { html, text } = htmlTable(
    HEADER,
    [['<img src="x" onerror="alert(1)">', "12.5 %", 12345], [null, null, 1]],
    { caption: "A & B" },
  );
  assert.ok(!html.includes("<img"));
  assert.match(html, /A &amp; B/);
  assert.match(html, /field &lt;name&gt;/);
  assert.match(html, />–</);
  assert.equal(
    text,
    'A & B\nfield <name>\tshare\tcount\n<img src="x" onerror="alert(1)">\t12.5 %\t12,345\n–\t–\t1',
  );
});

Deno.test("columns of numbers and of percentages stand at the right, others at the left", () => {
  const { html } = htmlTable(HEADER, [["rate", "12.5 %", 3], ["2", null, 4]]);
  const aligned = [...html.matchAll(/<td [^>]*text-align:(\w+)/g)].map(([, side]) => side);
  assert.deepEqual(aligned, ["left", "right", "right", "left", "right", "right"]);
});

Deno.test("rows beyond the limit are counted", () => {
  const rows = Array.from({ length: 1500 }, (_, index) => [`f${index}`, null, index]);
  const { html, text } = htmlTable(HEADER, rows, { maxRows: 10 });
  assert.equal(html.match(/<tr>/g)?.length, 11);
  assert.match(html, /and 1,490 more/);
  assert.match(text, /and 1,490 more$/);
});

Deno.test("a table is displayed by a notebook as HTML with a plain text beside it", () => {
  const table = htmlTable(HEADER, [["a", null, 1]]);
  assert.deepEqual(table[JUPYTER_DISPLAY](), {
    "text/html": table.html,
    "text/plain": table.text,
  });
});
