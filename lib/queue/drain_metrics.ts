import { formatCount, formatShortCount, formatUsd } from "../runtime/format_number.ts";
import { labelledMetric, type Metric } from "../runtime/metrics.ts";
import { type DrainTotals, sumCounts } from "./drain_totals.ts";
import type { Remaining } from "./lease_protocol.ts";

/** The totals of a lasting drain, and what is left as it was last counted, for Prometheus. */
export function drainMetrics(totals: DrainTotals, remaining: Remaining | null): Metric[] {
  const counter = (name: string, help: string) => ({ name, help, type: "counter" } as const);
  return [
    labelledMetric(
      counter("resift_jobs_total", "How jobs ended, and tries that will be repeated."),
      "outcome",
      [
        ["ok", totals.ok],
        ["skipped", sumCounts(totals.skipped)],
        ["failed", sumCounts(totals.failed)],
        ["retried", totals.retried],
        ["edited", totals.edited],
        ["late", totals.late],
        ["released", totals.released],
      ],
    ),
    labelledMetric(
      counter("resift_tokens_total", "Tokens of a language model, failed tries included."),
      "kind",
      [
        ["prompt", totals.promptTokens],
        ["completion", totals.completionTokens],
      ],
    ),
    {
      ...counter("resift_cost_usd_total", "What a language model's replies cost, in US dollars."),
      samples: [{ value: totals.costUsd }],
    },
    {
      ...counter("resift_cached_replies_total", "Replies that were paid for before."),
      samples: [{ value: totals.cachedReplies }],
    },
    labelledMetric(
      { name: "resift_jobs_remaining", help: "Jobs that are not finished, as last counted.", type: "gauge" },
      "state",
      remaining === null ? [] : [
        ["due", remaining.due],
        ["waiting", remaining.dueSoon + remaining.dueLater],
        ["leased", remaining.leased],
      ],
    ),
  ];
}

/** What a lasting drain did between two moments: `14 jobs done, 3 due, 12.3 k tokens, US$ 0.0431`. */
export function describeDrained(
  before: DrainTotals,
  after: DrainTotals,
  remaining: Remaining | null,
): string {
  const since = (of: (totals: DrainTotals) => number) => of(after) - of(before);
  const failed = since(({ failed }) => sumCounts(failed));
  const tokens = since(({ promptTokens, completionTokens }) => promptTokens + completionTokens);
  const costUsd = since((totals) => totals.costUsd);
  return [
    `${formatCount(since(({ ok, skipped }) => ok + sumCounts(skipped)))} jobs done`,
    failed === 0 ? "" : `${formatCount(failed)} failed`,
    remaining === null ? "" : `${formatCount(remaining.due)} due`,
    tokens === 0 ? "" : `${formatShortCount(tokens)} tokens`,
    costUsd === 0 ? "" : formatUsd(costUsd),
  ].filter((part) => part !== "").join(", ");
}
