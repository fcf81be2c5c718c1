import * as Plot from "@observablehq/plot";
import { formatCount } from "../runtime/format_number.ts";
import { type ChartFrame, chartOutput } from "./chart_output.ts";
import type { HtmlOutput } from "./html_output.ts";

/** A column: what it is of, such as a week, and how much. */
export interface Column {
  readonly label: string;
  readonly value: number;
}

export interface ColumnChartOptions extends ChartFrame {
  /** What the columns are, such as `week from Monday`. */
  readonly columns?: string;
  /** What the values are, such as `messages`. */
  readonly axis?: string;
  readonly color?: string;
}

const HEIGHT = 240;
/** More columns have no room for a figure each, and fewer labels than columns. */
const MOST_FIGURES = 16;
const MOST_LABELS = 10;

/** A chart of columns in their order, with a figure on each as long as there is room. */
export function columnChart(columns: readonly Column[], options: ColumnChartOptions = {}): HtmlOutput {
  const labels = columns.map(({ label }) => label);
  const every = Math.ceil(columns.length / MOST_LABELS);
  return chartOutput(
    {
      height: HEIGHT,
      marginLeft: 56,
      marginTop: 28,
      marginRight: 16,
      x: {
        domain: labels,
        label: options.columns ?? null,
        labelArrow: "none",
        tickSize: 0,
        padding: 0.15,
        ticks: labels.filter((_, index) => index % every === 0),
      },
      y: {
        label: options.axis ?? null,
        grid: true,
        nice: true,
        ticks: 5,
        tickFormat: (tick: number) => formatCount(tick),
      },
      marks: [
        Plot.barY(columns, { x: "label", y: "value", fill: options.color ?? "#0072b2" }),
        ...(columns.length > MOST_FIGURES ? [] : [
          Plot.text(columns, {
            x: "label",
            y: "value",
            text: ({ value }: Column) => formatCount(value),
            lineAnchor: "bottom",
            dy: -4,
          }),
        ]),
        Plot.ruleY([0]),
      ],
    },
    [],
    options,
    columns.map(({ label, value }) => `${label}\t${formatCount(value)}`).join("\n"),
  );
}
