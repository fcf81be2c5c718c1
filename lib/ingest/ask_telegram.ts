import { TelegramError } from "../telegram/telegram_error.ts";
import { waitOutFlood } from "../telegram/wait_out_flood.ts";
import { waitUnlessAborted } from "../runtime/wait_unless_aborted.ts";

/** How long a trouble may last by default before it counts as lasting. */
const LIMIT_MS = 10 * 60_000;
const FIRST_PAUSE_MS = 500;
const LONGEST_PAUSE_MS = 30_000;

export interface PatienceOptions {
  readonly signal: AbortSignal;
  /** How long a trouble may last. Default ten minutes. */
  readonly limitMs?: number;
  /** Told at the start of a wait that Telegram asked for, and then every second. */
  readonly onWait?: (secondsLeft: number) => void;
  /** Told of each answer. */
  readonly onAnswer?: () => void;
  /** Gets a sentence, once a trouble. */
  readonly onTelegramTrouble?: ((sentence: string) => void) | undefined;
}

/**
 * Asks Telegram with patience: waits as long as it wants to be left alone, however long that is, and asks again while the line or
 * Telegram itself is in trouble.
 *
 * @param ask Harmless to repeat.
 * @throws {TelegramError} What does not pass, or did not in time.
 * @throws The signal's reason, once it is aborted.
 */
export async function askTelegram<Answer>(
  ask: () => Promise<Answer>,
  { signal, limitMs = LIMIT_MS, onWait, onAnswer, onTelegramTrouble }: PatienceOptions,
): Promise<Answer> {
  const flood = { signal, ...(onWait && { onWait }) };
  let startedAt: number | null = null;
  for (let pauseMs = FIRST_PAUSE_MS;; pauseMs = Math.min(LONGEST_PAUSE_MS, pauseMs * 2)) {
    signal.throwIfAborted();
    try {
      const answer = await waitOutFlood(ask, flood);
      onAnswer?.();
      return answer;
    } catch (error) {
      if (!(error instanceof TelegramError) || !error.isPassing) throw error;
      if (startedAt === null) onTelegramTrouble?.(`${error.message}; trying again`);
      startedAt ??= performance.now();
      if (performance.now() - startedAt > limitMs) throw error;
    }
    await waitUnlessAborted(pauseMs, signal);
  }
}
