/** Why nothing is sent just now, and for how long yet. */
export interface Pause {
  /** `down`: it failed several times in a row; `asked`: it told how long to wait. */
  readonly reason: "down" | "asked";
  readonly waitMs: number;
}

/** How requests are held back. */
export interface Pace {
  /** How many requests may be under way, once the server turned one away for coming too often; null before. */
  readonly concurrencyLimit: number | null;
  /** Null while requests go out. */
  readonly pause: Pause | null;
  /** From now on no more than so many requests are under way at a time; others wait their turn. */
  limitConcurrency(requests: number): void;
  /** From now on a request that would have to wait, or does so, is given up with an AbortError; those under way go on. */
  stopWaiting(): void;
}
