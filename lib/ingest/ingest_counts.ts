import type { RunCounts } from "../store/ingestion_runs.ts";

/** What became of the messages that were read: `read` is the sum of all others. */
export type IngestCounts = RunCounts;

/** Nothing read yet. */
export const NO_COUNTS: IngestCounts = {
  read: 0,
  new: 0,
  edited: 0,
  refreshed: 0,
  unchanged: 0,
  older: 0,
  duplicates: 0,
  rejected: 0,
};

/** Counts with those given, and `read` as their sum. */
export function countsOf(parts: Partial<Omit<IngestCounts, "read">>): IngestCounts {
  const counts = { ...NO_COUNTS, ...parts };
  return { ...counts, read: Object.values(counts).reduce((sum, count) => sum + count, 0) };
}

/** The sums of two counts. */
export function addCounts(a: IngestCounts, b: IngestCounts): IngestCounts {
  return {
    read: a.read + b.read,
    new: a.new + b.new,
    edited: a.edited + b.edited,
    refreshed: a.refreshed + b.refreshed,
    unchanged: a.unchanged + b.unchanged,
    older: a.older + b.older,
    duplicates: a.duplicates + b.duplicates,
    rejected: a.rejected + b.rejected,
  };
}
