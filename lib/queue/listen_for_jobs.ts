import { errorMessage } from "../core/errors.ts";
import type { Sql } from "../store/postgres_client.ts";
import { JOBS_CHANNEL } from "./jobs_channel.ts";

/**
 * Calls `onJobs` when jobs of this version were enqueued, until disposed of. A hint, no promise: where it cannot be had, null is
 * returned and polling goes on alone.
 *
 * @param onTrouble Gets a sentence where it cannot be had.
 */
export async function listenForJobs(
  sql: Sql,
  version: string,
  onJobs: () => void,
  onTrouble: ((sentence: string) => void) | undefined,
): Promise<AsyncDisposable | null> {
  try {
    const { unlisten } = await sql.listen(JOBS_CHANNEL, (enqueued) => {
      if (enqueued === version) onJobs();
    });
    // A connection that is gone listens no more.
    return { [Symbol.asyncDispose]: () => unlisten().catch(() => {}) };
  } catch (error) {
    onTrouble?.(`Cannot listen for new jobs (${errorMessage(error)}); asking for them instead`);
    return null;
  }
}
