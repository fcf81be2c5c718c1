import * as Plot from "@observablehq/plot";
import { DOMParser } from "linkedom";
import stringWidth from "string-width";
import { escapeHtml } from "../text/escape_html.ts";
import { HtmlOutput } from "./html_output.ts";

/** One bar: a field's value in one run. */
export interface Bar {
  /** Names the group, such as a field. */
  readonly label: string;
  /** Names the bar within its group, such as a pipeline version; each has its own colour and legend entry. */
  readonly run: string;
  /** The bar's length; null for no value, which is written beside the axis. */
  readonly value: number | null;
}

export interface BarChartOptions {
  readonly title?: string;
  /** What the values are, such as `share of messages with a value`. */
  readonly axis?: string;
  /** Whether the values are shares, shown in percent on an axis from 0 to 100 %. */
  readonly percent?: boolean;
}

const WIDTH = 760;
const BAR_HEIGHT = 16;
const GROUP_GAP = 12;
const CHARACTER_WIDTH = 6.6;
const VALUE_MARGIN = 72;

/** A chart of horizontal bars, grouped by label with a bar for each run, as SVG within HTML. */
export function barChart(bars: readonly Bar[], options: BarChartOptions = {}): HtmlOutput {
  const labels = [...new Set(bars.map((bar) => bar.label))];
  const runs = [...new Set(bars.map((bar) => bar.run))];
  const labelWidth = Math.max(0, ...labels.map((label) => stringWidth(label))) * CHARACTER_WIDTH;
  const document = new DOMParser().parseFromString("<html></html>", "text/html");
  const text = (bar: Bar) => showValue(bar.value, options.percent === true);
  const chart = Plot.plot({
    document,
    style: { fontSize: "12px" },
    width: WIDTH,
    height: 72 + labels.length * (runs.length * BAR_HEIGHT + GROUP_GAP),
    marginLeft: Math.min(labelWidth + 16, WIDTH / 2),
    marginRight: VALUE_MARGIN,
    marginBottom: 40,
    x: {
      label: options.axis ?? null,
      tickFormat: (tick: number) => options.percent ? `${tick} %` : tick.toLocaleString("en"),
      grid: true,
      ...(options.percent ? { percent: true, domain: [0, 100] } : {}),
    },
    y: { domain: runs, axis: null, padding: 0.1 },
    fy: { domain: labels, label: null, padding: 0.2 },
    color: { domain: runs, legend: true },
    marks: [
      Plot.barX(bars.filter((bar) => bar.value !== null), { x: "value", y: "run", fy: "label", fill: "run" }),
      Plot.text(bars, {
        x: (bar: Bar) => bar.value ?? 0,
        y: "run",
        fy: "label",
        text,
        textAnchor: "start",
        dx: 4,
      }),
      Plot.ruleX([0]),
    ],
  });
  chart.setAttribute("style", "max-width:initial;margin:0");
  const title = options.title === undefined
    ? ""
    : `<div style="font:600 14px system-ui,sans-serif">${escapeHtml(options.title)}</div>`;
  return new HtmlOutput(
    title + chart.outerHTML,
    bars.map((bar) => `${bar.label}\t${bar.run}\t${text(bar)}`).join("\n"),
  );
}

function showValue(value: number | null, percent: boolean): string {
  if (value === null) return "no value";
  return percent ? `${(value * 100).toFixed(1)} %` : value.toLocaleString("en", { maximumFractionDigits: 3 });
}
