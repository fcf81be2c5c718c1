import type { Notebook, Output } from "./nbformat.ts";

/** The picture of a chart has so many pixels for each of the chart's own. */
const PIXELS = 2;
const PNG_SIZE_AT = 16;

/**
 * The notebook as it is kept in a file. Whoever opens a file that somebody else has run does not trust it yet, and Jupyter then strips
 * drawings from HTML: a chart that is a picture as well is kept as that, in the size of the drawing.
 */
export function keepPictures(notebook: Notebook): Notebook {
  return {
    ...notebook,
    cells: notebook.cells.map((cell) =>
      cell.cell_type === "code" ? { ...cell, outputs: cell.outputs.map(keepPicture) } : cell
    ),
  };
}

function keepPicture(output: Output): Output {
  if (output.output_type !== "execute_result" && output.output_type !== "display_data") return output;
  const { "text/html": html, ...rest } = output.data;
  const png = rest["image/png"];
  if (typeof png !== "string" || typeof html !== "string" || !html.includes("<svg")) return output;
  const view = new DataView(Uint8Array.fromBase64(png).buffer);
  const size = {
    width: view.getUint32(PNG_SIZE_AT) / PIXELS,
    height: view.getUint32(PNG_SIZE_AT + 4) / PIXELS,
  };
  return { ...output, data: rest, metadata: { ...output.metadata, "image/png": size } };
}
