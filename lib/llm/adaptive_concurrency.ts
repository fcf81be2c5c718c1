/**
 * How many requests may be under way at once: half as many whenever the server turns one away for coming too often, and one more after
 * as many successes as are allowed, up to where it began (additive increase, multiplicative decrease, as TCP does it: Chiu and Jain 1989).
 * Requests that were under way together and are turned away together halve it once. Time is an argument, in milliseconds of any clock
 * that does not go back.
 */
export class AdaptiveConcurrency {
  readonly #most: number;
  #limit: number;
  #successes = 0;
  #halvedAtMs = -Infinity;

  /** @param most The number to begin with and never to exceed, 1 or more. */
  constructor(most: number) {
    this.#most = most;
    this.#limit = most;
  }

  /** How many may be under way now, 1 or more. */
  get limit(): number {
    return this.#limit;
  }

  recordSuccess(): void {
    if (this.#limit === this.#most) return;
    this.#successes += 1;
    if (this.#successes < this.#limit) return;
    this.#successes = 0;
    this.#limit += 1;
  }

  /** @param startedAtMs When the request that was turned away was sent. */
  recordRateLimit(startedAtMs: number, nowMs: number): void {
    if (startedAtMs <= this.#halvedAtMs) return;
    this.#halvedAtMs = nowMs;
    this.#successes = 0;
    this.#limit = Math.max(1, Math.floor(this.#limit / 2));
  }
}
