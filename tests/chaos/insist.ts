import { isPassingError } from "../../lib/store/postgres_errors.ts";

const PAUSE_MS = 50;

/**
 * Repeats what this program itself asks of the database until the faults let it through. It must be harmless to repeat.
 *
 * @throws What cannot be blamed on a fault, and when the signal aborts.
 */
export async function insist<T>(signal: AbortSignal, ask: () => Promise<T>): Promise<T> {
  for (;;) {
    signal.throwIfAborted();
    try {
      return await ask();
    } catch (error) {
      if (!isPassingError(error) && !isOutOfResources(error)) throw error;
      await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
    }
  }
}

/** SQLSTATE classes 53 (insufficient resources: a full disk) and 58 (system error). */
export function isOutOfResources(error: unknown): boolean {
  return error instanceof Error && "code" in error && /^(53|58)...$/.test(String(error.code));
}
