import { formatDuration } from "../../lib/runtime/format_number.ts";

const LOOKS_EVERY_MS = 500;

/** Ends what never ends: each step has a limit, and the first to pass its own is reported. */
export class Watchdog implements Disposable {
  readonly #steps = new Set<
    { readonly what: string; readonly limitMs: number; readonly startedAt: number }
  >();
  readonly #timer: ReturnType<typeof setInterval>;

  /** @param onOverdue Gets a sentence on what was awaited; it should end the process. */
  constructor(onOverdue: (sentence: string) => void) {
    this.#timer = setInterval(() => {
      for (const { what, limitMs, startedAt } of this.#steps) {
        if (performance.now() - startedAt < limitMs) continue;
        onOverdue(`Gave up: ${what} did not happen within ${formatDuration(limitMs)}`);
        return;
      }
    }, LOOKS_EVERY_MS);
  }

  /** Does a step that must not take longer. */
  async watch<T>(what: string, limitMs: number, step: () => Promise<T>): Promise<T> {
    const entry = { what, limitMs, startedAt: performance.now() };
    this.#steps.add(entry);
    try {
      return await step();
    } finally {
      this.#steps.delete(entry);
    }
  }

  [Symbol.dispose](): void {
    clearInterval(this.#timer);
  }
}
