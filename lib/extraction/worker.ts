import { isAbortError, UserError } from "../core/errors.ts";
import { runDrain } from "../queue/drain.ts";
import type { DrainOptions } from "../queue/drain_options.ts";
import { type DrainTotals, emptyDrainTotals } from "../queue/drain_totals.ts";
import type { Job } from "../queue/job.ts";
import { loadRemaining, type Remaining } from "../queue/lease_protocol.ts";
import type { Outcome } from "../queue/outcome.ts";
import { ensureVersion, recordVersion } from "../store/pipeline_versions.ts";
import type { Sql } from "../store/postgres_client.ts";
import { repeatStatement } from "../store/repeat_statement.ts";
import { countViolations } from "./count_violations.ts";
import type { Extractor } from "./extractor.ts";

/** How extraction jobs are worked off. */
export interface WorkerOptions extends Omit<DrainOptions, "model"> {
  /** Lets a version hold outputs of different fingerprints. */
  readonly allowMixed: boolean;
  /** How long jobs in flight may go on once a stop was asked for; then they are given back. Default: as long as they take. */
  readonly stopWithinSeconds?: number;
}

/** How a worker's run ended. */
export interface WorkerReport {
  /** What became of the version's promise; "unknown" where nothing was ever enqueued under that name. */
  readonly version: "recorded" | "same" | "mixed" | "unknown";
  readonly totals: DrainTotals;
  /** How many of the posts that this run read violate a `field: rule`, the most frequent first. */
  readonly violations: readonly (readonly [rule: string, posts: number])[];
  readonly remaining: Remaining;
}

/**
 * Drains a version with an extractor: records or checks what the version is made with, then works off its jobs. A one-shot run on
 * a version that was never enqueued does nothing; a lasting one makes the version known and waits for jobs.
 *
 * @throws {UserError} If the version was made with another configuration.
 */
export async function runWorker(
  sql: Sql,
  extractor: Extractor,
  options: WorkerOptions,
): Promise<WorkerReport> {
  const version = await repeatStatement(async () => {
    if (!options.oneshot) await ensureVersion(sql, options.version);
    return await recordVersion(
      sql,
      options.version,
      { extractor: extractor.name, model: extractor.model, fingerprint: extractor.fingerprint },
      options.allowMixed,
    );
  }, options);
  if (version === "unknown") {
    const load = () => loadRemaining(sql, options.version, options.waitForRetriesSeconds);
    return {
      version,
      totals: emptyDrainTotals(),
      violations: [],
      remaining: await repeatStatement(load, options),
    };
  }
  const violations = new Map<string, number>();
  options.signal.addEventListener("abort", () => extractor.pace?.stopWaiting(), { once: true });
  extractor.pace?.limitConcurrency(options.concurrency);
  const jobsAtATime = options.concurrency + (extractor.pace ? countWaiting(options.concurrency) : 0);
  const drainOptions = { ...options, concurrency: jobsAtATime, model: extractor.model };
  using hurry = openHurry(options);
  const drained = await runDrain(sql, drainOptions, async (job, lost) => {
    // Rules never wait for anything.
    const signal = extractor.pace ? AbortSignal.any([lost, hurry.signal]) : lost;
    const outcome = await extractJob(extractor, job, signal, options.signal);
    countViolations(violations, outcome);
    return outcome;
  });
  return { version, ...drained, violations: [...violations].sort(([, a], [, b]) => b - a) };
}

/** Aborts so many seconds after a stop was asked for. */
function openHurry(
  { signal, stopWithinSeconds }: WorkerOptions,
): Disposable & { readonly signal: AbortSignal } {
  const hurry = new AbortController();
  let timer: ReturnType<typeof setTimeout> | undefined;
  const start = () => {
    if (stopWithinSeconds === undefined) return;
    timer = setTimeout(
      () => hurry.abort(new DOMException("Stopped", "AbortError")),
      stopWithinSeconds * 1000,
    );
  };
  signal.addEventListener("abort", start, { once: true });
  return {
    signal: hurry.signal,
    [Symbol.dispose]() {
      clearTimeout(timer);
      signal.removeEventListener("abort", start);
    },
  };
}

/**
 * How many jobs get ready beside those whose requests are under way: read, looked up in the cache and waiting for their turn, so that
 * the next request leaves the moment one comes back.
 */
function countWaiting(concurrency: number): number {
  return Math.ceil(concurrency / 2);
}

/**
 * An extractor that throws has a defect; the job is tried again like any other failure, and the error says where. A UserError ends
 * the run: it is for a person to mend, and no other job would fare better. Once the run is `stopping`, a job may be given back.
 */
async function extractJob(
  extractor: Extractor,
  job: Job,
  signal: AbortSignal,
  stopping: AbortSignal,
): Promise<Outcome> {
  try {
    return await extractor.extract(job, signal);
  } catch (error) {
    if (error instanceof UserError || (stopping.aborted && isAbortError(error))) throw error;
    return {
      kind: "retry_later",
      afterMs: null,
      costsAttempt: true,
      error: { error: "unhandled_exception", message: describeDefect(error) },
    };
  }
}

/** Names the error and the line it came from. Its message is left out: an engine's messages can quote the text they choke on. */
function describeDefect(error: unknown): string {
  if (!(error instanceof Error)) return "The extractor threw something that is no error";
  const place = /([\w.-]+\/[\w.-]+\.ts:\d+:\d+)/.exec(error.stack ?? "");
  return `${error.name} at ${place?.[1] ?? "an unknown place"}`;
}
