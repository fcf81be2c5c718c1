/** How long failed tries wait. */
export interface Backoff {
  readonly baseMs: number;
  readonly maxMs: number;
}

/**
 * The wait before the next try: `baseMs` doubled with each try, at most `maxMs`, of which a random half is taken off so that
 * jobs that failed together do not return together ("equal jitter", AWS Architecture Blog, Exponential Backoff And Jitter).
 *
 * @param attempts Tries made so far, 1 or more.
 * @param random A number in [0, 1).
 */
export function backoffMs(attempts: number, backoff: Backoff, random: number): number {
  const full = Math.min(backoff.maxMs, backoff.baseMs * 2 ** Math.min(attempts - 1, 30));
  return Math.round(full * (0.5 + random / 2));
}
