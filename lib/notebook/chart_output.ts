import * as Plot from "@observablehq/plot";
import { DOMParser } from "linkedom";
import stringWidth from "string-width";
import { escapeHtml } from "../text/escape_html.ts";
import { drawPng } from "./draw_png.ts";
import { HtmlOutput, JUPYTER_DISPLAY } from "./html_output.ts";
import { stackSvgs } from "./stack_svgs.ts";

/** What every chart can be told. */
export interface ChartFrame {
  readonly title?: string;
  /** A sentence below the title, such as what the chart counts and how many of them. */
  readonly caption?: string;
  /** In pixels; 760 unless told. Charts are drawn for their width, so that no text shrinks on a narrow screen. */
  readonly width?: number;
}

export const CHART_WIDTH = 760;
/** Room for a figure at the end of the longest bar. */
const FIGURE_MARGIN = 72;
const STYLE = {
  title: "font:600 14px system-ui,sans-serif",
  caption: "font:13px/1.4 system-ui,sans-serif;opacity:.75;margin:2px 0 6px",
};

/** The width of the longest of some texts in a chart's letters, in pixels. */
export function textWidth(texts: readonly string[], fontSize = 12): number {
  return Math.max(0, ...texts.map((text) => stringWidth(text))) * fontSize * 0.55;
}

/** A chart of labelled rows as SVG within HTML, with its figures as plain text beside it. */
export function chartOutput(
  plot: Plot.PlotOptions,
  labels: readonly string[],
  frame: ChartFrame,
  text: string,
): HtmlOutput {
  return framedOutput([chartSvg(plot, labels, frame)], frame, text);
}

/** A chart's pictures, one below the other, under its title and caption. */
export function framedOutput(
  svgs: readonly string[],
  frame: ChartFrame,
  text: string,
): HtmlOutput {
  const { title, caption } = frame;
  const heading = [
    ...(title === undefined ? [] : [`<div style="${STYLE.title}">${escapeHtml(title)}</div>`]),
    ...(caption === undefined ? [] : [`<div style="${STYLE.caption}">${escapeHtml(caption)}</div>`]),
  ];
  return new ChartOutput(heading.join("") + svgs.join(""), text, frame, svgs);
}

/** A chart that a notebook also shows as a picture, for whatever does not show HTML: a PDF, a preview on the web. */
class ChartOutput extends HtmlOutput {
  readonly #frame: ChartFrame;
  readonly #svgs: readonly string[];

  constructor(html: string, text: string, frame: ChartFrame, svgs: readonly string[]) {
    super(html, text);
    this.#frame = frame;
    this.#svgs = svgs;
  }

  override async [JUPYTER_DISPLAY](): Promise<Record<string, string>> {
    const png = await drawPng(stackSvgs(this.#svgs, this.#frame));
    return { ...super[JUPYTER_DISPLAY](), ...(png === null ? {} : { "image/png": png }) };
  }
}

/** The picture alone. */
export function chartSvg(
  plot: Plot.PlotOptions,
  labels: readonly string[],
  { title, width = CHART_WIDTH }: ChartFrame,
): string {
  const chart = Plot.plot({
    document: new DOMParser().parseFromString("<html></html>", "text/html"),
    width,
    marginLeft: Math.min(textWidth(labels) + 16, width / 2),
    marginTop: 8,
    marginRight: FIGURE_MARGIN,
    marginBottom: 40,
    ...(title === undefined ? {} : { ariaLabel: title }),
    ...plot,
  });
  chart.setAttribute("style", "max-width:100%;margin:0;font-size:12px");
  return chart.outerHTML;
}
