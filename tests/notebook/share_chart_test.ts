import { DOMParser } from "linkedom";
import assert from "node:assert/strict";
import { shareChart } from "../../lib/notebook/share_chart.ts";

const WHOLES = [
  { label: "rate.min", parts: { equal: 3, different: 1, "only A": 0 } },
  { label: "address <b>", parts: { equal: 0, different: 0, "only A": 0 } },
];

Deno.test("a whole is divided into its parts' shares, with the first part's at the end and a legend", () => {
  const { html, text } = shareChart(WHOLES, {
    title: "Equal & not",
    colors: ["#111111", "#222222", "#333333"],
  });
  const document = new DOMParser().parseFromString(html, "text/html");
  const widths = [...document.querySelectorAll('[aria-label="bar"] rect')].map((bar) =>
    [
      bar.getAttribute("fill"),
      Number(bar.getAttribute("width")),
    ] as const
  );
  const whole = widths.reduce((sum, [, width]) => sum + width, 0);
  assert.deepEqual(widths.map(([fill, width]) => [fill, Math.round(100 * width / whole)]), [
    ["#111111", 75],
    ["#222222", 25],
    ["#333333", 0],
  ]);
  const figures = [...document.querySelectorAll('[aria-label="text"] text')].map((found) =>
    found.textContent
  );
  assert.deepEqual(figures.slice(0, 2), ["75.0 %", "no value"]);
  assert.deepEqual(figures.slice(2).filter((text) => text !== "■"), ["equal", "different", "only A"]);
  assert.ok(!html.includes("<b>"));
  assert.match(html, /Equal &amp; not/);
  assert.equal(text.split("\n")[0], "rate.min\tequal 3\tdifferent 1\tonly A 0");
});

Deno.test("bars may be as long as their wholes are large", () => {
  const { html } = shareChart([{ label: "one", parts: { x: 30, y: 10 } }, {
    label: "two",
    parts: { x: 5, y: 5 },
  }], {
    counts: true,
  });
  const document = new DOMParser().parseFromString(html, "text/html");
  const [x1 = 0, y1 = 0, x2 = 0] = [...document.querySelectorAll('[aria-label="bar"] rect')]
    .map((bar) => Number(bar.getAttribute("width")));
  assert.deepEqual([x1 / x2, y1 / x2].map(Math.round), [6, 2]);
  assert.match(html, />40<\/text>/);
});

Deno.test("a chart of nothing is an empty chart", () => {
  assert.match(shareChart([]).html, /<svg/);
});
