import * as Plot from "@observablehq/plot";
import { formatPercent } from "../runtime/format_number.ts";
import { type ChartFrame, chartOutput } from "./chart_output.ts";
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
}

const BAR_HEIGHT = 24;

/**
 * A chart of horizontal bars, one a whole, divided into the shares of its parts. The figure at the end is the share of the
 * first part; `no value` where the whole is 0.
 */
export function shareChart(wholes: readonly Shares[], options: ShareChartOptions = {}): HtmlOutput {
  const labels = wholes.map(({ label }) => label);
  const names = Object.keys(wholes[0]?.parts ?? {});
  const sized = wholes.map(({ label, parts }) => ({ label, parts, total: sum(Object.values(parts)) }));
  const segments = sized.flatMap(({ label, parts, total }) =>
    total === 0 ? [] : names.map((part) => ({ label, part, share: (parts[part] ?? 0) / total }))
  );
  const figures = sized.map(({ label, parts, total }) => ({
    label,
    end: total === 0 ? 0 : 1,
    text: total === 0 ? "no value" : formatPercent((parts[names[0] ?? ""] ?? 0) / total),
  }));
  return chartOutput(
    {
      height: 50 + labels.length * BAR_HEIGHT,
      x: {
        label: options.axis ?? null,
        tickFormat: (tick: number) => `${tick} %`,
        grid: true,
        percent: true,
        domain: [0, 100],
      },
      y: { domain: labels, label: null, padding: 0.25, tickSize: 0 },
      color: { domain: names, legend: true, ...(options.colors ? { range: options.colors } : {}) },
      marks: [
        Plot.barX(segments, Plot.stackX({ x: "share", y: "label", fill: "part", order: names })),
        Plot.text(figures, { x: "end", y: "label", text: "text", textAnchor: "start", dx: 4 }),
        Plot.ruleX([0]),
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
