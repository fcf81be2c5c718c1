/** What every side of a drain has to do. */
export interface DrainWork {
  readonly jobs: number;
  /** Stored with each completion; null stores nothing. */
  readonly output: Readonly<Record<string, unknown>> | null;
}

/** The version of the jobs in our own table. */
export const BENCH_VERSION = "bench_v1";
/** As many as our worker claims at a time. */
export const BATCH_SIZE = 500;

/** @throws {Error} If a side did not do all of its work: its time means nothing then. */
export function assertDone(side: string, done: number, { jobs }: DrainWork): void {
  if (done !== jobs) throw new Error(`${side} completed ${done} of ${jobs} jobs`);
}
