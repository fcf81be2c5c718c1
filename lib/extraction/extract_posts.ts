import { setTimeout as wait } from "node:timers/promises";
import { UserError } from "../core/errors.ts";
import { backoffMs } from "../queue/backoff.ts";
import { countUsage, type DrainTotals, emptyDrainTotals } from "../queue/drain_totals.ts";
import type { GiveUp, Ok, Outcome, Skip } from "../queue/outcome.ts";
import type { RetryOptions } from "./choose_worker_options.ts";
import type { ExtractionInput, Extractor } from "./extractor.ts";

/** How posts that stand in no queue are extracted. */
export interface PostsOptions extends RetryOptions {
  /** Posts in flight at a time. */
  readonly concurrency: number;
  /** Stops at once, what is in flight included. */
  readonly signal: AbortSignal;
  /** Called after each post, and before a try is repeated. */
  readonly onProgress?: (totals: DrainTotals) => void;
}

/** How a post ended for good. */
export type FinalOutcome = Ok | Skip | GiveUp;

/** The outcomes of posts in their order, and what they came to. */
export interface ExtractedPosts {
  readonly outcomes: readonly FinalOutcome[];
  readonly totals: DrainTotals;
}

/**
 * Extracts posts without a queue or a database, several at a time; what fails for a while is tried again as a worker would.
 *
 * @throws {UserError} If nothing can be asked any more: the server stays away for longer than retries are waited for, or the extractor
 * says so.
 * @throws The signal's reason, if it was aborted.
 */
export async function extractPosts(
  extractor: Extractor,
  inputs: readonly ExtractionInput[],
  options: PostsOptions,
): Promise<ExtractedPosts> {
  const totals = emptyDrainTotals();
  const outcomes: FinalOutcome[] = [];
  const failed = new AbortController();
  const run = { ...options, signal: AbortSignal.any([options.signal, failed.signal]) };
  const waiting = inputs.entries();
  async function work(): Promise<void> {
    for (const [at, input] of waiting) {
      const outcome = await extractPost(extractor, input, run, totals);
      outcomes[at] = outcome;
      countOutcome(totals, outcome);
      options.onProgress?.(totals);
    }
  }
  const slots = Array.from({ length: options.concurrency }, () =>
    work().catch((error) => {
      failed.abort(error);
      throw error;
    }));
  await Promise.allSettled(slots);
  options.signal.throwIfAborted();
  failed.signal.throwIfAborted();
  return { outcomes, totals };
}

async function extractPost(
  extractor: Extractor,
  input: ExtractionInput,
  { signal, maxAttempts, waitForRetriesSeconds, random, onProgress, ...backoff }: PostsOptions,
  totals: DrainTotals,
): Promise<FinalOutcome> {
  let waitedMs = 0;
  for (let attempts = 1;;) {
    signal.throwIfAborted();
    totals.claimed++;
    const outcome: Outcome = await extractor.extract(input, signal);
    countUsage(totals, outcome);
    if (outcome.kind !== "retry_later") return outcome;
    if (outcome.costsAttempt && attempts >= maxAttempts) return { kind: "give_up", error: outcome.error };
    const waitMs = outcome.afterMs ?? backoffMs(attempts, backoff, random());
    waitedMs += waitMs;
    if (waitedMs > waitForRetriesSeconds * 1000) {
      throw new UserError(
        `${outcome.error.message}\nThe run was stopped: a post would wait longer than WAIT_FOR_RETRIES_S ` +
          `(${waitForRetriesSeconds} s); run it again once the server answers`,
      );
    }
    if (outcome.costsAttempt) attempts++;
    totals.retried++;
    onProgress?.(totals);
    await wait(waitMs, undefined, { signal });
  }
}

function countOutcome(totals: DrainTotals, outcome: FinalOutcome): void {
  switch (outcome.kind) {
    case "ok":
      totals.ok++;
      break;
    case "skip":
      totals.skipped[outcome.reason] = (totals.skipped[outcome.reason] ?? 0) + 1;
      break;
    case "give_up":
      totals.failed[outcome.error.error] = (totals.failed[outcome.error.error] ?? 0) + 1;
  }
}
