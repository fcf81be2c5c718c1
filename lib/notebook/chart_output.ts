import * as Plot from "@observablehq/plot";
import { DOMParser } from "linkedom";
import stringWidth from "string-width";
import { escapeHtml } from "../text/escape_html.ts";
import { HtmlOutput } from "./html_output.ts";

const WIDTH = 760;
const CHARACTER_WIDTH = 6.6;
/** Room for a figure at the end of the longest bar. */
const FIGURE_MARGIN = 72;

/** A chart of labelled horizontal bars as SVG within HTML, with its figures as plain text beside it. */
export function chartOutput(
  plot: Plot.PlotOptions,
  labels: readonly string[],
  title: string | undefined,
  text: string,
): HtmlOutput {
  const labelWidth = Math.max(0, ...labels.map((label) => stringWidth(label))) * CHARACTER_WIDTH;
  const chart = Plot.plot({
    document: new DOMParser().parseFromString("<html></html>", "text/html"),
    style: { fontSize: "12px" },
    width: WIDTH,
    marginLeft: Math.min(labelWidth + 16, WIDTH / 2),
    marginTop: 8,
    marginRight: FIGURE_MARGIN,
    marginBottom: 40,
    ...plot,
  });
  chart.setAttribute("style", "max-width:initial;margin:0");
  const heading = title === undefined
    ? ""
    : `<div style="font:600 14px system-ui,sans-serif">${escapeHtml(title)}</div>`;
  return new HtmlOutput(heading + chart.outerHTML, text);
}
