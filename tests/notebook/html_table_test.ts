import assert from "node:assert/strict";
import { JUPYTER_DISPLAY } from "../../lib/notebook/html_output.ts";
import { htmlTable } from "../../lib/notebook/html_table.ts";

const columns = [
  { title: "field <name>", value: (row: { field: string | null; share: number }) => row.field },
  { title: "share", value: (row: { field: string | null; share: number }) => row.share },
];

Deno.test("a table shows titles, values and a dash for nothing, with all text escaped", () => {
  const { html, text } = htmlTable(
    [{ field: '<img src="x" onerror="alert(1)">', share: 0.123456 }, { field: null, share: 12345 }],
    columns,
    { caption: "A & B" },
  );
  assert.ok(!html.includes("<img"));
  assert.match(html, /A &amp; B/);
  assert.match(html, /field &lt;name&gt;/);
  assert.match(html, /text-align:right">0\.1235</);
  assert.match(html, />–</);
  assert.equal(
    text,
    'A & B\nfield <name>\tshare\n<img src="x" onerror="alert(1)">\t0.1235\n–\t12,345',
  );
});

Deno.test("rows beyond the limit are counted", () => {
  const rows = Array.from({ length: 1500 }, (_, index) => ({ field: `f${index}`, share: index }));
  const { html } = htmlTable(rows, columns, { maxRows: 10 });
  assert.equal(html.match(/<tr>/g)?.length, 11);
  assert.match(html, /and 1,490 more rows/);
});

Deno.test("a table is displayed by a notebook as HTML with a plain text beside it", () => {
  const table = htmlTable([{ field: "a", share: 1 }], columns);
  assert.deepEqual(table[JUPYTER_DISPLAY](), {
    "text/html": table.html,
    "text/plain": table.text,
  });
});
