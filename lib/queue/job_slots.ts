import type { Job } from "./job.ts";

/**
 * Runs jobs in the order they came, so many at a time; the others wait in a buffer.
 *
 * @param run Does one job; what it throws is the caller's own to catch.
 */
export class JobSlots {
  readonly #slots: number;
  readonly #run: (job: Job, signal: AbortSignal) => Promise<void>;
  #buffer: Job[] = [];
  /** By claim. */
  readonly #inFlight = new Map<number, AbortController>();

  constructor(slots: number, run: (job: Job, signal: AbortSignal) => Promise<void>) {
    this.#slots = slots;
    this.#run = run;
  }

  /** Jobs that wait for a slot. */
  get buffered(): number {
    return this.#buffer.length;
  }

  /** Whether no job runs and none waits. */
  get isIdle(): boolean {
    return this.#inFlight.size === 0 && this.#buffer.length === 0;
  }

  /** Takes jobs on and starts as many as there are free slots. */
  add(jobs: readonly Job[]): void {
    this.#buffer.push(...jobs);
    this.#start();
  }

  /** Takes out the jobs that were not begun. */
  takeBuffered(): Job[] {
    const taken = this.#buffer;
    this.#buffer = [];
    return taken;
  }

  /** Takes the jobs with these claims out of the buffer, returns them, and aborts the signals of those in flight. */
  drop(claimIds: ReadonlySet<number>, reason: unknown): Job[] {
    const dropped = this.#buffer.filter((job) => claimIds.has(job.claimId));
    this.#buffer = this.#buffer.filter((job) => !claimIds.has(job.claimId));
    for (const claimId of claimIds) this.#inFlight.get(claimId)?.abort(reason);
    return dropped;
  }

  /** Starts no more, and aborts the signals of what is in flight. */
  stop(): void {
    this.#buffer = [];
    for (const abort of this.#inFlight.values()) abort.abort();
  }

  #start(): void {
    while (this.#inFlight.size < this.#slots) {
      const job = this.#buffer.shift();
      if (!job) return;
      void this.#runJob(job);
    }
  }

  async #runJob(job: Job): Promise<void> {
    const abort = new AbortController();
    this.#inFlight.set(job.claimId, abort);
    try {
      await this.#run(job, abort.signal);
    } finally {
      this.#inFlight.delete(job.claimId);
      this.#start();
    }
  }
}
