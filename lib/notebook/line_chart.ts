import * as Plot from "@observablehq/plot";
import { formatCount, formatPercent } from "../runtime/format_number.ts";
import { chartLegend } from "./chart_legend.ts";
import { CHART_WIDTH, type ChartFrame, chartOutput } from "./chart_output.ts";
import type { HtmlOutput } from "./html_output.ts";

/** A line through points from left to right. */
export interface Line {
  readonly name: string;
  readonly points: readonly { readonly x: number; readonly y: number }[];
}

export interface LineChartOptions extends ChartFrame {
  readonly xAxis: string;
  readonly yAxis: string;
  /** What stands below the x axis, and where; numbers unless told. */
  readonly xTicks?: readonly { readonly x: number; readonly text: string }[];
  /** Whether x counts up by factors. */
  readonly isLogX?: boolean;
  /** Whether y is a share of 1, shown in percent from 0 to 100. */
  readonly percent?: boolean;
  /** A level to reach, and a place on the x axis, each with what it stands for. */
  readonly level?: { readonly y: number; readonly text: string };
  readonly place?: { readonly x: number; readonly text: string };
}

const HEIGHT = 340;
const MARGIN_LEFT = 56;
/** Of Okabe and Ito (Color Universal Design, 2008), which people with any colour vision tell apart. */
const COLORS = ["#0072b2", "#d55e00", "#009e73", "#cc79a7", "#56b4e9", "#e69f00"];

/** Signs that tell the lines' points apart for whoever sees no colours. */
const SIGNS = ["●", "◆", "■", "▲", "▼", "✚"];
const SYMBOLS = ["circle", "diamond", "square", "triangle", "triangle2", "plus"];
/** Points of a line that get its sign. */
const SIGNED = 8;

/** A chart of a few lines, each with a colour and a sign of its own. */
export function lineChart(lines: readonly Line[], options: LineChartOptions): HtmlOutput {
  const points = lines.flatMap(({ name, points }) => points.map((point) => ({ name, ...point })));
  const { percent, level, place, width = CHART_WIDTH } = options;
  const legend = chartLegend(
    lines.map(({ name }, index) => ({
      text: name,
      color: COLORS[index % COLORS.length] ?? "currentColor",
      sign: SIGNS[index % SIGNS.length] ?? "",
    })),
    { width, marginLeft: MARGIN_LEFT },
  );
  const texts = new Map(options.xTicks?.map(({ x, text }) => [x, text]));
  const figure = (y: number) => percent ? formatPercent(y) : formatCount(y);
  return chartOutput(
    {
      height: HEIGHT + legend.height,
      marginLeft: MARGIN_LEFT,
      marginTop: legend.height + 34,
      marginRight: 36,
      x: {
        label: options.xAxis,
        labelAnchor: "center",
        labelArrow: "none",
        ...(options.isLogX ? { type: "log" } : {}),
        ...(options.xTicks === undefined
          ? { ticks: 6, tickFormat: (tick: number) => formatCount(tick) }
          : { ticks: texts.keys().toArray(), tickFormat: (tick: number) => texts.get(tick) ?? "" }),
      },
      y: {
        label: options.yAxis,
        labelArrow: "none",
        grid: true,
        tickFormat: (tick: number) => percent ? `${Math.round(tick * 100)} %` : formatCount(tick),
        ...(percent ? { domain: [0, 1] } : { nice: true, zero: true }),
      },
      color: {
        domain: lines.map(({ name }) => name),
        range: lines.map((_, index) => COLORS[index % COLORS.length] ?? "currentColor"),
      },
      marks: [
        ...(level === undefined ? [] : [
          Plot.ruleY([level.y], { strokeDasharray: "4 3", strokeOpacity: 0.7 }),
          Plot.text([level], {
            y: "y",
            text: "text",
            frameAnchor: "left",
            textAnchor: "start",
            lineAnchor: "bottom",
            dx: 6,
            dy: -4,
          }),
        ]),
        ...(place === undefined ? [] : [
          Plot.ruleX([place.x], { strokeDasharray: "4 3", strokeOpacity: 0.7 }),
          Plot.text([place], { x: "x", text: "text", frameAnchor: "top", lineAnchor: "bottom", dy: -4 }),
        ]),
        Plot.lineY(points, { x: "x", y: "y", z: "name", stroke: "name", strokeWidth: 2 }),
        ...lines.map(({ points }, index) =>
          Plot.dot(points.filter((_, at) => at % Math.ceil(points.length / SIGNED) === 0), {
            x: "x",
            y: "y",
            r: 3.5,
            fill: COLORS[index % COLORS.length] ?? "currentColor",
            symbol: SYMBOLS[index % SYMBOLS.length] ?? "circle",
          })
        ),
        ...legend.marks,
        Plot.ruleY([0]),
      ],
    },
    [],
    options,
    lines.map(({ name, points }) =>
      points.map(({ x, y }) => `${name}\t${texts.get(x) ?? formatCount(x)}\t${figure(y)}`).join("\n")
    ).join("\n"),
  );
}
