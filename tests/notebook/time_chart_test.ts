import { DOMParser } from "linkedom";
import assert from "node:assert/strict";
import { timeChart, type TimePoint } from "../../lib/notebook/time_chart.ts";

const OPTIONS = {
  axis: "share filled",
  percent: true,
  series: [{ name: "A", color: "#111111", thickness: 3 }, { name: "B", color: "#222222", thickness: 1 }],
};
const WEEK_MS = 7 * 86_400_000;

function weekly(count: number, panel = "rate.min", gapAfter = Infinity): TimePoint[] {
  return Array.from({ length: count }, (_, week) => {
    const time = new Date(Date.UTC(2026, 0, 5) + (week > gapAfter ? week + 3 : week) * WEEK_MS);
    return { panel, series: "A", time, value: 0.5, low: 0.4, high: 0.7 };
  });
}

const svgsOf = (
  html: string,
) => [...new DOMParser().parseFromString(html, "text/html").querySelectorAll("svg")];

Deno.test("each panel is a picture of its own, the first with the legend; names are text, never markup", () => {
  const { html, text } = timeChart([...weekly(3), ...weekly(2, "a <b>")], {
    ...OPTIONS,
    title: "Filled",
    marks: [{ panel: "rate.min", time: new Date("2026-01-12"), text: "Some Channel" }],
  });
  const svgs = svgsOf(html);
  assert.equal(svgs.length, 2);
  assert.match(svgs[0]?.textContent ?? "", /rate\.min/);
  assert.match(svgs[0]?.textContent ?? "", /Some Channel/);
  assert.equal(new DOMParser().parseFromString(html, "text/html").querySelector("b"), null);
  assert.deepEqual(text.split("\n").slice(0, 2), [
    "share filled, by the first day",
    "rate.min\tA\t2026-01-05\t50\t40\t70",
  ]);
});

Deno.test("a line is broken where weeks are missing, and a week alone is a dot with a whisker", () => {
  const pathOf = (points: readonly TimePoint[]) =>
    svgsOf(timeChart(points, OPTIONS).html)[0]?.querySelector('[aria-label="line"] path')?.getAttribute(
      "d",
    ) ?? "";
  assert.equal(pathOf(weekly(6)).match(/M/g)?.length, 1);
  assert.equal(pathOf(weekly(6, "x", 2)).match(/M/g)?.length, 2);
  const alone = svgsOf(timeChart(weekly(1), OPTIONS).html)[0];
  assert.equal(alone?.querySelectorAll('[aria-label="dot"] circle').length, 1);
  assert.equal(alone?.querySelectorAll('[aria-label="rule"] line').length, 1);
});

Deno.test("sixty weeks are a line without dots, and no weeks are no picture", () => {
  assert.equal(svgsOf(timeChart(weekly(60), OPTIONS).html)[0]?.querySelectorAll("circle").length, 0);
  assert.equal(svgsOf(timeChart([], OPTIONS).html).length, 0);
});
