import { errorMessage, isAbortError } from "../core/errors.ts";
import type { Sql } from "../store/postgres_client.ts";
import { repeatStatement } from "../store/repeat_statement.ts";
import type { DrainOptions } from "./drain_options.ts";
import { countResult, countUsage, type DrainTotals, emptyDrainTotals } from "./drain_totals.ts";
import { EventLoopTurn } from "./event_loop_turn.ts";
import { startHeartbeat } from "./heartbeat.ts";
import type { Job } from "./job.ts";
import { JobSlots } from "./job_slots.ts";
import {
  completeAndClaimJobs,
  type Completed,
  extendLeases,
  loadRemaining,
  type Remaining,
  rescueJobs,
} from "./lease_protocol.ts";
import { listenForJobs } from "./listen_for_jobs.ts";
import type { Outcome } from "./outcome.ts";
import { type DrainState, isWorthAFlush, planClaims } from "./plan_flush.ts";
import { makeWritable, releaseOf, type Result, resultOf, type WritableResult } from "./result.ts";
import { WakeUp } from "./wake_up.ts";
import { writeResults } from "./write_results.ts";

/** Jobs that are due but were not to be had are locked by another worker's statement for a moment. */
const LOCKED_JOBS_WAIT_MS = 20;
/** How often a one-shot drain looks whether the jobs that others hold are done. */
const ONESHOT_IDLE_MS = 250;

/**
 * Works off the jobs of one version: slots over a local buffer that is refilled when half empty, and flushes that write all
 * results there are and claim the next jobs in the same round trip. A second flush leaves while the first is under way when it
 * carries at least half a batch. No barriers, and no transaction is open while a job runs.
 *
 * @param run Does one job. Its signal aborts when the lease was lost, so that no more is spent on it.
 * @returns What was done and what remains.
 * @throws If the database stays unreachable, or `run` throws (it should return an outcome instead, but for an AbortError once
 * the drain is being stopped, by which it gives its job back).
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
  readonly #slots: JobSlots;
  /** All that is claimed and not yet written, by claim: what the heartbeat keeps. */
  readonly #held = new Map<number, Job>();
  readonly #flushes = new Set<Promise<void>>();
  /** Jobs that the flushes under way ask for. */
  #claiming = 0;
  #results: WritableResult[] = [];
  /** What a job threw: the others in flight are finished and written all the same. */
  #jobFailure: { readonly error: unknown } | null = null;
  /** What a flush threw: nothing can be written any more. */
  #flushFailure: { readonly error: unknown } | null = null;
  /** `performance.now()` from which an empty queue is asked again. */
  #askAgainAt = 0;

  constructor(sql: Sql, options: DrainOptions, work: (job: Job, signal: AbortSignal) => Promise<Outcome>) {
    this.#sql = sql;
    this.#options = options;
    this.#work = work;
    this.#slots = new JobSlots(options.concurrency, (job, signal) => this.#runJob(job, signal));
  }

  async run(): Promise<{ totals: DrainTotals; remaining: Remaining }> {
    const { signal } = this.#options;
    const stop = () => this.#stop();
    signal.addEventListener("abort", stop);
    try {
      await using _heartbeat = this.#startHeartbeat();
      await using _listening = await this.#listen();
      await this.#repeat(() => this.#rescue());
      await this.#flushUntilDone();
    } finally {
      signal.removeEventListener("abort", stop);
      this.#slots.stop();
    }
    return { totals: this.#totals, remaining: await this.#loadRemaining() };
  }

  get #isStopping(): boolean {
    return this.#options.signal.aborted || this.#jobFailure !== null || this.#flushFailure !== null;
  }

  /** Gives back what was not begun; what is in flight ends by itself. */
  #stop(): void {
    this.#release(this.#slots.takeBuffered());
    this.#wakeUp.wake();
  }

  async #flushUntilDone(): Promise<void> {
    try {
      while (!this.#flushFailure) {
        // Jobs that compute and never wait end one after the other: a turn of the event loop lets them share a flush.
        if (this.#results.length > 0) await this.#turn.take();
        const state = this.#state;
        const wanted = this.#isStopping ? 0 : planClaims(state, this.#options);
        // An empty queue is asked again when results are written anyway, else only when its idle time is over.
        const asksInMs = state.results > 0 ? 0 : this.#askAgainAt - performance.now();
        const claims = asksInMs <= 0 ? wanted : 0;
        if (isWorthAFlush(state, claims, this.#options)) {
          this.#startFlush(claims);
        } else if (state.held + state.flushes > 0) {
          await this.#wakeUp.wait(wanted > 0 && asksInMs > 0 ? asksInMs : null);
        } else {
          if (this.#jobFailure) throw this.#jobFailure.error;
          const waitMs = wanted === 0 ? null : await this.#idleWaitMs();
          if (waitMs === null) return;
          this.#askAgainAt = performance.now() + waitMs;
          await this.#wakeUp.wait(waitMs);
        }
      }
      throw this.#flushFailure.error;
    } finally {
      await Promise.all(this.#flushes);
    }
  }

  get #state(): DrainState {
    return {
      results: this.#results.length,
      held: this.#held.size,
      buffered: this.#slots.buffered,
      isIdle: this.#slots.isIdle,
      flushes: this.#flushes.size,
      claiming: this.#claiming,
      claimed: this.#totals.claimed,
    };
  }

  /** How long to leave a queue alone that had nothing due, or null where a one-shot drain is done. */
  async #idleWaitMs(): Promise<number | null> {
    const { oneshot, idleSeconds } = this.#options;
    await this.#repeat(() => this.#rescue());
    const remaining = await this.#loadRemaining();
    if (oneshot && remaining.due + remaining.dueSoon + remaining.leased === 0) return null;
    if (remaining.due > 0) return LOCKED_JOBS_WAIT_MS;
    const idleMs = idleSeconds * 1000;
    const longest = oneshot ? Math.min(idleMs, ONESHOT_IDLE_MS) : idleMs;
    return Math.max(1, Math.min(longest, remaining.nextInMs ?? Infinity));
  }

  async #runJob(job: Job, signal: AbortSignal): Promise<void> {
    const startedAt = performance.now();
    try {
      const outcome = await this.#work(job, signal);
      countUsage(this.#totals, outcome);
      this.#addResult(resultOf(job, outcome, this.#options, {
        model: this.#options.model,
        latencyMs: performance.now() - startedAt,
        random: this.#options.random(),
      }));
      this.#wakeUp.wake();
      if (this.#turn.isDue) await this.#turn.take();
    } catch (error) {
      // What was still waiting to begin when the run was stopped is given back like what is in the buffer.
      if (!(this.#options.signal.aborted && isAbortError(error))) this.#jobFailure ??= { error };
      this.#release([job]);
      this.#stop();
    }
  }

  #addResult(result: Result): void {
    this.#results.push(makeWritable(result));
  }

  #release(jobs: readonly Job[]): void {
    for (const job of jobs) this.#addResult(releaseOf(job));
  }

  #startFlush(claims: number): void {
    // Edits lock the jobs in this order too, so that they and we seldom wait for each other.
    const results = this.#results.sort((a, b) => a.result.raw_id - b.result.raw_id);
    this.#results = [];
    this.#claiming += claims;
    const flush = this.#flush(results, claims).catch((error) => {
      this.#flushFailure ??= { error };
      this.#stop();
    }).finally(() => {
      this.#claiming -= claims;
      this.#flushes.delete(flush);
      this.#wakeUp.wake();
    });
    this.#flushes.add(flush);
  }

  /** Writes results and claims up to `limit` jobs. */
  async #flush(results: readonly WritableResult[], limit: number): Promise<void> {
    const claimed = await writeResults(
      (part, partLimit) =>
        this.#repeat(() => completeAndClaimJobs(this.#sql, this.#options, part, partLimit)),
      results,
      limit,
      (part, completed) => this.#record(part, completed),
    );
    if (limit > 0) {
      this.#askAgainAt = claimed.length === 0 ? performance.now() + this.#options.idleSeconds * 1000 : 0;
    }
    this.#totals.claimed += claimed.length;
    for (const job of claimed) this.#held.set(job.claimId, job);
    if (this.#isStopping) this.#release(claimed);
    else this.#slots.add(claimed);
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
    if (rescued > 0) this.#askAgain();
  }

  #askAgain(): void {
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
    const forgotten = this.#slots.drop(lost, new DOMException("Lease lost", "AbortError"));
    for (const job of forgotten) this.#held.delete(job.claimId);
    this.#totals.late += forgotten.length;
    this.#wakeUp.wake();
  }

  async #listen(): Promise<AsyncDisposable | null> {
    const { listens, version, onTrouble } = this.#options;
    return listens ? await listenForJobs(this.#sql, version, () => this.#askAgain(), onTrouble) : null;
  }
}
