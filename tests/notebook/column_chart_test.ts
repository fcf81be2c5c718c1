import assert from "node:assert/strict";
import { columnChart } from "../../lib/notebook/column_chart.ts";

Deno.test("a chart of columns names each, and says how much it is", () => {
  const { html, text } = columnChart([{ label: "2026-01-05", value: 1234 }, {
    label: "2026-01-12",
    value: 0,
  }], {
    title: "Messages & more",
    axis: "messages",
  });
  assert.match(html, /Messages &amp; more/);
  assert.match(html, />1,234<\/text>/);
  assert.match(html, />2026-01-12<\/text>/);
  assert.equal(text, "2026-01-05\t1,234\n2026-01-12\t0");
});

Deno.test("columns without room for it have no figures, and fewer names", () => {
  const columns = Array.from({ length: 60 }, (_, index) => ({ label: `week ${index}`, value: 1000 + index }));
  const { html } = columnChart(columns);
  assert.doesNotMatch(html, />1,059</);
  assert.match(html, />week 0</);
  assert.doesNotMatch(html, />week 1</);
  assert.equal(html.match(/<rect /g)?.length, 60);
});
