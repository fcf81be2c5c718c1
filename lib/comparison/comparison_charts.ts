import { type Bar, barChart } from "../notebook/bar_chart.ts";
import type { HtmlOutput } from "../notebook/html_output.ts";
import { shareChart } from "../notebook/share_chart.ts";
import { COMPARISON_COLORS } from "./comparison_colors.ts";
import type { Comparison } from "./comparison_schema.ts";

/** For a notebook: the share of assignments of which each version fills a field, over those with an output in both. */
export function coverageChart({ a, b, fields }: Comparison): HtmlOutput {
  const bars = Object.entries(fields).flatMap(([label, { both_ok }]): Bar[] => [
    { label, run: `A ${a.version}`, value: both_ok.coverage_a },
    { label, run: `B ${b.version}`, value: both_ok.coverage_b },
  ]);
  return barChart(bars, {
    title: "Filled by A and by B",
    axis: "share of the assignments with an output in both",
    percent: true,
    colors: [COMPARISON_COLORS.a, COMPARISON_COLORS.b],
  });
}

/** For a notebook: of the assignments of which either version fills a field, in how many they agree, and how they do not. */
export function agreementChart({ fields }: Comparison): HtmlOutput {
  const wholes = Object.entries(fields).map(([label, { both_ok }]) => ({
    label,
    parts: {
      "equal": both_ok.equal,
      "different": both_ok.different,
      "only A": both_ok.only_a,
      "only B": both_ok.only_b,
    },
  }));
  return shareChart(wholes, {
    title: "Equal where either fills it",
    axis: "share of the assignments of which A or B has a value",
    colors: [
      COMPARISON_COLORS.equal,
      COMPARISON_COLORS.different,
      COMPARISON_COLORS.a,
      COMPARISON_COLORS.b,
    ],
  });
}
