import { formatCount, formatShortCount, formatUsd } from "../runtime/format_number.ts";
import { type DrainTotals, finishedJobs, sumCounts } from "./drain_totals.ts";
import type { Remaining } from "./lease_protocol.ts";

/** The totals of a drain as lines of a table, those that are zero and unusual left out; they add up to `claimed`. */
export function drainRows(totals: DrainTotals): [name: string, count: number][] {
  const unusual: [string, number][] = [
    ["to be tried again", totals.retried],
    ["edited meanwhile, pending again", totals.edited],
    ["refused, too late", totals.late],
    ["released", totals.released],
  ];
  return [
    ["ok", totals.ok],
    ...Object.entries(totals.skipped).sort().map(([reason, count]): [string, number] => [
      `skipped: ${reason}`,
      count,
    ]),
    ...Object.entries(totals.failed).sort().map(([error, count]): [string, number] => [
      `failed: ${error}`,
      count,
    ]),
    ...unusual.filter(([, count]) => count > 0),
    ["jobs claimed", totals.claimed],
  ];
}

/** How many jobs a drain was to have in flight, and how many requests its server puts up with; null where it never complained. */
export interface DrainConcurrency {
  readonly wanted: number;
  readonly limit: number | null;
}

/** The figures of a progress line beside how far it is, the most important first. */
export function drainDetails(totals: DrainTotals, concurrency: DrainConcurrency | null = null): string {
  const counted = (count: number, name: string) => (count > 0 ? [`${formatCount(count)} ${name}`] : []);
  const tokens = totals.promptTokens + totals.completionTokens;
  return [
    ...counted(sumCounts(totals.failed), "failed"),
    ...(tokens > 0 ? [`${formatShortCount(tokens)} tokens`] : []),
    ...(totals.costUsd > 0 ? [formatUsd(totals.costUsd)] : []),
    ...counted(totals.cachedReplies, "from the cache"),
    ...(concurrency === null ? [] : [describeConcurrency(concurrency)]),
    ...counted(sumCounts(totals.skipped), "skipped"),
    ...counted(totals.retried, "retried"),
    ...counted(totals.rescued, "rescued"),
  ].join(", ");
}

function describeConcurrency({ wanted, limit }: DrainConcurrency): string {
  return limit !== null && limit < wanted ? `${limit} at a time (${wanted} wanted)` : `${wanted} at a time`;
}

/** What the replies of a drain came to, failed tries included; null where there were none. Those of the cache took and cost nothing. */
export function describeUsage(totals: DrainTotals): string | null {
  const { promptTokens, completionTokens, costUsd, cachedReplies } = totals;
  const tokens = promptTokens + completionTokens;
  const parts = [
    tokens > 0
      ? `tokens: ${formatCount(tokens)} (${formatCount(promptTokens)} sent, ${
        formatCount(completionTokens)
      } received)`
      : "",
    costUsd > 0 ? `cost: ${formatUsd(costUsd)}` : "",
    cachedReplies > 0 ? `replies from the cache: ${formatCount(cachedReplies)}` : "",
  ].filter((part) => part !== "");
  const line = parts.join("; ");
  return line === "" ? null : line.charAt(0).toUpperCase() + line.slice(1);
}

/** A sentence on what a drain left behind, or null where the queue is empty. */
export function describeRemaining(remaining: Remaining): string | null {
  const parts = [
    [remaining.due, "due now"],
    [remaining.dueSoon, "due soon"],
    [remaining.dueLater, "due later"],
    [remaining.leased, "leased to other workers"],
  ] as const;
  const left = parts.filter(([count]) => count > 0).map(([count, name]) => `${formatCount(count)} ${name}`);
  return left.length === 0 ? null : `Remaining: ${left.join(", ")}`;
}

/** Whether every job that was taken came to a good end and, but for a run that was limited on purpose, none remains. */
export function isDrainComplete(totals: DrainTotals, remaining: Remaining, maxJobs: number | null): boolean {
  if (sumCounts(totals.failed) > 0) return false;
  if (maxJobs !== null && totals.claimed >= maxJobs) return finishedJobs(totals) === totals.claimed;
  return remaining.due + remaining.dueSoon + remaining.dueLater + remaining.leased === 0;
}
