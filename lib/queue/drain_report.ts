import { formatCount } from "../runtime/format_number.ts";
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

/** One line for a progress display. */
export function drainDetails(totals: DrainTotals): string {
  const parts = [
    [sumCounts(totals.skipped), "skipped"],
    [sumCounts(totals.failed), "failed"],
    [totals.retried, "retried"],
    [totals.rescued, "rescued"],
  ] as const;
  return parts.filter(([count]) => count > 0).map(([count, name]) => `${formatCount(count)} ${name}`).join(
    ", ",
  );
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
