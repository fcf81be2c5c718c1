/**
 * Does `beat` every so many milliseconds, never twice at a time, until disposed of; disposing waits for the beat under way.
 *
 * @param onFailure Gets what a beat threw; the next one comes all the same.
 */
export function startHeartbeat(
  everyMs: number,
  beat: () => Promise<void>,
  onFailure: (error: unknown) => void,
): AsyncDisposable {
  let underWay: Promise<void> | null = null;
  const timer = setInterval(() => {
    underWay ??= beat().catch(onFailure).finally(() => underWay = null);
  }, everyMs);
  return {
    async [Symbol.asyncDispose]() {
      clearInterval(timer);
      await underWay;
    },
  };
}
