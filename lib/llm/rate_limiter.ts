/** What a server allows in a minute; null is without limit. */
export interface RateLimits {
  readonly requestsPerMinute: number | null;
  readonly tokensPerMinute: number | null;
}

const MINUTE_MS = 60_000;

/**
 * Spaces requests evenly, so that no minute has more of them, or of their tokens, than allowed; servers count in windows of seconds as
 * well, which a burst at the start of a minute would break (OpenAI, Rate limits). A request may start once the one before has had its
 * share of the minute; only the tokens of the latest can exceed a window, when they alone are near the limit. Time is an argument, in
 * milliseconds of any clock that does not go back.
 */
export class RateLimiter {
  readonly #msPerRequest: number;
  readonly #msPerToken: number;
  #requestFreeMs = -Infinity;
  #tokensFreeMs = -Infinity;
  #heldUntilMs = -Infinity;

  constructor({ requestsPerMinute, tokensPerMinute }: RateLimits) {
    this.#msPerRequest = requestsPerMinute === null ? 0 : MINUTE_MS / requestsPerMinute;
    this.#msPerToken = tokensPerMinute === null ? 0 : MINUTE_MS / tokensPerMinute;
  }

  /**
   * Takes the next place for a request and says how long to wait for it, in milliseconds.
   *
   * @param tokens What it will use at most as far as can be told, prompt and reply together.
   */
  reserve(tokens: number, nowMs: number): number {
    const startMs = Math.max(nowMs, this.#requestFreeMs, this.#tokensFreeMs, this.#heldUntilMs);
    this.#requestFreeMs = startMs + this.#msPerRequest;
    this.#tokensFreeMs = startMs + tokens * this.#msPerToken;
    return startMs - nowMs;
  }

  /** Puts right what was reserved once the server has counted: unused tokens come free for those that follow. */
  settle(reservedTokens: number, usedTokens: number): void {
    this.#tokensFreeMs += (usedTokens - reservedTokens) * this.#msPerToken;
  }

  /** How long nothing may start yet because the server said so. */
  heldMs(nowMs: number): number {
    return Math.max(0, this.#heldUntilMs - nowMs);
  }

  /** Lets nothing start for a while, because the server said so (Retry-After). */
  hold(waitMs: number, nowMs: number): void {
    this.#heldUntilMs = Math.max(this.#heldUntilMs, nowMs + waitMs);
  }
}
