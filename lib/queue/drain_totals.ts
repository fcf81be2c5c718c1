/** What a drain did; `claimed` is the sum of the others but for `rescued` and `remaining`, once the drain has ended. */
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
  };
}

/** The sum of counts by name. */
export function sumCounts(counts: Readonly<Record<string, number>>): number {
  return Object.values(counts).reduce((sum, count) => sum + count, 0);
}

/** Jobs that are finished for good: ok, skipped or failed. */
export function finishedJobs(totals: DrainTotals): number {
  return totals.ok + sumCounts(totals.skipped) + sumCounts(totals.failed);
}
