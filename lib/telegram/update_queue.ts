import type { TelegramUpdate, UpdateGap } from "./telegram_update.ts";

/** Updates on their way to whoever takes them, in order and no more than fit. */
export class UpdateQueue {
  readonly #capacity: number;
  #waiting: TelegramUpdate[] = [];
  #end: { readonly error: unknown } | "closed" | null = null;
  #wake: (() => void) | null = null;

  /** @param capacity So many updates wait at most; then they are dropped for a gap. */
  constructor(capacity: number) {
    this.#capacity = capacity;
  }

  push(update: TelegramUpdate): void {
    if (this.#end !== null) return;
    if (update.kind === "gap" && isTold(this.#waiting.at(-1), update)) return;
    if (this.#waiting.length >= this.#capacity) {
      this.#waiting = [{ kind: "gap", channelId: null, reason: "overflow" }];
    }
    this.#waiting.push(update);
    this.#wake?.();
  }

  /** Lets whoever takes updates end once none are waiting; with an error, throw it. */
  close(error?: unknown): void {
    this.#end ??= error === undefined ? "closed" : { error };
    this.#wake?.();
  }

  /** Yields the updates that wait and all that come, until the queue is closed; what waits when it is aborted is dropped. */
  async *iter(signal: AbortSignal): AsyncGenerator<TelegramUpdate> {
    const wake = () => this.#wake?.();
    signal.addEventListener("abort", wake);
    try {
      while (!signal.aborted) {
        const update = this.#waiting.shift();
        if (update !== undefined) yield update;
        else if (this.#end === "closed") return;
        else if (this.#end !== null) throw this.#end.error;
        else await new Promise<void>((resolve) => this.#wake = resolve);
      }
    } finally {
      signal.removeEventListener("abort", wake);
    }
  }
}

/** A gap of all channels says what one of a single channel behind it would. */
function isTold(last: TelegramUpdate | undefined, { channelId }: UpdateGap): boolean {
  return last?.kind === "gap" && (last.channelId === null || last.channelId === channelId);
}
