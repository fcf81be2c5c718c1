import { errorMessage } from "../core/errors.ts";
import type { Sql } from "../store/postgres_client.ts";
import { countResult, type DrainTotals, emptyDrainTotals } from "./drain_totals.ts";
import type { Job } from "./job.ts";
import { EventLoopTurn } from "./event_loop_turn.ts";
import { startHeartbeat } from "./heartbeat.ts";
import { JOBS_CHANNEL } from "./jobs_channel.ts";
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
import { repeatStatement } from "./repeat_statement.ts";
import {
  makeWritable,
  releaseOf,
  type Result,
  resultOf,
  type RetryRules,
  type WritableResult,
} from "./result.ts";
import { WakeUp } from "./wake_up.ts";
import { writeResults } from "./write_results.ts";

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
  readonly #turn = new EventLoopTurn();
  /** All that is claimed and not yet written, by claim: what the heartbeat keeps. */
  readonly #held = new Map<number, Job>();
  #buffer: Job[] = [];
  /** By claim. */
  readonly #inFlight = new Map<number, AbortController>();
  #results: WritableResult[] = [];
  #failure: { readonly error: unknown } | null = null;
  /** `performance.now()` from which an empty queue is asked again. */
  #askAgainAt = 0;

  constructor(sql: Sql, options: DrainOptions, work: (job: Job, signal: AbortSignal) => Promise<Outcome>) {
    this.#sql = sql;
    this.#options = options;
    this.#work = work;
  }

  async run(): Promise<{ totals: DrainTotals; remaining: Remaining }> {
    const { signal } = this.#options;
    const wake = () => this.#wakeUp.wake();
    signal.addEventListener("abort", wake);
    try {
      await using _heartbeat = this.#startHeartbeat();
      await using _listening = await this.#listen();
      await this.#repeat(() => this.#rescue());
      await this.#flushUntilDone();
    } catch (error) {
      this.#failure ??= { error };
      throw error;
    } finally {
      signal.removeEventListener("abort", wake);
      for (const abort of this.#inFlight.values()) abort.abort();
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
      if (this.#held.size > 0) {
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
    await this.#repeat(() => this.#rescue());
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
    this.#inFlight.set(job.claimId, abort);
    const startedAt = performance.now();
    try {
      const outcome = await this.#work(job, abort.signal);
      this.#count(outcome);
      this.#addResult(resultOf(job, outcome, this.#options, {
        model: this.#options.model,
        latencyMs: performance.now() - startedAt,
        random: this.#options.random(),
      }));
      if (this.#turn.isDue) await this.#turn.take();
    } catch (error) {
      this.#failure ??= { error };
      this.#addResult(releaseOf(job));
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

  #addResult(result: Result): void {
    this.#results.push(makeWritable(result));
  }

  #releaseBuffer(): void {
    for (const job of this.#buffer) this.#addResult(releaseOf(job));
    this.#buffer = [];
  }

  /** Writes what there is and claims up to `limit` jobs into the buffer. */
  async #flush(limit: number): Promise<void> {
    // Edits lock the jobs in this order too, so that they and we seldom wait for each other.
    const results = this.#results.sort((a, b) => a.result.raw_id - b.result.raw_id);
    this.#results = [];
    const claimed = await writeResults(
      (part, partLimit) =>
        this.#repeat(() => completeAndClaimJobs(this.#sql, this.#options, part, partLimit)),
      results,
      limit,
      (part, completed) => this.#record(part, completed),
    );
    if (limit > 0) this.#askAgainAt = claimed.length === 0 ? performance.now() + this.#idleMs : 0;
    this.#totals.claimed += claimed.length;
    this.#buffer.push(...claimed);
    for (const job of claimed) this.#held.set(job.claimId, job);
    this.#options.onProgress?.(this.#totals);
  }

  #record(results: readonly WritableResult[], completed: readonly Completed[]): void {
    const stored = new Map(completed.map((result) => [result.claim_id, result.outcome]));
    for (const { result } of results) {
      this.#held.delete(result.claim_id);
      countResult(this.#totals, result, stored.get(result.claim_id) ?? "late");
    }
  }

  async #loadRemaining(): Promise<Remaining> {
    const { version, waitForRetriesSeconds } = this.#options;
    return await this.#repeat(() => loadRemaining(this.#sql, version, waitForRetriesSeconds));
  }

  /** Returns the jobs of dead and frozen workers to the queue. */
  async #rescue(): Promise<void> {
    const { version, maxLostLeases } = this.#options;
    const { rescued, failed } = await rescueJobs(this.#sql, version, maxLostLeases);
    this.#totals.rescued += rescued + failed;
    if (rescued === 0) return;
    this.#askAgainAt = 0;
    this.#wakeUp.wake();
  }

  async #repeat<T>(statement: () => Promise<T>): Promise<T> {
    return await repeatStatement(statement, this.#options);
  }

  /** Heartbeats at a third of the lease, and a rescue with each. */
  #startHeartbeat(): AsyncDisposable {
    const beat = async () => {
      const jobs = [...this.#held.values()];
      if (jobs.length > 0) this.#dropLost(new Set(await extendLeases(this.#sql, this.#options, jobs)));
      await this.#rescue();
    };
    return startHeartbeat(this.#options.leaseSeconds * 1000 / 3, beat, (error) => {
      this.#options.onTrouble?.(`A heartbeat failed (${errorMessage(error)})`);
    });
  }

  /** Jobs that others hold by now: those in the buffer are forgotten, those in flight are told to stop. */
  #dropLost(lost: ReadonlySet<number>): void {
    if (lost.size === 0) return;
    this.#buffer = this.#buffer.filter((job) => {
      if (!lost.has(job.claimId)) return true;
      this.#held.delete(job.claimId);
      this.#totals.late++;
      return false;
    });
    for (const claimId of lost) {
      this.#inFlight.get(claimId)?.abort(new DOMException("Lease lost", "AbortError"));
    }
    this.#wakeUp.wake();
  }

  /** A hint that jobs were enqueued; where it cannot be had, polling goes on alone. */
  async #listen(): Promise<AsyncDisposable | null> {
    const { listens, version, onTrouble } = this.#options;
    if (!listens) return null;
    try {
      const { unlisten } = await this.#sql.listen(JOBS_CHANNEL, (enqueued) => {
        if (enqueued !== version) return;
        this.#askAgainAt = 0;
        this.#wakeUp.wake();
      });
      // A connection that is gone listens no more.
      return { [Symbol.asyncDispose]: () => unlisten().catch(() => {}) };
    } catch (error) {
      onTrouble?.(`Cannot listen for new jobs (${errorMessage(error)}); asking for them instead`);
      return null;
    }
  }
}
