import { formatCount, formatDuration, formatUsd } from "../../runtime/format_number.ts";
import type { Cell } from "../../runtime/format_table.ts";
import type { Comparison } from "../comparison_schema.ts";
import { FEW_CLUSTERS, formatProbability } from "../differences/format_difference.ts";
import {
  USAGE_MEASURES,
  type UsageMeasure,
  type UsageMeasureTest,
  type UsageTest,
} from "./usage_test_schema.ts";

type Used = Pick<Comparison, "usage_test">;

/** The header of {@linkcode usageTestRows}, which fits a terminal of 80 columns; the interval is of B - A. */
export const USAGE_TEST_HEADER = ["of a post", "A", "B", "B - A", "95 % interval", "p"];

const POSTS = 1_000;

/** How each measure is called and written; costs are of a thousand posts, since one costs next to nothing. */
const MEASURES: Readonly<Record<UsageMeasure, readonly [name: string, format: (amount: number) => string]>> =
  {
    cost_usd: ["US$ of 1,000 posts", (usd) => (usd * POSTS).toFixed(usd * POSTS < 10 ? 3 : 2)],
    prompt_tokens: ["tokens sent", formatAmount],
    completion_tokens: ["tokens received", formatAmount],
    latency_ms: ["time", formatDuration],
  };

/** The mean of each measure with its test, and the medians; of the time also what 95 % of the posts stay below. */
export function usageTestRows({ usage_test: usage }: Used): Cell[][] {
  return usage === null ? [] : USAGE_MEASURES.flatMap((measure) => measureRows(measure, usage[measure]));
}

function measureRows(measure: UsageMeasure, test: UsageMeasureTest | null): Cell[][] {
  if (test === null) return [];
  const [name, format] = MEASURES[measure];
  return [
    [
      `${name}, mean`,
      format(test.mean_a),
      format(test.mean_b),
      signed(test.difference, format),
      test.low === null || test.high === null
        ? "n/a"
        : `${signed(test.low, format)} to ${signed(test.high, format)}`,
      formatProbability(test.p_adjusted),
    ],
    [`${name}, median`, format(test.median_a), format(test.median_b), "", "", ""],
    ...(measure === "latency_ms"
      ? [[`${name}, 95 % below`, format(test.p95_a), format(test.p95_b), "", "", ""]]
      : []),
  ];
}

/** What the rows are over and how they were made, and what a corrected field costs, in sentences; null where no model was asked. */
export function describeUsageTest(
  { usage_test: usage }: Used,
): { readonly head: string; readonly notes: readonly string[] } | null {
  if (usage === null) return null;
  const { messages, cached, corrections } = usage;
  const tests = [usage.cost_usd, usage.prompt_tokens, usage.completion_tokens, usage.latency_ms]
    .filter((test) => test !== null);
  const clusters = Math.max(0, ...tests.map((test) => test.clusters));
  return {
    head: `What ${formatCount(messages - cached)} posts took that both finished, of ${
      formatCount(clusters)
    } channel-days:`,
    notes: [
      ...(tests.length === 0 ? [] : [
        "p: Wilcoxon's signed rank test by channel-day, adjusted for all rows. 95 % interval: of the mean, by channel-day.",
      ]),
      ...(cached === 0 ? [] : [
        `Left out: ${formatCount(cached)} posts with replies from the cache.`,
      ]),
      ...unknownNotes(usage),
      ...(clusters > 0 && clusters < FEW_CLUSTERS
        ? [`Fewer than ${FEW_CLUSTERS} channel-days: the intervals are too narrow. Compare more days.`]
        : []),
      describeCorrections(corrections),
    ],
  };
}

function unknownNotes(usage: UsageTest): string[] {
  const unknown = USAGE_MEASURES.flatMap((measure) => {
    const count = usage[measure]?.unknown ?? 0;
    return count === 0
      ? []
      : [`${MEASURES[measure][0].replace("US$ of 1,000 posts", "cost")} of ${formatCount(count)}`];
  });
  return unknown.length === 0 ? [] : [`Not known and left out: ${unknown.join(", ")}.`];
}

/** `A corrected field costs US$ 0.0033 more (0.0008 to 0.0100), ...`, or why nothing can be said. */
function describeCorrections(
  {
    usd_per_corrected_field: usd,
    low_usd,
    high_usd,
    tokens_per_corrected_field: tokens,
    extra_right_fields,
    fields,
    reason,
  }: UsageTest["corrections"],
): string {
  if (usd === null) return `The cost of a corrected field: ${reason ?? "not known"}`;
  const range = low_usd === null || high_usd === null
    ? ""
    : ` (${formatUsd(low_usd)} to ${formatUsd(high_usd)})`;
  return `A corrected field costs ${formatUsd(usd)}${range}${
    tokens === null ? "" : ` and ${formatCount(Math.round(tokens))} tokens`
  }: by the labels of ${formatCount(fields)} fields B has ${
    formatAmount(extra_right_fields ?? 0)
  } more right in a post.`;
}

function signed(amount: number, format: (amount: number) => string): string {
  return amount > 0 ? `+${format(amount)}` : amount < 0 ? `-${format(-amount)}` : format(0);
}

function formatAmount(amount: number): string {
  return formatCount(Number(amount.toPrecision(4)));
}
