import type { ChartFrame } from "../../notebook/chart_output.ts";
import { type HeatCell, heatMap } from "../../notebook/heat_map.ts";
import type { HtmlOutput } from "../../notebook/html_output.ts";
import { intervalChart, type IntervalSeries } from "../../notebook/interval_chart.ts";
import { shareChart } from "../../notebook/share_chart.ts";
import { formatCount, formatPercent } from "../../runtime/format_number.ts";
import { NOTICEABLE_POINTS } from "../compare_paired_counts.ts";
import type { Interval } from "../../stats/interval.ts";
import { COMPARISON_COLORS } from "./comparison_colors.ts";
import type { Comparison, CoverageTest } from "../comparison_schema.ts";
import { formatInterval, formatPoints } from "../differences/format_difference.ts";
import { channelName } from "../describe_channel.ts";

/** Channels of the heat map; more than these, the largest, nobody reads at a glance. */
const MOST_CHANNELS = 14;

/** How wide a chart is to be drawn. */
type Size = Pick<ChartFrame, "width">;

/** The share of assignments of which each version fills a field, over those with an output in both. */
export function coverageChart(comparison: Comparison, size: Size = {}): HtmlOutput {
  const { a, b, both_ok } = comparison;
  const [ofA, ofB] = [`A ${a.version}`, `B ${b.version}`];
  const rows = filledFields(comparison).map(([label, field]) => ({
    label,
    figure: `A ${percent(field.both_ok.coverage_a)}  B ${percent(field.both_ok.coverage_b)}`,
    estimates: [
      { series: ofA, value: field.both_ok.coverage_a, ...ends(field.coverage_a_interval) },
      { series: ofB, value: field.both_ok.coverage_b, ...ends(field.coverage_b_interval) },
    ],
  }));
  return intervalChart(rows, {
    ...size,
    title: "Filled by A and by B",
    caption: `With 95 % intervals, share of the n = ${
      formatCount(both_ok)
    } assignments with an output in both. ${leftOutNote(comparison)}`,
    axis: "share of assignments with a value",
    percent: true,
    domain: [0, 100],
    series: [
      { name: ofA, color: COMPARISON_COLORS.a, symbol: "circle" },
      { name: ofB, color: COMPARISON_COLORS.b, symbol: "diamond" },
    ],
  });
}

const DIFFERENCE_SERIES: Readonly<Record<CoverageTest["finding"], IntervalSeries>> = {
  more: { name: "B fills more", color: COMPARISON_COLORS.b, symbol: "diamond" },
  less: { name: "B fills less", color: COMPARISON_COLORS.a, symbol: "circle" },
  alike: { name: "alike", color: COMPARISON_COLORS.undecided, symbol: "circle" },
  undecided: {
    name: "too few to tell",
    color: COMPARISON_COLORS.undecided,
    symbol: "circle",
    isHollow: true,
  },
};

/** How much more B fills than A, field by field, with the interval that chance leaves possible. */
export function differenceChart(comparison: Comparison, size: Size = {}): HtmlOutput {
  const tests = filledFields(comparison).flatMap(([label, { coverage_test }]) =>
    coverage_test === null ? [] : [{ label, test: coverage_test }]
  );
  const first = tests[0]?.test;
  const found = new Set(tests.map(({ test }) => test.finding));
  return intervalChart(
    tests.map(({ label, test }) => ({
      label,
      figure: `${formatPoints(test.points)} (${formatInterval(test)})`,
      estimates: [{
        series: DIFFERENCE_SERIES[test.finding].name,
        value: test.points,
        low: test.low,
        high: test.high,
      }],
    })),
    {
      ...size,
      title: "How much more B fills: B - A",
      caption: `Percentage points with 95 % intervals, n = ${formatCount(first?.pairs ?? 0)} pairs of ${
        formatCount(first?.clusters ?? 0)
      } channel-days. Within the shaded band of ${NOTICEABLE_POINTS} point a difference does not matter.`,
      axis: "percentage points",
      zeroBand: NOTICEABLE_POINTS,
      series: Object.entries(DIFFERENCE_SERIES)
        .flatMap(([finding, series]) => [...found].some((other) => other === finding) ? [series] : []),
    },
  );
}

/** Of the assignments of which either version fills a field, in how many both say the same. */
export function agreementChart(comparison: Comparison, size: Size = {}): HtmlOutput {
  const rows = filledFields(comparison).map(([label, { both_ok, agreement_interval }]) => {
    const { agreement, equal, different, only_a, only_b } = both_ok;
    return {
      label,
      figure: `${percent(agreement)} of ${formatCount(equal + different + only_a + only_b)}`,
      estimates: [{ series: "agreement", value: agreement, ...ends(agreement_interval) }],
    };
  });
  return intervalChart(rows, {
    ...size,
    title: "Equal where either fills it",
    caption:
      `With 95 % intervals, share of the n assignments of which A or B has a value; n is beside each field. ${
        leftOutNote(comparison)
      }`,
    axis: "share that is equal",
    percent: true,
    domain: [wholeTen(comparison), 100],
    series: [{ name: "agreement", color: COMPARISON_COLORS.a, symbol: "circle" }],
  });
}

/** The same as stacked shares: equal, different, filled by one alone. */
export function outcomeChart({ fields }: Comparison, size: Size = {}): HtmlOutput {
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
    ...size,
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

/** Agreement by field and channel: the darker, the less. */
export function channelHeatMap(comparison: Comparison, size: Size = {}): HtmlOutput {
  const shown = comparison.channels.filter(({ both_ok }) => both_ok > 0).slice(0, MOST_CHANNELS);
  const names = shown.map(channelName);
  const cells = filledFields(comparison).flatMap(([row]) =>
    shown.map((channel, index): HeatCell => {
      const counts = channel.fields[row]?.both_ok;
      const name = names[index] ?? "";
      return {
        row,
        // Two channels of one name stay two columns.
        column: names.indexOf(name) === index ? name : `${name} ${channel.channel_id}`,
        share: counts?.agreement ?? null,
        n: counts === undefined ? 0 : counts.equal + counts.different + counts.only_a + counts.only_b,
      };
    })
  );
  const all = comparison.channels.length;
  return heatMap(cells, {
    ...size,
    title: "Agreement by field and channel",
    caption:
      `Percent equal of the assignments of which A or B has a value (small figures: n, where there is room), in ${
        shown.length === all
          ? `all ${formatCount(all)}`
          : `the largest ${shown.length} of ${formatCount(all)}`
      } channels, n = ${formatCount(comparison.both_ok)} assignments in all. Empty: no value there.`,
  });
}

/** Fields that either version fills somewhere. */
function filledFields({ fields }: Comparison): [string, Comparison["fields"][string]][] {
  return Object.entries(fields).filter(([, { both_ok }]) =>
    both_ok.equal + both_ok.different + both_ok.only_a + both_ok.only_b > 0
  );
}

function leftOutNote(comparison: Comparison): string {
  const empty = Object.keys(comparison.fields).length - filledFields(comparison).length;
  return empty === 0
    ? ""
    : `${formatCount(empty)} that neither fills ${empty === 1 ? "is" : "are"} not shown.`;
}

/** From where agreement is shown, in percent: a whole ten below what its intervals need. */
function wholeTen(comparison: Comparison): number {
  const lows = filledFields(comparison).map(([, { both_ok, agreement_interval }]) =>
    Math.min(both_ok.agreement ?? 1, agreement_interval?.low ?? 1)
  );
  return Math.min(90, Math.floor(Math.min(...lows) * 10) * 10);
}

function ends(interval: Interval | null): { readonly low: number | null; readonly high: number | null } {
  return interval ?? { low: null, high: null };
}

function percent(share: number | null): string {
  return formatPercent(share ?? NaN);
}
