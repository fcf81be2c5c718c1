import { errorMessage } from "../core/errors.ts";
import { isDataError } from "../store/postgres_errors.ts";
import type { Job } from "./job.ts";
import type { Completed } from "./lease_protocol.ts";
import { makeWritable, refusedResultOf, type WritableResult } from "./result.ts";

/** Writes results and claims up to `limit` jobs, all of it or nothing. */
export type CompleteAndClaim = (
  results: readonly WritableResult[],
  limit: number,
) => Promise<{ readonly completed: readonly Completed[]; readonly claimed: readonly Job[] }>;

/**
 * Writes results around values that PostgreSQL refuses: a batch with such a value is halved until only that one job fails.
 *
 * @returns The jobs that were claimed along.
 */
export async function writeResults(
  completeAndClaim: CompleteAndClaim,
  results: readonly WritableResult[],
  limit: number,
  onWritten: (results: readonly WritableResult[], completed: readonly Completed[]) => void,
): Promise<readonly Job[]> {
  try {
    const { completed, claimed } = await completeAndClaim(results, limit);
    onWritten(results, completed);
    return claimed;
  } catch (error) {
    const [first] = results;
    if (!isDataError(error) || !first) throw error;
    if (results.length === 1) {
      if (first.result.error?.error === "persist_failed") throw error;
      const refused = makeWritable(refusedResultOf(first.result, errorMessage(error)));
      return await writeResults(completeAndClaim, [refused], limit, onWritten);
    }
    const middle = Math.ceil(results.length / 2);
    const claimed = await writeResults(completeAndClaim, results.slice(0, middle), limit, onWritten);
    await writeResults(completeAndClaim, results.slice(middle), 0, onWritten);
    return claimed;
  }
}
