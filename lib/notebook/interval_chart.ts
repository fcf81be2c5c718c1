import * as Plot from "@observablehq/plot";
import { formatCount } from "../runtime/format_number.ts";
import { chartLegend } from "./chart_legend.ts";
import { CHART_WIDTH, type ChartFrame, chartOutput, textWidth } from "./chart_output.ts";
import type { HtmlOutput } from "./html_output.ts";

/** An estimate and the interval that it is known by. */
export interface Estimate {
  /** The name of one of the chart's series. */
  readonly series: string;
  /** Null where there is none: nothing is drawn. */
  readonly value: number | null;
  /** Both null where no interval is known: the estimate stands alone. */
  readonly low: number | null;
  readonly high: number | null;
}

/** A row of the chart: its estimates one below the other, its figures at the end. */
export interface IntervalRow {
  /** No two rows have the same. */
  readonly label: string;
  readonly estimates: readonly Estimate[];
  readonly figure: string;
}

/** How the estimates of one name are drawn. */
export interface IntervalSeries {
  readonly name: string;
  readonly color: string;
  /** Tells series apart where colours cannot. */
  readonly symbol: "circle" | "diamond";
  /** Drawn hollow, for estimates that say little. */
  readonly isHollow?: boolean;
}

export interface IntervalChartOptions extends ChartFrame {
  /** What the values are, such as `percentage points`. */
  readonly axis: string;
  readonly series: readonly IntervalSeries[];
  /** Whether values are shares of 1, shown in percent. */
  readonly percent?: boolean;
  /** A line at zero, within a band of this many units on either side that do not matter. */
  readonly zeroBand?: number;
  /** In the axis's units. Default: what the intervals need. */
  readonly domain?: readonly [number, number];
}

/** Below this width, or beside very long labels, label and figure stand above their row. */
const LEAST_WIDTH_BESIDE = 600;
/** Room for half of the first and of the last number of the axis. */
const STACKED_MARGIN = 20;
const MARK_HEIGHT = 11;
const SIGNS = { circle: ["●", "○"], diamond: ["◆", "◇"] } as const;

/** Dots and whiskers, a row for each label: estimates with their intervals, and the figures in words. */
export function intervalChart(rows: readonly IntervalRow[], options: IntervalChartOptions): HtmlOutput {
  const { width = CHART_WIDTH, series, zeroBand } = options;
  const labels = rows.map(({ label }) => label);
  const labelWidth = textWidth(labels) + 12;
  const figureWidth = textWidth(rows.map(({ figure }) => figure)) + 12;
  const isBeside = width >= LEAST_WIDTH_BESIDE && labelWidth + figureWidth < width * 0.65;
  const isOneLine = rows.every(({ label, figure }) => textWidth([label]) + textWidth([figure]) + 16 < width);
  const textHeight = isBeside ? 0 : isOneLine ? 18 : 34;
  const mostMarks = Math.max(1, ...rows.map(({ estimates }) => estimates.length));
  const marginLeft = isBeside ? labelWidth : STACKED_MARGIN;
  const factor = options.percent ? 100 : 1;
  const legend = chartLegend(
    series.map(({ name, color, symbol, isHollow }) => ({
      text: name,
      color,
      sign: SIGNS[symbol][isHollow ? 1 : 0],
    })),
    { width, marginLeft },
  );
  const placed = rows.flatMap(({ label, estimates }) =>
    estimates.map(({ series, value, low, high }, index) => ({
      label,
      series,
      value: value === null ? NaN : value * factor,
      low: low === null ? NaN : low * factor,
      high: high === null ? NaN : high * factor,
      dy: (index - (estimates.length - 1) / 2) * MARK_HEIGHT + textHeight / 2,
    }))
  );
  const texts = (channel: "label" | "figure", line: number) =>
    Plot.text(rows, {
      y: "label",
      text: channel,
      frameAnchor: channel === "label" || !isOneLine ? "left" : "right",
      textAnchor: channel === "label" || !isOneLine ? "start" : "end",
      dx: channel === "label" || !isOneLine ? -marginLeft : STACKED_MARGIN,
      dy: line * 16 - (mostMarks * MARK_HEIGHT) / 2 - (isOneLine ? 2 : 10),
      fontWeight: channel === "label" ? 600 : 400,
    });
  return chartOutput(
    {
      height: legend.height + 44 + rows.length * (mostMarks * MARK_HEIGHT + 12 + textHeight),
      marginTop: legend.height + 4,
      marginLeft,
      marginRight: isBeside ? figureWidth : STACKED_MARGIN,
      x: {
        label: options.axis,
        labelAnchor: "center",
        labelArrow: "none",
        tickFormat: (tick: number) => `${formatCount(tick)}${options.percent ? " %" : ""}`,
        ticks: isBeside ? 6 : 4,
        grid: true,
        nice: options.domain === undefined,
        insetLeft: isBeside ? 6 : 2,
        insetRight: 6,
        ...(options.domain ? { domain: options.domain } : {}),
      },
      y: {
        type: "band",
        domain: labels,
        label: null,
        padding: 0,
        tickSize: 0,
        ...(isBeside ? {} : { axis: null }),
      },
      marks: [
        ...(zeroBand === undefined ? [] : [
          Plot.rectX([0], { x1: -zeroBand, x2: zeroBand, fill: "currentColor", fillOpacity: 0.08 }),
          Plot.ruleX([0], { strokeOpacity: 0.7 }),
        ]),
        ...series.flatMap(({ name, color, symbol, isHollow }) =>
          [...Map.groupBy(placed.filter((mark) => mark.series === name), ({ dy }) => dy)].flatMap((
            [dy, marks],
          ) => [
            Plot.ruleY(marks.filter(({ low }) => !Number.isNaN(low)), {
              x1: "low",
              x2: "high",
              y: "label",
              stroke: color,
              strokeWidth: 2,
              dy,
            }),
            Plot.dot(marks.filter(({ value }) => !Number.isNaN(value)), {
              x: "value",
              y: "label",
              r: 3.8,
              symbol,
              stroke: color,
              strokeWidth: 1.6,
              fill: isHollow ? "none" : color,
              dy,
            }),
          ])
        ),
        ...(isBeside
          ? [Plot.text(rows, {
            y: "label",
            text: "figure",
            frameAnchor: "right",
            textAnchor: "start",
            dx: 10,
          })]
          : [texts("label", 0), texts("figure", isOneLine ? 0 : 1)]),
        ...legend.marks,
      ],
    },
    labels,
    options,
    rows.map(({ label, figure }) => `${label}\t${figure}`).join("\n"),
  );
}
