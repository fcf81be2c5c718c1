import assert from "node:assert/strict";
import { DOMParser } from "linkedom";
import { barChart } from "../../lib/notebook/bar_chart.ts";

const bars = ["rate.min", "a <b>bold</b> & long.field.name"].flatMap((label, index) => [
  { label, run: "rules_v1", value: 0.5 + index / 4 },
  { label, run: "rules_v2", value: index === 0 ? 1 : null },
]);

Deno.test("a chart has a bar for each value, its figure, and a legend entry for each run", () => {
  const document = new DOMParser().parseFromString(
    barChart(bars, { title: "Coverage < 1", percent: true, axis: "share" }).html,
    "text/html",
  );
  assert.equal(document.querySelectorAll('[aria-label="bar"] rect').length, 3);
  const figures = [...document.querySelectorAll('[aria-label="text"] text')].map((text) => text.textContent);
  assert.deepEqual(figures, ["50.0 %", "100.0 %", "75.0 %", "no value"]);
  const legend = [...document.querySelectorAll("figure span")].map((entry) => entry.textContent);
  assert.deepEqual(legend, ["rules_v1", "rules_v2"]);
  assert.match(document.documentElement.textContent ?? "", /Coverage < 1/);
});

Deno.test("labels are text, never markup", () => {
  const { html } = barChart(bars);
  assert.ok(!html.includes("<b>"));
  assert.ok(html.includes("a &lt;b&gt;bold&lt;/b&gt; &amp; long.field.name"));
});

Deno.test("a chart of nothing is an empty chart", () => {
  assert.match(barChart([]).html, /<svg/);
});
