import * as Plot from "@observablehq/plot";
import { formatCount } from "../runtime/format_number.ts";
import { chartLegend } from "./chart_legend.ts";
import { CHART_WIDTH, type ChartFrame, chartSvg, framedOutput } from "./chart_output.ts";
import type { HtmlOutput } from "./html_output.ts";

/** A value at a time and the interval that it is known by. */
export interface TimePoint {
  /** Names one of the chart's pictures, which stand one below the other. */
  readonly panel: string;
  /** The name of one of the chart's series. */
  readonly series: string;
  readonly time: Date;
  /** Null where there is none: the line is broken there. */
  readonly value: number | null;
  /** Both null where no interval is known: no band is drawn there. */
  readonly low: number | null;
  readonly high: number | null;
}

/** How the line of one name is drawn; later ones lie on top. */
export interface TimeSeries {
  readonly name: string;
  readonly color: string;
  /** In pixels: a thick line can be seen below a thin one of the same values. */
  readonly thickness: number;
}

/** A time that is pointed at, such as that of a change. */
export interface TimeMark {
  readonly panel: string;
  readonly time: Date;
  readonly text: string;
}

export interface TimeChartOptions extends ChartFrame {
  /** What the values are, such as `share of assignments`. */
  readonly axis: string;
  readonly series: readonly TimeSeries[];
  /** Whether values are shares of 1, shown in percent from 0 to 100. */
  readonly percent?: boolean;
  readonly marks?: readonly TimeMark[];
  /** Points of a line that are further apart than this are not joined; 7 days unless told. */
  readonly stepMs?: number;
}

const WEEK_MS = 7 * 86_400_000;
const PANEL_HEIGHT = 120;
/** Room above each picture for its name. */
const NAME_HEIGHT = 26;
const AXIS_HEIGHT = 40;
const MARGIN_LEFT = 52;
const MARGIN_RIGHT = 14;
/** A line of more points is drawn without dots. */
const MOST_DOTS = 30;

/** Lines over time with bands for their intervals: a picture for each panel, all of one scale, below one legend. */
export function timeChart(points: readonly TimePoint[], options: TimeChartOptions): HtmlOutput {
  const { percent = false, stepMs = WEEK_MS } = options;
  const factor = percent ? 100 : 1;
  const scaled = points.map((point) => ({
    ...point,
    value: scale(point.value, factor),
    low: scale(point.low, factor),
    high: scale(point.high, factor),
  }));
  const panels = [...new Set(points.map(({ panel }) => panel))];
  const scales = scalesOf(scaled, percent, stepMs);
  const svgs = panels.map((panel, index) =>
    panelSvg(panel, scaled.filter((point) => point.panel === panel), index === 0, scales, options)
  );
  return framedOutput(
    svgs,
    options,
    [
      `${options.axis}, by the first day`,
      ...scaled.map(({ panel, series, time, value, low, high }) =>
        [panel, series, time.toISOString().slice(0, 10), ...[value, low, high].map(textOf)].join("\t")
      ),
    ].join("\n"),
  );
}

/** What all panels have in common. */
interface Scales {
  readonly from: number;
  readonly to: number;
  readonly times: readonly Date[];
  readonly y: readonly [number, number];
}

function scalesOf(points: readonly ScaledPoint[], percent: boolean, stepMs: number): Scales {
  const times = points.map(({ time }) => time.getTime());
  const [first, last] = [Math.min(...times), Math.max(...times)];
  const values = points.flatMap(({ value, high }) => [value, high]).filter((value) => !Number.isNaN(value));
  return {
    // One time alone stands in the middle of a step rather than on an axis without length.
    ...(first === last ? { from: first - stepMs / 2, to: last + stepMs / 2 } : { from: first, to: last }),
    times: [...new Set(times)].sort((one, other) => one - other).map((time) => new Date(time)),
    y: percent ? [0, 100] : [0, Math.max(0, ...values)],
  };
}

function panelSvg(
  panel: string,
  points: readonly (ScaledPoint & Pick<TimePoint, "series">)[],
  isFirst: boolean,
  { from, to, times, y }: Scales,
  options: TimeChartOptions,
): string {
  const { width = CHART_WIDTH, series, percent = false, stepMs = WEEK_MS } = options;
  const marks = (options.marks ?? []).filter((mark) => mark.panel === panel);
  const most = width >= CHART_WIDTH ? 10 : 5;
  const isLate = ({ time }: TimeMark) => time.getTime() > (from + to) / 2;
  const legend = chartLegend(
    isFirst ? series.map(({ name, color }) => ({ text: name, color, sign: "━" })) : [],
    // Within the frame, so that no tick stands in its way.
    { width: width - MARGIN_LEFT, marginLeft: 0 },
  );
  return chartSvg(
    {
      height: legend.height + NAME_HEIGHT + PANEL_HEIGHT + AXIS_HEIGHT,
      marginTop: legend.height + NAME_HEIGHT,
      marginLeft: MARGIN_LEFT,
      marginRight: MARGIN_RIGHT,
      marginBottom: AXIS_HEIGHT,
      x: {
        type: "utc",
        label: null,
        domain: [new Date(from), new Date(to)],
        ticks: times.length <= most ? times : most,
        insetLeft: 6,
        insetRight: 6,
      },
      y: {
        label: null,
        grid: true,
        ticks: 4,
        domain: y,
        tickFormat: (tick: number) => `${formatCount(tick)}${percent ? " %" : ""}`,
      },
      marks: [
        ...series.flatMap((one) =>
          seriesMarks(points.filter((point) => point.series === one.name), one, stepMs)
        ),
        Plot.ruleX(marks, { x: "time", strokeDasharray: "3 3", strokeOpacity: 0.8 }),
        ...[true, false].map((late) =>
          Plot.text(marks.filter((mark) => isLate(mark) === late), {
            x: "time",
            text: "text",
            frameAnchor: "bottom",
            textAnchor: late ? "end" : "start",
            lineAnchor: "bottom",
            dx: late ? -4 : 4,
            dy: -4,
          })
        ),
        Plot.text([panel], {
          text: [panel],
          frameAnchor: "top-left",
          textAnchor: "start",
          lineAnchor: "bottom",
          dx: -MARGIN_LEFT,
          dy: -legend.height - 12,
          fontWeight: 600,
        }),
        ...legend.marks,
      ],
    },
    [],
    { ...options, title: options.title === undefined ? panel : `${options.title}: ${panel}` },
  );
}

interface ScaledPoint {
  readonly panel: string;
  readonly time: Date;
  readonly value: number;
  readonly low: number;
  readonly high: number;
}

function seriesMarks(
  points: readonly ScaledPoint[],
  { color, thickness }: TimeSeries,
  stepMs: number,
): Plot.Markish[] {
  const line = breakLine(points, stepMs);
  const lonely = alone(line);
  const dots = points.length > MOST_DOTS ? lonely : points.filter(({ value }) => !Number.isNaN(value));
  return [
    Plot.areaY(line, { x: "time", y1: "low", y2: "high", fill: color, fillOpacity: 0.16 }),
    Plot.lineY(line, { x: "time", y: "value", stroke: color, strokeWidth: thickness }),
    // A band needs two points: one that stands alone has a whisker.
    Plot.ruleX(lonely, { x: "time", y1: "low", y2: "high", stroke: color, strokeWidth: thickness / 2 }),
    Plot.dot(dots, { x: "time", y: "value", r: thickness * 0.7 + 1, fill: color, stroke: "none" }),
  ];
}

/** The points in the order of time, with one that has no value wherever the next is further away than a step. */
function breakLine(points: readonly ScaledPoint[], stepMs: number): ScaledPoint[] {
  const sorted = points.toSorted((one, other) => one.time.getTime() - other.time.getTime());
  return sorted.flatMap((point, index) => {
    const next = sorted[index + 1];
    const isFar = next !== undefined && next.time.getTime() - point.time.getTime() > stepMs * 1.5;
    const time = new Date(point.time.getTime() + stepMs);
    return isFar ? [point, { ...point, time, value: NaN, low: NaN, high: NaN }] : [point];
  });
}

/** Points with no neighbour to be joined with. */
function alone(line: readonly ScaledPoint[]): ScaledPoint[] {
  const hasValue = (point: ScaledPoint | undefined) => point !== undefined && !Number.isNaN(point.value);
  return line.filter((point, index) =>
    hasValue(point) && !hasValue(line[index - 1]) && !hasValue(line[index + 1])
  );
}

function scale(value: number | null, factor: number): number {
  return value === null ? NaN : value * factor;
}

function textOf(value: number): string {
  return Number.isNaN(value) ? "" : formatCount(value);
}
