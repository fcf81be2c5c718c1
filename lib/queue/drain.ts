import { errorMessage } from "../core/errors.ts";
import type { Sql } from "../store/postgres_client.ts";
import { type DrainTotals, emptyDrainTotals } from "./drain_totals.ts";
import type { Job } from "./job.ts";
import {
  completeAndClaimJobs,
  type Completed,
  extendLeases,
  type Lease,
  loadRemaining,
  type Remaining,
  rescueJobs,
} from "./lease_protocol.ts";
import type { Outcome } from "./outcome.ts";
import { refusedResultOf, releaseOf, type Result, resultOf, type RetryRules } from "./result.ts";
import { JOBS_CHANNEL } from "./jobs_channel.ts";
import { isConnectionError, isDataError } from "./postgres_errors.ts";
import { WakeUp } from "./wake_up.ts";

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

/** How long results are kept while the database cannot be reached; leases have run out by then. */
const RECONNECT_LIMIT_MS = 120_000;
/** Jobs that are due but were not to be had are locked by another worker's statement for a moment. */
const LOCKED_JOBS_WAIT_MS = 20;
/** How often a one-shot drain looks whether the jobs that others hold are done. */
const ONESHOT_IDLE_MS = 250;

/**
 * Works off the jobs of one version: slots over a local buffer that is refilled when half empty, and one flusher that writes all
 * results there are whenever its previous write has ended and claims the next jobs in the same round trip. No barriers, and no
 * transaction is open while a job runs.
 *
 * @param run Does one job. Its signal aborts when the lease was lost, so that no more is spent on it.
 * @returns What was done and what remains.
 * @throws If the database stays unreachable, or `run` throws (it should return an outcome instead).
 */
export async function runDrain(
  sql: Sql,
  options: DrainOptions,
  run: (job: Job, signal: AbortSignal) => Promise<Outcome>,
): Promise<{ totals: DrainTotals; remaining: Remaining }> {
  const drain = new Drain(sql, options, run);
  return await drain.run();
}

class Drain {
  readonly #sql: Sql;
  readonly #options: DrainOptions;
  readonly #work: (job: Job, signal: AbortSignal) => Promise<Outcome>;
  readonly #totals = emptyDrainTotals();
  readonly #wakeUp = new WakeUp();
  #buffer: Job[] = [];
  readonly #inFlight = new Map<number, { readonly job: Job; readonly abort: AbortController }>();
  #results: Result[] = [];
  #failure: { readonly error: unknown } | null = null;
  /** `performance.now()` from which an empty queue is asked again. */
  #askAgainAt = 0;

  constructor(sql: Sql, options: DrainOptions, work: (job: Job, signal: AbortSignal) => Promise<Outcome>) {
    this.#sql = sql;
    this.#options = options;
    this.#work = work;
  }

  async run(): Promise<{ totals: DrainTotals; remaining: Remaining }> {
    const { signal, version } = this.#options;
    const wake = () => this.#wakeUp.wake();
    signal.addEventListener("abort", wake);
    const keepAlive = this.#startKeepingAlive();
    const listening = this.#options.listens
      ? await this.#sql.listen(JOBS_CHANNEL, (enqueued) => {
        if (enqueued !== version) return;
        this.#askAgainAt = 0;
        wake();
      })
      : null;
    try {
      await this.#rescue();
      await this.#flushUntilDone();
    } finally {
      keepAlive[Symbol.dispose]();
      await listening?.unlisten();
      signal.removeEventListener("abort", wake);
      for (const { abort } of this.#inFlight.values()) abort.abort();
    }
    return { totals: this.#totals, remaining: await this.#loadRemaining() };
  }

  get #idleMs(): number {
    return this.#options.idleSeconds * 1000;
  }

  get #isStopping(): boolean {
    return this.#options.signal.aborted || this.#failure !== null;
  }

  /** How many jobs to claim with the next write: none while the buffer is at least half full. */
  #plannedClaims(): number {
    const { batchSize, maxJobs } = this.#options;
    if (this.#isStopping || this.#buffer.length > batchSize / 2) return 0;
    const allowed = maxJobs === null ? Infinity : maxJobs - this.#totals.claimed;
    return Math.max(0, Math.min(batchSize - this.#buffer.length, allowed));
  }

  async #flushUntilDone(): Promise<void> {
    while (true) {
      if (this.#isStopping) this.#releaseBuffer();
      // An empty queue is asked again when results are written anyway, else only when its idle time is over.
      const mayAsk = this.#results.length > 0 || performance.now() >= this.#askAgainAt;
      const claims = mayAsk ? this.#plannedClaims() : 0;
      if (this.#results.length > 0 || claims > 0) {
        await this.#flush(claims);
        this.#startJobs();
        if (this.#results.length > 0) continue;
      }
      if (this.#inFlight.size + this.#buffer.length + this.#results.length > 0) {
        const asksLater = this.#plannedClaims() > 0;
        await this.#wakeUp.wait(asksLater ? Math.max(1, this.#askAgainAt - performance.now()) : null);
      } else {
        if (this.#failure) throw this.#failure.error;
        const waitMs = this.#plannedClaims() === 0 ? null : await this.#idleWaitMs();
        if (waitMs === null) return;
        this.#askAgainAt = performance.now() + waitMs;
        await this.#wakeUp.wait(waitMs);
      }
    }
  }

  /** How long to leave a queue alone that had nothing due, or null where a one-shot drain is done. */
  async #idleWaitMs(): Promise<number | null> {
    const { oneshot } = this.#options;
    await this.#rescue();
    const remaining = await this.#loadRemaining();
    if (oneshot && remaining.due + remaining.dueSoon + remaining.leased === 0) return null;
    if (remaining.due > 0) return LOCKED_JOBS_WAIT_MS;
    const longest = oneshot ? Math.min(this.#idleMs, ONESHOT_IDLE_MS) : this.#idleMs;
    return Math.max(1, Math.min(longest, remaining.nextInMs ?? Infinity));
  }

  #startJobs(): void {
    while (this.#inFlight.size < this.#options.concurrency && !this.#isStopping) {
      const job = this.#buffer.shift();
      if (!job) return;
      void this.#runJob(job);
    }
  }

  async #runJob(job: Job): Promise<void> {
    const abort = new AbortController();
    this.#inFlight.set(job.claimId, { job, abort });
    const startedAt = performance.now();
    try {
      const outcome = await this.#work(job, abort.signal);
      this.#count(outcome);
      this.#results.push(resultOf(job, outcome, this.#options, {
        model: this.#options.model,
        latencyMs: performance.now() - startedAt,
        random: this.#options.random(),
      }));
    } catch (error) {
      this.#failure ??= { error };
      this.#results.push(releaseOf(job));
    } finally {
      this.#inFlight.delete(job.claimId);
      this.#startJobs();
      this.#wakeUp.wake();
    }
  }

  #count(outcome: Outcome): void {
    if (outcome.kind !== "ok" || !outcome.usage) return;
    this.#totals.promptTokens += outcome.usage.promptTokens ?? 0;
    this.#totals.completionTokens += outcome.usage.completionTokens ?? 0;
    this.#totals.costUsd += outcome.usage.costUsd ?? 0;
  }

  #releaseBuffer(): void {
    this.#results.push(...this.#buffer.map(releaseOf));
    this.#buffer = [];
  }

  /** Writes what there is and claims up to `limit` jobs into the buffer. */
  async #flush(limit: number): Promise<void> {
    const results = this.#results;
    this.#results = [];
    const claimed = await this.#write(results, limit);
    if (limit > 0) this.#askAgainAt = claimed.length === 0 ? performance.now() + this.#idleMs : 0;
    this.#totals.claimed += claimed.length;
    this.#buffer.push(...claimed);
    this.#options.onProgress?.(this.#totals);
  }

  /** Writes results around values that PostgreSQL refuses: a batch with such a value is halved until only that one job fails. */
  async #write(results: readonly Result[], limit: number): Promise<Job[]> {
    try {
      const written = await this.#persist(() =>
        completeAndClaimJobs(this.#sql, this.#options, results, limit)
      );
      this.#record(results, written.completed);
      return written.claimed;
    } catch (error) {
      const [only] = results;
      if (!isDataError(error) || !only || only.error?.error === "persist_failed") throw error;
      if (results.length === 1) return await this.#write([refusedResultOf(only, errorMessage(error))], limit);
      const middle = Math.ceil(results.length / 2);
      const claimed = await this.#write(results.slice(0, middle), limit);
      return [...claimed, ...await this.#write(results.slice(middle), 0)];
    }
  }

  /** Repeats a statement while the database cannot be reached; each is harmless to repeat. */
  async #persist<T>(query: () => Promise<T>): Promise<T> {
    const giveUpAt = performance.now() + RECONNECT_LIMIT_MS;
    for (let pauseMs = 100;; pauseMs = Math.min(5000, pauseMs * 2)) {
      try {
        return await query();
      } catch (error) {
        if (!isConnectionError(error) || performance.now() > giveUpAt) throw error;
        this.#options.onTrouble?.(`The database connection was lost (${errorMessage(error)}); trying again`);
        await new Promise((resolve) => setTimeout(resolve, pauseMs));
      }
    }
  }

  #record(results: readonly Result[], completed: readonly Completed[]): void {
    const stored = new Map(completed.map((result) => [result.claim_id, result.outcome]));
    const totals = this.#totals;
    for (const result of results) {
      switch (stored.get(result.claim_id)) {
        case "ok":
          totals.ok++;
          break;
        case "skipped":
          addTo(totals.skipped, result.skip_reason ?? "unknown");
          break;
        case "failed":
          addTo(totals.failed, result.error?.error ?? "unknown");
          break;
        case "retry":
          totals.retried++;
          break;
        case "edited":
          totals.edited++;
          break;
        case "release":
          totals.released++;
          break;
        case undefined:
          totals.late++;
      }
    }
  }

  async #loadRemaining(): Promise<Remaining> {
    const { version, waitForRetriesSeconds } = this.#options;
    return await this.#persist(() => loadRemaining(this.#sql, version, waitForRetriesSeconds));
  }

  async #rescue(): Promise<void> {
    const { rescued, failed } = await rescueJobs(
      this.#sql,
      this.#options.version,
      this.#options.maxLostLeases,
    );
    this.#totals.rescued += rescued + failed;
    if (rescued > 0) this.#wakeUp.wake();
  }

  /** Heartbeats at a third of the lease, for all that is claimed and not yet written, and a rescue with each. */
  #startKeepingAlive(): Disposable {
    let isBusy = false;
    const beat = async () => {
      if (isBusy) return;
      isBusy = true;
      try {
        const jobs = [...this.#buffer, ...[...this.#inFlight.values()].map(({ job }) => job)];
        const lost = jobs.length > 0 ? await extendLeases(this.#sql, this.#options, jobs) : [];
        this.#dropLost(new Set(lost));
        await this.#rescue();
      } catch (error) {
        this.#options.onTrouble?.(`A heartbeat failed (${errorMessage(error)})`);
      } finally {
        isBusy = false;
      }
    };
    const timer = setInterval(() => void beat(), this.#options.leaseSeconds * 1000 / 3);
    return { [Symbol.dispose]: () => clearInterval(timer) };
  }

  /** Jobs that others hold by now: those in the buffer are forgotten, those in flight are told to stop. */
  #dropLost(lost: ReadonlySet<number>): void {
    if (lost.size === 0) return;
    const kept = this.#buffer.filter((job) => !lost.has(job.claimId));
    this.#totals.late += this.#buffer.length - kept.length;
    this.#buffer = kept;
    for (const claimId of lost) {
      this.#inFlight.get(claimId)?.abort.abort(new DOMException("Lease lost", "AbortError"));
    }
    this.#wakeUp.wake();
  }
}

function addTo(counts: Record<string, number>, name: string): void {
  counts[name] = (counts[name] ?? 0) + 1;
}
