import assert from "node:assert/strict";
import { DOMParser } from "linkedom";
import { intervalChart, type IntervalRow } from "../../lib/notebook/interval_chart.ts";

const SERIES = [
  { name: "A one", color: "#0072b2", symbol: "circle" },
  { name: "B two", color: "#d55e00", symbol: "diamond" },
] as const;
const ROWS: readonly IntervalRow[] = [
  {
    label: "rate.min",
    figure: "A 50.0 %  B 75.0 %",
    estimates: [
      { series: "A one", value: 0.5, low: 0.4, high: 0.6 },
      { series: "B two", value: 0.75, low: null, high: null },
    ],
  },
  { label: "a <b>", figure: "n/a", estimates: [{ series: "A one", value: null, low: null, high: null }] },
];
const OPTIONS = { axis: "share", percent: true, series: SERIES, domain: [0, 100] } as const;

function draw(rows: readonly IntervalRow[], width: number) {
  const { html } = intervalChart(rows, { ...OPTIONS, width, title: "T & T", caption: "n = 4 < 5" });
  return { html, document: new DOMParser().parseFromString(html, "text/html") };
}

for (const width of [358, 760]) {
  Deno.test(`at ${width} pixels every estimate has a dot, each known interval a whisker, each row its label and figure`, () => {
    const { html, document } = draw(ROWS, width);
    const dots = [...document.querySelectorAll('[aria-label="dot"]')].flatMap((mark) => [...mark.children]);
    assert.deepEqual(dots.map(({ localName }) => localName), ["circle", "path"]);
    assert.equal(document.querySelectorAll('[aria-label="rule"] line').length, 1);
    const texts = [...document.querySelectorAll("text")].map(({ textContent }) => textContent);
    for (const text of ["rate.min", "a <b>", "A 50.0 %  B 75.0 %", "n/a", "A one", "B two"]) {
      assert.ok(texts.includes(text), text);
    }
    assert.ok(!html.includes("<b>"));
    assert.match(html, /T &amp; T.*n = 4 &lt; 5/);
  });
}

Deno.test("a whisker reaches from the low end of the interval to the high one", () => {
  const { document } = draw(ROWS, 760);
  const ticks = new Map(
    [...document.querySelectorAll('[aria-label="x-axis tick label"] text')].map((tick) => [
      tick.textContent,
      Number(/translate\(([\d.]+)/.exec(tick.getAttribute("transform") ?? "")?.[1]),
    ]),
  );
  const whisker = document.querySelector('[aria-label="rule"] line');
  assert.equal(Number(whisker?.getAttribute("x1")), ticks.get("40 %"));
  assert.equal(Number(whisker?.getAttribute("x2")), ticks.get("60 %"));
});

Deno.test("a chart of nothing is an empty chart", () => {
  assert.match(draw([], 358).html, /<svg/);
});
