/** Lets one waiter sleep until something happens or a time has passed; what happened while nobody waited is remembered. */
export class WakeUp {
  #isPending = false;
  #resolve: (() => void) | null = null;

  /** Wakes the waiter, or the next one. */
  wake(): void {
    if (this.#resolve) this.#resolve();
    else this.#isPending = true;
  }

  /** Waits for {@linkcode wake}, at most `limitMs`; null waits without a limit. */
  async wait(limitMs: number | null): Promise<void> {
    if (!this.#isPending) {
      let timer: ReturnType<typeof setTimeout> | undefined;
      await new Promise<void>((resolve) => {
        this.#resolve = resolve;
        if (limitMs !== null) timer = setTimeout(resolve, limitMs);
      });
      clearTimeout(timer);
      this.#resolve = null;
    }
    this.#isPending = false;
  }
}
