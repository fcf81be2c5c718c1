import assert from "node:assert/strict";
import { DOMParser } from "linkedom";
import { heatMap } from "../../lib/notebook/heat_map.ts";

const CELLS = ["rate.min", "address <i>"].flatMap((row, at) =>
  Array.from({ length: 8 }, (_, column) => ({
    row,
    column: `channel ${column}`,
    share: at === 1 && column === 0 ? null : at === 0 ? 0.999 : column / 8,
    n: 1000 + column,
  }))
);

function draw(width: number) {
  const { html, text } = heatMap(CELLS, { width });
  return { html, text, document: new DOMParser().parseFromString(html, "text/html") };
}

Deno.test("a heat map has a cell for each share, never rounds to all, and leaves empty what has no cases", () => {
  const { html, text, document } = draw(760);
  assert.equal(document.querySelectorAll('[aria-label="cell"] rect').length, CELLS.length - 1);
  const texts = [...document.querySelectorAll("text")].map(({ textContent }) => textContent);
  assert.equal(texts.filter((found) => found === ">99").length, 8);
  assert.ok(texts.includes("1,007"));
  assert.ok(!html.includes("<i>"));
  assert.match(text, /^rate\.min\tchannel 0\t>99\tn 1000$/m);
});

Deno.test("columns that do not fit beside each other continue below, each of them once", () => {
  const { document } = draw(200);
  const panels = [...document.querySelectorAll("svg")];
  assert.ok(panels.length > 1);
  for (const panel of panels) assert.ok(Number(panel.getAttribute("width")) <= 200);
  const columns = [...document.querySelectorAll('[aria-label="x-axis tick label"] text')].map((tick) =>
    tick.textContent
  );
  assert.deepEqual(columns, CELLS.slice(0, 8).map(({ column }) => column));
});

Deno.test("a heat map of nothing is empty", () => {
  assert.equal(heatMap([]).html, "");
});
