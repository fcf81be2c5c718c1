import type { Completed } from "./lease_protocol.ts";
import type { Outcome } from "./outcome.ts";
import type { Result } from "./result.ts";

/** What a drain did; once it has ended, `claimed` is the sum of the counts from `ok` to `released`. */
export interface DrainTotals {
  /** Jobs taken from the queue, a job that was taken twice counted twice. */
  claimed: number;
  ok: number;
  /** By reason. */
  skipped: Record<string, number>;
  /** By the error's name. */
  failed: Record<string, number>;
  /** Tries that failed and will be repeated. */
  retried: number;
  /** Results thrown away because the message was edited meanwhile; the job is pending again. */
  edited: number;
  /** Results refused because the lease had run out and the job was taken by another, or the connection broke while writing. */
  late: number;
  /** Jobs given back untouched. */
  released: number;
  /** Jobs of dead or frozen workers that this drain returned to the queue. */
  rescued: number;
  promptTokens: number;
  completionTokens: number;
  costUsd: number;
  /** Replies that were paid for before, by an earlier run or another job. */
  cachedReplies: number;
}

/** Totals of nothing yet. */
export function emptyDrainTotals(): DrainTotals {
  return {
    claimed: 0,
    ok: 0,
    skipped: {},
    failed: {},
    retried: 0,
    edited: 0,
    late: 0,
    released: 0,
    rescued: 0,
    promptTokens: 0,
    completionTokens: 0,
    costUsd: 0,
    cachedReplies: 0,
  };
}

/** Counts what became of a result; "late" where it was refused. */
export function countResult(
  totals: DrainTotals,
  result: Result,
  stored: Completed["outcome"] | "late",
): void {
  switch (stored) {
    case "ok":
      totals.ok++;
      break;
    case "skipped":
      addTo(totals.skipped, result.skip_reason ?? "unknown");
      break;
    case "failed":
      addTo(totals.failed, result.error?.error ?? "unknown");
      break;
    case "retry":
      totals.retried++;
      break;
    case "edited":
      totals.edited++;
      break;
    case "release":
      totals.released++;
      break;
    case "late":
      totals.late++;
  }
}

/** Counts the tokens and the price of an outcome; a failed try costs, too. */
export function countUsage(totals: DrainTotals, outcome: Outcome): void {
  if (outcome.kind === "skip" || !outcome.usage) return;
  totals.promptTokens += outcome.usage.promptTokens ?? 0;
  totals.completionTokens += outcome.usage.completionTokens ?? 0;
  totals.costUsd += outcome.usage.costUsd ?? 0;
  totals.cachedReplies += outcome.usage.cachedReplies;
}

function addTo(counts: Record<string, number>, name: string): void {
  counts[name] = (counts[name] ?? 0) + 1;
}

/** The sum of counts by name. */
export function sumCounts(counts: Readonly<Record<string, number>>): number {
  return Object.values(counts).reduce((sum, count) => sum + count, 0);
}

/** Jobs that are finished for good: ok, skipped or failed. */
export function finishedJobs(totals: DrainTotals): number {
  return totals.ok + sumCounts(totals.skipped) + sumCounts(totals.failed);
}
