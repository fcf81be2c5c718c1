import type { Telegram } from "./telegram.ts";

/** What it takes to connect. */
export interface TelegramOptions {
  /** Of the application, from my.telegram.org. */
  readonly apiId: number;
  readonly apiHash: string;
  /** As `deno task telegram:login` prints it. */
  readonly session: string;
  /** How long to wait for the connection, and for the answer to one request. Default 30 000. */
  readonly timeoutMs?: number;
  /** Where Telegram is; a test gives its own. Default: Telegram itself. */
  readonly place?: TelegramPlace;
}

/** A server that is not Telegram's own. */
export interface TelegramPlace {
  readonly hostname: string;
  readonly port: number;
  readonly publicKey: { readonly fingerprint: bigint; readonly n: bigint; readonly e: number };
}

/**
 * Connects to Telegram and makes sure that the session is good. GramJS is loaded only now.
 *
 * @throws {UserError} If the session cannot be read, or it or the application's credentials are refused.
 * @throws {TelegramError} `connection` or `timeout` if Telegram cannot be reached.
 */
export declare function openTelegram(options: TelegramOptions, signal?: AbortSignal): Promise<Telegram>;
