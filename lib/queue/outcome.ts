import type { ExtractionError } from "../schema/extraction_error.ts";
import type { ExtractionMeta } from "../schema/extraction_meta.ts";

/** What a job used up; null where it is not known or does not apply. Replies from the cache add nothing but to their own count. */
export interface Usage {
  readonly promptTokens: number | null;
  readonly completionTokens: number | null;
  readonly costUsd: number | null;
  /** How long the server took, all its replies together; null where it gave none. */
  readonly latencyMs: number | null;
  readonly cachedReplies: number;
}

/** The job is done: `output` replaces the stored one and clears the error. */
export interface Ok<Output = unknown> {
  readonly kind: "ok";
  readonly output: Output;
  readonly meta: ExtractionMeta;
  readonly usage?: Usage;
}

/** There is nothing to do for this job, for a stable reason such as `forward` or `empty_text`. */
export interface Skip {
  readonly kind: "skip";
  readonly reason: string;
  readonly meta?: ExtractionMeta;
}

/** Try again: after `afterMs` if the cause named a time (Retry-After), else after the queue's own back-off. */
export interface RetryLater {
  readonly kind: "retry_later";
  readonly afterMs: number | null;
  readonly error: ExtractionError;
  /** Whether this try counts against MAX_ATTEMPTS; an open circuit does not. */
  readonly costsAttempt: boolean;
  readonly usage?: Usage;
}

/** Never try again by itself; the error says why. */
export interface GiveUp {
  readonly kind: "give_up";
  readonly error: ExtractionError;
  readonly meta?: ExtractionMeta;
  readonly usage?: Usage;
}

/** How a job ended. */
export type Outcome<Output = unknown> = Ok<Output> | Skip | RetryLater | GiveUp;
