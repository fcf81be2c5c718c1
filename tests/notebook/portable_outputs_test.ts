import assert from "node:assert/strict";
import { JUPYTER_DISPLAY } from "../../lib/notebook/html_output.ts";
import { htmlTable } from "../../lib/notebook/html_table.ts";
import type { MimeBundle, Notebook } from "../../lib/notebook/nbformat.ts";
import { keepPictures } from "../../lib/notebook/portable_outputs.ts";
import { shareChart } from "../../lib/notebook/share_chart.ts";

function notebookOf(data: MimeBundle): Notebook {
  return {
    nbformat: 4,
    nbformat_minor: 5,
    metadata: {},
    cells: [{
      cell_type: "code",
      id: "one",
      metadata: {},
      source: "",
      execution_count: 1,
      outputs: [{ output_type: "execute_result", data, metadata: { mine: true }, execution_count: 1 }],
    }],
  };
}

Deno.test("a chart is kept as its picture, in the size that it was drawn in", async () => {
  const chart = shareChart([{ label: "one", parts: { x: 1, y: 2 } }], { width: 500 });
  const data = await chart[JUPYTER_DISPLAY]();
  const [cell] = keepPictures(notebookOf(data)).cells;
  const [output] = cell?.cell_type === "code" ? cell.outputs : [];
  assert.ok(output?.output_type === "execute_result");
  assert.deepEqual(Object.keys(output.data).sort(), ["image/png", "text/plain"]);
  assert.equal(output.data["image/png"], data["image/png"]);
  const { mine, "image/png": size } = output.metadata;
  assert.equal(mine, true);
  assert.match(JSON.stringify(size), /^\{"width":516,"height":\d{2,3}\}$/);
});

Deno.test("a table stays as it is", async () => {
  const notebook = notebookOf(await htmlTable(["a"], [[1]])[JUPYTER_DISPLAY]());
  assert.deepEqual(keepPictures(notebook), notebook);
});
