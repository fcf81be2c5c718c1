/** Something that goes on for as long as it is let. */
export interface Part {
  /** For a person: `the extraction`. */
  readonly name: string;
  /** Ends soon after its signal is aborted. */
  run(signal: AbortSignal): Promise<unknown>;
}

/** A part that failed, or ended although it was not to. */
export interface FailedPart {
  readonly name: string;
  readonly error: unknown;
}

export interface TogetherOptions {
  readonly signal: AbortSignal;
  /** Told of a failure at once, before the others are stopped. */
  readonly onFailure?: (failed: FailedPart) => void;
}

/**
 * Runs parts at once until the signal is aborted or one of them ends. Then they are stopped one after the other, in their order: each
 * is waited for before the next is stopped, so that what the first hands over still reaches the last.
 *
 * @returns Those that failed, the first of them first; none where all were stopped and ended well.
 */
export async function runTogether(
  parts: readonly Part[],
  { signal, onFailure }: TogetherOptions,
): Promise<FailedPart[]> {
  const failed: FailedPart[] = [];
  const stopping = Promise.withResolvers<void>();
  const running = parts.map(({ name, run }) => {
    const stop = new AbortController();
    const fail = (error: unknown) => {
      failed.push({ name, error });
      onFailure?.({ name, error });
    };
    const end = run(stop.signal).then(() => {
      if (!stop.signal.aborted) fail(new Error(`${name} ended by itself`));
    }, (error) => {
      // What a stop brings about is no failure.
      if (!stop.signal.aborted || error !== stop.signal.reason) fail(error);
    }).finally(() => stopping.resolve());
    return { stop, end };
  });
  const stopAll = () => stopping.resolve();
  signal.addEventListener("abort", stopAll, { once: true });
  if (signal.aborted) stopAll();
  await stopping.promise;
  signal.removeEventListener("abort", stopAll);
  const reason = signal.reason ?? new DOMException("Another part has ended", "AbortError");
  for (const { stop, end } of running) {
    stop.abort(reason);
    await end;
  }
  return failed;
}
