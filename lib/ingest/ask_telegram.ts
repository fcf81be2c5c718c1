import { setTimeout as wait } from "node:timers/promises";
import { TelegramError } from "../telegram/telegram_error.ts";
import { waitOutFlood } from "../telegram/wait_out_flood.ts";

/** How long a trouble may last before it counts as lasting. */
const LIMIT_MS = 10 * 60_000;
const FIRST_PAUSE_MS = 500;
const LONGEST_PAUSE_MS = 30_000;

export interface PatienceOptions {
  readonly signal: AbortSignal;
  /** Told at the start of a wait that Telegram asked for, and then every second. */
  readonly onWait?: (secondsLeft: number) => void;
  /** Gets a sentence, once a trouble. */
  readonly onTrouble?: ((sentence: string) => void) | undefined;
}

/**
 * Asks Telegram with patience: waits as long as it wants to be left alone, however long that is, and asks again while the line or
 * Telegram itself is in trouble.
 *
 * @param ask Harmless to repeat.
 * @throws {TelegramError} What does not pass, or did not in ten minutes.
 * @throws The signal's reason, once it is aborted.
 */
export async function askTelegram<Answer>(
  ask: () => Promise<Answer>,
  { signal, onWait, onTrouble }: PatienceOptions,
): Promise<Answer> {
  const flood = { signal, ...(onWait && { onWait }) };
  let startedAt: number | null = null;
  for (let pauseMs = FIRST_PAUSE_MS;; pauseMs = Math.min(LONGEST_PAUSE_MS, pauseMs * 2)) {
    signal.throwIfAborted();
    try {
      return await waitOutFlood(ask, flood);
    } catch (error) {
      if (!(error instanceof TelegramError) || !error.isPassing) throw error;
      if (startedAt === null) onTrouble?.(`${error.message}; trying again`);
      startedAt ??= performance.now();
      if (performance.now() - startedAt > LIMIT_MS) throw error;
    }
    await wait(pauseMs, undefined, { signal });
  }
}
