import type { ChartFrame } from "../../notebook/chart_output.ts";
import type { HtmlOutput } from "../../notebook/html_output.ts";
import { intervalChart, type IntervalSeries } from "../../notebook/interval_chart.ts";
import { notice } from "../../notebook/notice.ts";
import { formatCount, formatPercent } from "../../runtime/format_number.ts";
import { COMPARISON_COLORS } from "../report/comparison_colors.ts";
import type { Comparison } from "../comparison_schema.ts";
import { formatInterval, formatPoints } from "../differences/format_difference.ts";
import { NOTICEABLE_LABEL_POINTS } from "./label_finding.ts";
import { NO_LABELS, noLabels } from "./label_state_rows.ts";
import type { LabelTest } from "./label_test_schema.ts";
import type { LabelState } from "../load_chosen_labels.ts";

/** For a notebook: how often each version is right, field by field, with what the labels leave possible. */
export function accuracyChart(
  { accuracies }: Pick<LabelState, "accuracies">,
  { a, b }: Pick<Comparison, "a" | "b">,
): HtmlOutput {
  if (accuracies.length === 0) return notice(noLabels(a.version, b.version));
  const [ofA, ofB] = [`A ${a.version}`, `B ${b.version}`];
  const estimate = (series: string, { share, low, high }: LabelState["accuracies"][number]["a"]) => ({
    series,
    value: share,
    low,
    high,
  });
  const all = accuracies.every(({ weighted }) => weighted);
  return intervalChart(
    accuracies.map((of) => ({
      label: of.path,
      figure: `A ${formatPercent(of.a.share)}  B ${formatPercent(of.b.share)}`,
      estimates: [estimate(ofA, of.a), estimate(ofB, of.b)],
    })),
    {
      title: "How often each version is right",
      caption: all
        ? "Estimated for all posts from the labels that were drawn, each counted by how likely it was asked for; 95 % intervals."
        : "By the labels, with 95 % intervals; where they were not drawn, of the labelled posts alone.",
      axis: "share that is right",
      percent: true,
      domain: [0, 100],
      series: [
        { name: ofA, color: COMPARISON_COLORS.a, symbol: "circle" },
        { name: ofB, color: COMPARISON_COLORS.b, symbol: "diamond" },
      ],
    },
  );
}

const SERIES: Readonly<Record<LabelTest["finding"], IntervalSeries>> = {
  better: { name: "B is better", color: COMPARISON_COLORS.b, symbol: "diamond" },
  worse: { name: "B is worse", color: COMPARISON_COLORS.a, symbol: "circle" },
  alike: { name: "alike", color: COMPARISON_COLORS.undecided, symbol: "circle" },
  undecided: {
    name: "too few labels to tell",
    color: COMPARISON_COLORS.undecided,
    symbol: "circle",
    isHollow: true,
  },
};

/** How much more often B is right than A, field by field, and whether chance explains it. */
export function betterChart(
  { labels, labels_macro }: Pick<Comparison, "labels" | "labels_macro">,
  size: Pick<ChartFrame, "width"> = {},
): HtmlOutput {
  const tests = [
    ...Object.entries(labels).flatMap(([label, { test }]) => test === null ? [] : [{ label, test }]),
    ...(labels_macro === null ? [] : [{ label: "mean of the fields", test: labels_macro }]),
  ];
  if (tests.length === 0) return notice(NO_LABELS);
  const found = new Set<string>(tests.map(({ test }) => test.finding));
  return intervalChart(
    tests.map(({ label, test }) => ({
      label,
      figure: `${formatPoints(test.points)} (${formatInterval(test)}), n ${formatCount(test.labels)}`,
      estimates: [{
        series: SERIES[test.finding].name,
        value: test.points,
        low: test.low,
        high: test.high,
      }],
    })),
    {
      ...size,
      title: "How much more often B is right: B - A",
      caption:
        "Percentage points with 95 % intervals, by channel and day, from the n labels beside each alone. " +
        `Within the shaded band of ${NOTICEABLE_LABEL_POINTS} points a difference does not matter.`,
      axis: "percentage points",
      zeroBand: NOTICEABLE_LABEL_POINTS,
      series: Object.entries(SERIES).flatMap(([finding, series]) => found.has(finding) ? [series] : []),
    },
  );
}
