import { errorMessage } from "../core/errors.ts";
import { isPassingError } from "./postgres_errors.ts";

/** How long a statement is repeated; by then the leases of a queue's results have run out. */
const LIMIT_MS = 120_000;
/** The same once a stop was asked for. */
const STOPPING_LIMIT_MS = 5_000;
const FIRST_PAUSE_MS = 100;
const LONGEST_PAUSE_MS = 2_000;

export interface RepeatOptions {
  /** Once it aborts, a statement is not repeated for long. */
  readonly signal: AbortSignal;
  /** Gets a sentence, once an outage. */
  readonly onTrouble?: ((sentence: string) => void) | undefined;
}

/**
 * Repeats a statement while the database cannot be reached or lets another transaction go first. The statement must be harmless
 * to repeat, for it may have been done and only its answer lost.
 *
 * @throws What the statement threw, if that does not pass or did not pass in time.
 */
export async function repeatStatement<T>(
  statement: () => Promise<T>,
  { signal, onTrouble }: RepeatOptions,
): Promise<T> {
  const startedAt = performance.now();
  for (let pauseMs = FIRST_PAUSE_MS;; pauseMs = Math.min(LONGEST_PAUSE_MS, pauseMs * 2)) {
    try {
      return await statement();
    } catch (error) {
      const limitMs = signal.aborted ? STOPPING_LIMIT_MS : LIMIT_MS;
      if (!isPassingError(error) || performance.now() - startedAt > limitMs) throw error;
      if (pauseMs === FIRST_PAUSE_MS) {
        onTrouble?.(`A statement failed (${errorMessage(error)}); trying again`);
      }
      await new Promise((resolve) => setTimeout(resolve, pauseMs));
    }
  }
}
