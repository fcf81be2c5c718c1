import { UserError } from "../core/errors.ts";
import { DEFAULT_TIMEOUT_MS } from "./open_telegram.ts";
import { TelegramError } from "./telegram_error.ts";
import type { TelegramPlace } from "./telegram_place.ts";

/** What a person is asked for on the way into their account. */
export interface LoginQuestions {
  /** The phone number of the account, with its country code. */
  phone(): Promise<string>;
  /** The code that Telegram has sent. */
  code(sentTo: CodePlace): Promise<string>;
  /** The second password; with the hint that its owner gave, or null. */
  password(hint: string | null): Promise<string>;
  /** Told why an answer was not accepted, before the same is asked again. */
  refused(why: string): void;
}

/** Where Telegram has sent the code to. */
export type CodePlace = "app" | "sms" | "call" | "elsewhere";

export interface LoginOptions {
  readonly apiId: number;
  readonly apiHash: string;
  /** For each request; a person may take as long as they want. Default 30 000. */
  readonly timeoutMs?: number;
  /** A server to connect to instead of Telegram's; for tests. */
  readonly place?: TelegramPlace;
}

/**
 * Logs in with phone number, code and second password, and returns the session string: whoever has it is in the account.
 * GramJS is loaded only now.
 *
 * @throws {UserError} If the credentials or, again and again, the answers are refused.
 * @throws {TelegramError} If Telegram cannot be reached, or asks to wait.
 */
export async function loginTelegram(
  { apiId, apiHash, timeoutMs = DEFAULT_TIMEOUT_MS, place }: LoginOptions,
  questions: LoginQuestions,
  signal?: AbortSignal,
): Promise<string> {
  const { openConnection } = await import("./telegram_connection.ts");
  const { LogIn } = await import("./log_in.ts");
  try {
    const options = { apiId, apiHash, session: null, timeoutMs, place: place ?? null };
    await using connection = await openConnection(options, signal);
    await new LogIn(connection, { apiId, apiHash }, questions, signal).run();
    return connection.formatSession();
  } catch (error) {
    if (error instanceof TelegramError && error.kind === "auth") throw new UserError(error.message);
    throw error;
  }
}
