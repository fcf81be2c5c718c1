import type { DrainTotals } from "./drain_totals.ts";
import type { Lease } from "./lease_protocol.ts";
import type { RetryRules } from "./result.ts";

/** How a version is drained. */
export interface DrainOptions extends Lease, RetryRules {
  /** The model's name, stored with each result; null for rules. */
  readonly model: string | null;
  /** Jobs in flight at a time. */
  readonly concurrency: number;
  /** Jobs claimed at a time. */
  readonly batchSize: number;
  /** Claims no more than this many jobs; null is no limit. */
  readonly maxJobs: number | null;
  /** Ends when nothing is left that falls due within `waitForRetriesSeconds`; otherwise it waits for more. */
  readonly oneshot: boolean;
  readonly waitForRetriesSeconds: number;
  /** How long an empty queue is left alone. */
  readonly idleSeconds: number;
  /** Whether to let the server's notifications cut that short; a pooler in transaction mode delivers none. */
  readonly listens: boolean;
  /** A job that was lost with its worker this often fails. */
  readonly maxLostLeases: number;
  /** Stop claiming, finish what is in flight, release the rest. */
  readonly signal: AbortSignal;
  /** A number in [0, 1); spreads the retries. */
  readonly random: () => number;
  /** Called after each write with the totals so far. */
  readonly onProgress?: (totals: DrainTotals) => void;
  /** Called with a sentence when something passing went wrong, such as a lost connection. */
  readonly onTrouble?: (sentence: string) => void;
}
