import type { ChartFrame } from "../../notebook/chart_output.ts";
import type { HtmlOutput } from "../../notebook/html_output.ts";
import { intervalChart } from "../../notebook/interval_chart.ts";
import { lineChart } from "../../notebook/line_chart.ts";
import { notice } from "../../notebook/notice.ts";
import { formatCount } from "../../runtime/format_number.ts";
import { COMPARISON_COLORS } from "../report/comparison_colors.ts";
import type { Comparison } from "../comparison_schema.ts";
import { formatInterval, formatPoints } from "../differences/format_difference.ts";
import { USAGE_MEASURES, type UsageMeasure } from "./usage_test_schema.ts";

type Size = Pick<ChartFrame, "width">;
type Used = Pick<Comparison, "usage_test" | "a" | "b">;

/** Says why there is nothing to show, and what to do. */
export function noUsage({ a, b }: Pick<Comparison, "a" | "b">): string {
  return `No post of both was read by a model in ${a.version} or ${b.version}: rules take no tokens and cost nothing. ` +
    "With a model server:\n`deno task enqueue --pipeline-version-override qwen_1`\n" +
    "`LLM_MODEL_NAME=qwen3-8b deno task drain --pipeline-version-override qwen_1`\n" +
    "and name `qwen_1` as `VERSION_A` or `VERSION_B`.";
}

/** Says the same in short, below the one that says what to do. */
export const NO_USAGE = "No model was asked, so that there is nothing to show.";

const NAMES: Readonly<Record<UsageMeasure, string>> = {
  cost_usd: "cost",
  prompt_tokens: "tokens sent",
  completion_tokens: "tokens received",
  latency_ms: "time",
};

/** By how much B takes more than A of the same posts, in percent of what A takes. */
export function usageDifferenceChart({ usage_test: usage }: Used, size: Size = {}): HtmlOutput {
  if (usage === null) return notice(NO_USAGE);
  const rows = USAGE_MEASURES.flatMap((measure) => {
    const test = usage[measure];
    // Of nothing there is no percentage.
    if (test === null || test.mean_a === 0) return [];
    const percent = (amount: number | null) => amount === null ? null : amount / test.mean_a * 100;
    const interval = { low: percent(test.low), high: percent(test.high) };
    const value = percent(test.difference) ?? 0;
    return [{
      label: NAMES[measure],
      figure: `${formatPoints(value)} % (${formatInterval(interval)})`,
      estimates: [{ series: "B against A", value, ...interval }],
    }];
  });
  if (rows.length === 0) {
    return notice(
      "A asked no model, so that there is no percentage of what it takes; the table has the amounts.",
    );
  }
  return intervalChart(rows, {
    ...size,
    title: "How much more B takes of a post",
    caption: `Mean of B less A in percent of A, with 95 % intervals by channel and day, n = ${
      formatCount(usage.messages - usage.cached)
    } posts that both finished.`,
    axis: "percent of what A takes",
    zeroBand: 0,
    series: [{ name: "B against A", color: COMPARISON_COLORS.b, symbol: "diamond" }],
  });
}

/** The share of the posts that each version has done with after so long. */
export function latencyChart({ usage_test: usage, a, b }: Used, size: Size = {}): HtmlOutput {
  if (usage === null) return notice(NO_USAGE);
  const { latencies } = usage;
  if (latencies.length === 0) return notice("Of no post it is known how long both took.");
  const line = (name: string, countOf: (bin: typeof latencies[number]) => number) => {
    const all = latencies.reduce((sum, bin) => sum + countOf(bin), 0);
    let done = 0;
    return {
      name,
      points: latencies.map((bin) => ({ x: bin.to_ms / 1000, y: (done += countOf(bin)) / all })),
    };
  };
  return lineChart([line(`A ${a.version}`, (bin) => bin.a), line(`B ${b.version}`, (bin) => bin.b)], {
    ...size,
    title: "How long a post takes",
    caption: `Share of the n = ${
      formatCount(latencies.reduce((sum, bin) => sum + bin.a, 0))
    } posts that are done after so many seconds, all requests for a post together.`,
    xAxis: "seconds",
    yAxis: "done",
    isLogX: true,
    percent: true,
    level: { y: 0.95, text: "95 %" },
  });
}
