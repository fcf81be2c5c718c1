import * as Plot from "@observablehq/plot";
import { formatCount, formatPercent } from "../runtime/format_number.ts";
import { chartLegend } from "./chart_legend.ts";
import { CHART_WIDTH, type ChartFrame, chartOutput, textWidth } from "./chart_output.ts";
import type { HtmlOutput } from "./html_output.ts";

/** A whole and the counts that make it up. */
export interface Shares {
  /** Names the whole, such as a field. */
  readonly label: string;
  /** By the name of the part; the same names in the same order in every whole. */
  readonly parts: Readonly<Record<string, number>>;
}

export interface ShareChartOptions extends ChartFrame {
  /** What is shared, such as `share of posts`. */
  readonly axis?: string;
  /** CSS colours of the parts, in their order. */
  readonly colors?: readonly string[];
  /** Whether bars are as long as their whole is large, and end in its count. Default: all are 100 % long. */
  readonly counts?: boolean;
}

const BAR_HEIGHT = 24;
/** Of Okabe and Ito (Color Universal Design, 2008), which people with any colour vision tell apart. */
const COLORS = ["#0072b2", "#d55e00", "#009e73", "#cc79a7", "#56b4e9", "#e69f00"];

/**
 * A chart of horizontal bars, one a whole, divided into the shares of its parts. The figure at the end is the share of the
 * first part; `no value` where the whole is 0.
 */
export function shareChart(wholes: readonly Shares[], options: ShareChartOptions = {}): HtmlOutput {
  const { colors = COLORS, counts = false, width = CHART_WIDTH } = options;
  const labels = wholes.map(({ label }) => label);
  const names = Object.keys(wholes[0]?.parts ?? {});
  const marginLeft = Math.min(textWidth(labels) + 16, width / 2);
  const legend = chartLegend(
    names.map((text, index) => ({ text, color: colors[index % colors.length] ?? "currentColor", sign: "■" })),
    { width, marginLeft },
  );
  const sized = wholes.map(({ label, parts }) => ({ label, parts, total: sum(Object.values(parts)) }));
  const segments = sized.flatMap(({ label, parts, total }) =>
    total === 0
      ? []
      : names.map((part) => ({ label, part, length: (parts[part] ?? 0) / (counts ? 1 : total / 100) }))
  );
  const figures = sized.map(({ label, parts, total }) => ({
    label,
    end: counts ? total : total === 0 ? 0 : 100,
    text: total === 0
      ? "no value"
      : counts
      ? formatCount(total)
      : formatPercent((parts[names[0] ?? ""] ?? 0) / total),
  }));
  return chartOutput(
    {
      height: 44 + legend.height + labels.length * BAR_HEIGHT,
      marginLeft,
      marginTop: legend.height + 4,
      x: {
        label: options.axis ?? null,
        labelAnchor: "center",
        labelArrow: "none",
        tickFormat: (tick: number) => counts ? formatCount(tick) : `${tick} %`,
        ticks: 6,
        grid: true,
        ...(counts ? { nice: true } : { domain: [0, 100] }),
      },
      y: { domain: labels, label: null, padding: 0.25, tickSize: 0 },
      color: {
        domain: names,
        range: names.map((_, index) => colors[index % colors.length] ?? "currentColor"),
      },
      marks: [
        Plot.barX(segments, Plot.stackX({ x: "length", y: "label", fill: "part", order: names })),
        Plot.text(figures, { x: "end", y: "label", text: "text", textAnchor: "start", dx: 4 }),
        Plot.ruleX([0]),
        ...legend.marks,
      ],
    },
    labels,
    options,
    sized.map(({ label, parts }) => [label, ...names.map((part) => `${part} ${parts[part] ?? 0}`)].join("\t"))
      .join("\n"),
  );
}

function sum(counts: readonly number[]): number {
  return counts.reduce((total, count) => total + count, 0);
}
