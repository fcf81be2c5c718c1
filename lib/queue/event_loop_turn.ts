/** Work that never waits keeps the event loop from turning; sockets, timers and Ctrl+C are heard this often all the same. */
const LONGEST_HOLD_MS = 30;

/** Lets the event loop turn now and then. */
export class EventLoopTurn {
  #turnedAt = performance.now();

  /** Whether the loop has not turned for so long that it should now. */
  get isDue(): boolean {
    return performance.now() - this.#turnedAt >= LONGEST_HOLD_MS;
  }

  /**
   * Lets it turn once. By a timer: while 10 ms jobs follow each other, a query takes 1 or 2 turns of timers, and 120 of setImmediate
   * (Deno 2.9.6).
   */
  async take(): Promise<void> {
    await new Promise((resolve) => setTimeout(resolve, 0));
    this.#turnedAt = performance.now();
  }
}
