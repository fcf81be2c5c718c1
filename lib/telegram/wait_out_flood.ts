import { waitUnlessAborted } from "../runtime/wait_unless_aborted.ts";
import { TelegramError } from "./telegram_error.ts";

export interface FloodWaitOptions {
  readonly signal?: AbortSignal;
  /** Told at the start of a wait and then every second. */
  readonly onWait?: (secondsLeft: number) => void;
  /** Waits, or rejects with the signal's reason once that is aborted; a test gives its own. */
  readonly sleep?: (ms: number, signal: AbortSignal | undefined) => Promise<void>;
}

/** Telegram counts in whole seconds; a request on the very second may come too early for it. */
const MARGIN_MS = 500;

/**
 * Runs a request, and as often as Telegram asks to be left alone waits that whole time and runs it again.
 *
 * @throws Whatever else the request throws, or the signal's reason.
 */
export async function waitOutFlood<Result>(
  request: () => Promise<Result>,
  { signal, onWait, sleep = sleepUnlessAborted }: FloodWaitOptions = {},
): Promise<Result> {
  while (true) {
    signal?.throwIfAborted();
    try {
      return await request();
    } catch (error) {
      if (!(error instanceof TelegramError) || error.seconds === null) throw error;
      for (let left = error.seconds; left > 0; left--) {
        onWait?.(left);
        await sleep(1000, signal);
      }
      await sleep(MARGIN_MS, signal);
    }
  }
}

async function sleepUnlessAborted(ms: number, signal: AbortSignal | undefined): Promise<void> {
  await waitUnlessAborted(ms, signal);
  signal?.throwIfAborted();
}
