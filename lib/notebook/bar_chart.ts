import * as Plot from "@observablehq/plot";
import { formatCount, formatPercent } from "../runtime/format_number.ts";
import { type ChartFrame, chartOutput } from "./chart_output.ts";
import type { HtmlOutput } from "./html_output.ts";

/** One bar: a field's value in one run. */
export interface Bar {
  /** Names the group, such as a field. */
  readonly label: string;
  /** Names the bar within its group, such as a pipeline version; each has its own colour and legend entry. */
  readonly run: string;
  /** The bar's length; null for no value, which is written beside the axis. */
  readonly value: number | null;
}

export interface BarChartOptions extends ChartFrame {
  /** What the values are, such as `share of messages with a value`. */
  readonly axis?: string;
  /** Whether the values are shares, shown in percent on an axis from 0 to 100 %. */
  readonly percent?: boolean;
  /** CSS colours of the runs, in the order in which they first occur. */
  readonly colors?: readonly string[];
}

const BAR_HEIGHT = 16;
const GROUP_GAP = 12;

/** A chart of horizontal bars, grouped by label with a bar for each run, as SVG within HTML. */
export function barChart(bars: readonly Bar[], options: BarChartOptions = {}): HtmlOutput {
  const labels = [...new Set(bars.map((bar) => bar.label))];
  const runs = [...new Set(bars.map((bar) => bar.run))];
  const figure = ({ value }: Bar) =>
    value === null ? "no value" : options.percent ? formatPercent(value) : formatCount(value);
  return chartOutput(
    {
      height: 50 + labels.length * (runs.length * BAR_HEIGHT + GROUP_GAP),
      x: {
        label: options.axis ?? null,
        tickFormat: (tick: number) => options.percent ? `${tick} %` : formatCount(tick),
        grid: true,
        ...(options.percent ? { percent: true, domain: [0, 100] } : {}),
      },
      y: { domain: runs, axis: null, padding: 0.1 },
      fy: { domain: labels, label: null, padding: 0.2 },
      color: { domain: runs, legend: true, ...(options.colors ? { range: options.colors } : {}) },
      marks: [
        Plot.barX(bars.filter((bar) => bar.value !== null), {
          x: "value",
          y: "run",
          fy: "label",
          fill: "run",
        }),
        Plot.text(bars, {
          x: (bar: Bar) => bar.value ?? 0,
          y: "run",
          fy: "label",
          text: figure,
          textAnchor: "start",
          dx: 4,
        }),
        Plot.ruleX([0]),
      ],
    },
    labels,
    options,
    bars.map((bar) => `${bar.label}\t${bar.run}\t${figure(bar)}`).join("\n"),
  );
}
