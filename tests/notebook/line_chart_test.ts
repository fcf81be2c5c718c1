import assert from "node:assert/strict";
import { lineChart } from "../../lib/notebook/line_chart.ts";

Deno.test("a chart of lines names each in a legend, and says where they are", () => {
  const { html, text } = lineChart([
    { name: "1 point", points: [{ x: 100, y: 0.1 }, { x: 1000, y: 0.55 }] },
    { name: "2 points", points: [{ x: 100, y: 0.3 }, { x: 1000, y: 0.9 }] },
  ], {
    xAxis: "pairs",
    yAxis: "found",
    percent: true,
    isLogX: true,
    level: { y: 0.8, text: "4 of 5" },
    place: { x: 500, text: "500 stored" },
  });
  for (const shown of ["1 point", "2 points", "4 of 5", "500 stored", "80 %"]) {
    assert.ok(html.includes(`>${shown}</text>`), shown);
  }
  assert.equal(
    text,
    "1 point\t100\t10.0 %\n1 point\t1,000\t55.0 %\n2 points\t100\t30.0 %\n2 points\t1,000\t90.0 %",
  );
});
