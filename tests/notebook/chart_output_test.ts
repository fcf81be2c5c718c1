import assert from "node:assert/strict";
import { heatMap } from "../../lib/notebook/heat_map.ts";
import { type HtmlOutput, JUPYTER_DISPLAY } from "../../lib/notebook/html_output.ts";
import { shareChart } from "../../lib/notebook/share_chart.ts";

const WHOLES = [{ label: "rate.min & <more>", parts: { "A's own": 3, 'B "too"': 2 } }];

Deno.test("a notebook gets a chart as HTML, as a picture of twice its size, and as text", async () => {
  const chart = shareChart(WHOLES, { title: "Equal & <not>", width: 500 });
  const shown = await chart[JUPYTER_DISPLAY]();
  assert.deepEqual(Object.keys(shown).sort(), ["image/png", "text/html", "text/plain"]);
  assert.equal(shown["text/html"], chart.html);
  const { width, height } = await sizeOf(chart);
  assert.equal(width, 2 * (500 + 2 * 8));
  assert.ok(height > 200 && height < 400, String(height));
});

Deno.test("a title, a caption and all panels of a chart are in its picture", async () => {
  const plain = await sizeOf(shareChart(WHOLES));
  const captioned = await sizeOf(
    shareChart(WHOLES, { title: "Title", caption: "A sentence of some length. ".repeat(10) }),
  );
  assert.ok(captioned.height >= plain.height + 2 * (20 + 3 * 17), `${plain.height}, ${captioned.height}`);
  const cells = (columns: number) =>
    Array.from(
      { length: columns },
      (_, column) => ({ row: "a", column: `column ${column}`, share: 0.5, n: 1 }),
    );
  const [one, two] = [await sizeOf(heatMap(cells(5))), await sizeOf(heatMap(cells(40)))];
  assert.ok(two.height > 1.8 * one.height, `${one.height}, ${two.height}`);
});

/** What the header of a PNG says of its size, in pixels. */
async function sizeOf(chart: HtmlOutput): Promise<{ width: number; height: number }> {
  const bytes = Uint8Array.fromBase64((await chart[JUPYTER_DISPLAY]())["image/png"] ?? "");
  const view = new DataView(bytes.buffer);
  assert.equal(view.getUint32(0), 0x89504e47);
  return { width: view.getUint32(16), height: view.getUint32(20) };
}
