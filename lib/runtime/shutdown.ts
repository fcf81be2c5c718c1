/** Listens for the wish to stop, until disposed of. */
export interface Shutdown extends Disposable {
  /** Aborts at the first Ctrl+C (or SIGTERM). */
  readonly signal: AbortSignal;
}

/** Exit code of a process that was asked to stop. */
export const INTERRUPTED = 130;

/** Windows has no SIGTERM; SIGBREAK is its Ctrl+Break. */
const SIGNALS: readonly Deno.Signal[] = Deno.build.os === "windows"
  ? ["SIGINT", "SIGBREAK"]
  : ["SIGINT", "SIGTERM"];

/** `deno task` hands on a Ctrl+C that the terminal has given us already: the two come within a millisecond (measured 0.7 ms). */
const ECHO_MS = 500;

/**
 * Opens the two-step way out: the first Ctrl+C or SIGTERM aborts the signal and says so, the second leaves at once
 * with exit code 130.
 *
 * @param note Writes a line for the person at the keyboard.
 * @param beforeLeaving Leaves the terminal tidy.
 */
export function openShutdown(note: (line: string) => void, beforeLeaving: () => void): Shutdown {
  const controller = new AbortController();
  let firstAt = 0;
  const stop = () => {
    if (controller.signal.aborted) {
      if (performance.now() - firstAt < ECHO_MS) return;
      beforeLeaving();
      Deno.exit(INTERRUPTED);
    }
    firstAt = performance.now();
    note("Finishing what is in flight; press Ctrl+C again to leave at once");
    controller.abort(new DOMException("Stopped by Ctrl+C", "AbortError"));
  };
  for (const name of SIGNALS) Deno.addSignalListener(name, stop);
  return {
    signal: controller.signal,
    [Symbol.dispose]() {
      for (const name of SIGNALS) Deno.removeSignalListener(name, stop);
    },
  };
}
