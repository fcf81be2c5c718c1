import { UserError } from "../core/errors.ts";
import type { Telegram } from "./telegram.ts";
import { TelegramError } from "./telegram_error.ts";
import type { TelegramPlace } from "./telegram_place.ts";
import { parseSession } from "./telegram_session.ts";

/** What it takes to connect. */
export interface TelegramOptions {
  /** Of the application, from https://my.telegram.org. */
  readonly apiId: number;
  readonly apiHash: string;
  /** As `deno task telegram:login` prints it. */
  readonly session: string;
  /** How long to wait for the connection, and for the answer to each request. Default 30 000. */
  readonly timeoutMs?: number;
  /** A server to connect to instead of Telegram's; for tests. */
  readonly place?: TelegramPlace;
}

export const DEFAULT_TIMEOUT_MS = 30_000;

/**
 * Connects to Telegram and makes sure that the session is good. GramJS is loaded only now.
 *
 * @throws {UserError} If the session cannot be read, or it or the application's credentials are refused.
 * @throws {TelegramError} `connection` or `timeout` if Telegram cannot be reached.
 */
export async function openTelegram(options: TelegramOptions, signal?: AbortSignal): Promise<Telegram> {
  const { apiId, apiHash, timeoutMs = DEFAULT_TIMEOUT_MS, place = null } = options;
  const session = parseSession(options.session);
  const { connectAccount } = await import("./connect_account.ts");
  try {
    return await connectAccount({ apiId, apiHash, session, timeoutMs, place }, signal);
  } catch (error) {
    if (error instanceof TelegramError && error.kind === "auth") throw new UserError(error.message);
    throw error;
  }
}
