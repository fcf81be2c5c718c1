import { explainGramjsError, lostAuth } from "./explain_gramjs_error.ts";
import { type Api, UpdateConnectionState } from "./gramjs.ts";
import { createGramjsClient, type GramjsEvent } from "./gramjs_client.ts";
import { KeySession } from "./key_session.ts";
import { TelegramError } from "./telegram_error.ts";
import type { TelegramPlace } from "./telegram_place.ts";
import type { TelegramSession } from "./telegram_session.ts";

export type ConnectionState = "connected" | "disconnected" | "auth_lost";

/** Hears what comes in, in its order; must return at once. */
export interface ConnectionListener {
  readonly onUpdate?: (update: Api.TypeUpdate | Api.TypeUpdates) => void;
  readonly onState: (state: ConnectionState) => void;
}

export interface ConnectionOptions {
  readonly apiId: number;
  readonly apiHash: string;
  /** Null for a new one, to log in with. */
  readonly session: TelegramSession | null;
  /** For the connection, and for the answer to each request. */
  readonly timeoutMs: number;
  readonly place: TelegramPlace | null;
}

/** The line to Telegram. After a loss it is made again by itself, until it is closed. */
export interface TelegramConnection extends AsyncDisposable {
  readonly isClosed: boolean;
  /**
   * Sends a request.
   *
   * @param action For the error: `Cannot read the history of t.me/x`.
   * @throws {TelegramError} If it is refused, or no answer comes in time; or the signal's reason.
   */
  invoke<Request extends Api.AnyRequest>(
    request: Request,
    action: string,
    signal?: AbortSignal,
  ): Promise<Request["__response"]>;
  /** Tells a listener of all that comes in from now on, until the returned function is called. */
  listen(listener: ConnectionListener): () => void;
  /** The session string, to log in with the next time. */
  formatSession(): string;
}

/**
 * Opens the line and greets Telegram; whether the session is good is not known yet.
 *
 * @throws {TelegramError} `connection` if there is no line in time, `auth` if Telegram refuses the greeting; or the
 * signal's reason.
 */
export async function openConnection(
  options: ConnectionOptions,
  signal?: AbortSignal,
): Promise<TelegramConnection> {
  const connection = new GramjsConnection(options);
  try {
    await connection.connect(signal);
    return connection;
  } catch (error) {
    await connection[Symbol.asyncDispose]();
    throw error;
  }
}

class GramjsConnection implements TelegramConnection {
  readonly #session: KeySession;
  readonly #client;
  readonly #timeoutMs: number;
  readonly #listeners = new Set<ConnectionListener>();
  #isClosed = false;
  #hasLostAuth = false;

  constructor({ apiId, apiHash, session, timeoutMs, place }: ConnectionOptions) {
    this.#timeoutMs = timeoutMs;
    this.#session = new KeySession(session);
    this.#client = createGramjsClient({
      apiId,
      apiHash,
      session: this.#session,
      place,
      onEvent: (event) => this.#hear(event),
      onTrouble: (error) => {
        const { kind } = explainGramjsError(error, "Cannot reconnect");
        // Before a log-in no request is allowed, and that is no trouble.
        if (kind === "auth" && session !== null) this.#tell("auth_lost");
      },
      isClosed: () => this.#isClosed,
    });
  }

  get isClosed(): boolean {
    return this.#isClosed;
  }

  async connect(signal: AbortSignal | undefined): Promise<void> {
    await this.#within(() => this.#client.connect(), "Cannot connect to Telegram", signal);
  }

  async invoke<Request extends Api.AnyRequest>(
    request: Request,
    action: string,
    signal?: AbortSignal,
  ): Promise<Request["__response"]> {
    return await this.#within(() => this.#client.invoke(request), action, signal);
  }

  listen(listener: ConnectionListener): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  formatSession(): string {
    return this.#session.format();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    if (this.#isClosed) return;
    this.#isClosed = true;
    this.#tell("disconnected");
    await this.#client.destroy();
  }

  /** Waits for GramJS, which would wait for ever, no longer than the time limit, the signal and the session allow. */
  #within<Result>(
    start: () => Promise<Result>,
    action: string,
    signal: AbortSignal | undefined,
  ): Promise<Result> {
    return new Promise((resolve, reject) => {
      const end = (settle: () => void) => {
        clearTimeout(timer);
        signal?.removeEventListener("abort", check);
        forget();
        settle();
      };
      const check = () => {
        if (signal?.aborted) end(() => reject(signal.reason));
        else if (this.#hasLostAuth) end(() => reject(lostAuth(action)));
        else if (this.#isClosed) end(() => reject(closed(action)));
        else return true;
      };
      const timer = setTimeout(() => end(() => reject(this.#timeout(action))), this.#timeoutMs);
      const forget = this.listen({ onState: check });
      signal?.addEventListener("abort", check, { once: true });
      if (check() !== true) return;
      start().then(
        (result) => end(() => resolve(result)),
        (error) => end(() => reject(explainGramjsError(error, action))),
      );
    });
  }

  #timeout(action: string): TelegramError {
    const seconds = this.#timeoutMs / 1000;
    return this.#client.connected === true
      ? new TelegramError("timeout", `${action}: no answer within ${seconds} s`)
      : new TelegramError(
        "connection",
        `${action}: no connection within ${seconds} s; check the network, and that nothing blocks Telegram`,
      );
  }

  #hear(event: GramjsEvent): void {
    if (event instanceof UpdateConnectionState) {
      const { connected, broken } = UpdateConnectionState;
      this.#tell(
        event.state === connected ? "connected" : event.state === broken ? "auth_lost" : "disconnected",
      );
      return;
    }
    for (const listener of this.#listeners) listener.onUpdate?.(event);
  }

  #tell(state: ConnectionState): void {
    this.#hasLostAuth ||= state === "auth_lost";
    for (const listener of this.#listeners) listener.onState(state);
  }
}

function closed(action: string): TelegramError {
  return new TelegramError("connection", `${action}: the connection is closed`);
}
