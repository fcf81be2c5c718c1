import { Api, EventBuilder, helpers, Logger, LogLevel, serverKeys, TelegramClient } from "./gramjs.ts";
import { UpdateConnectionState } from "./gramjs.ts";
import type { KeySession } from "./key_session.ts";
import type { TelegramPlace } from "./telegram_place.ts";
import { createSocketClass } from "./telegram_socket.ts";

/** What GramJS tells of, in its order: what Telegram pushes, and what becomes of the line. */
export type GramjsEvent = Api.TypeUpdate | Api.TypeUpdates | UpdateConnectionState;

export interface GramjsClientOptions {
  readonly apiId: number;
  readonly apiHash: string;
  readonly session: KeySession;
  readonly place: TelegramPlace | null;
  /** Called in order and at once. */
  readonly onEvent: (event: GramjsEvent) => void;
  /** Told of the errors that no request ends with, such as those of a lost line. */
  readonly onTrouble: (error: unknown) => void;
  readonly isClosed: () => boolean;
}

/** Between attempts to connect; GramJS waits another second before the first one after a loss. */
const RETRY_DELAY_MS = 1000;

/** Creates a client that prints nothing, waits for nothing by itself, and connects again and again until it is closed. */
export function createGramjsClient(options: GramjsClientOptions): TelegramClient {
  const { apiId, apiHash, session, place, onEvent, onTrouble, isClosed } = options;
  if (place !== null) trust(place);
  const client = new TelegramClient(session, apiId, apiHash, {
    baseLogger: new Logger(LogLevel.NONE),
    networkSocket: createSocketClass(place, isClosed),
    connectionRetries: Infinity,
    retryDelay: RETRY_DELAY_MS,
    // One for the request, and one more after a move to the account's data centre.
    requestRetries: 2,
    floodSleepThreshold: 0,
    deviceModel: "Resift",
    systemVersion: "Deno",
    appVersion: "1",
  });
  client._errorHandler = (error) => {
    onTrouble(error);
    // Never settled, this ends GramJS's loop of attempts, which would outlive the client; rejected, nobody would catch it.
    return isClosed() ? new Promise(() => {}) : Promise.resolve();
  };
  // Until this is known, GramJS asks who we are before it hands anything on, and loses the order over it.
  client._selfInputPeer = new Api.InputPeerUser({
    userId: helpers.returnBigInt(0),
    accessHash: helpers.returnBigInt(0),
  });
  client.addEventHandler(() => {}, new UpdateTap(onEvent));
  return client;
}

/** Takes what comes before GramJS dispatches it, un-awaited: this is called in order. */
class UpdateTap extends EventBuilder {
  readonly #onEvent: (event: GramjsEvent) => void;

  constructor(onEvent: (event: GramjsEvent) => void) {
    super({});
    this.resolved = true;
    this.#onEvent = onEvent;
  }

  override build(event: Api.TypeUpdate): undefined {
    this.#onEvent(event);
  }
}

function trust({ publicKey: { fingerprint, modulus, exponent } }: TelegramPlace): void {
  serverKeys.set(fingerprint.toString(), { n: helpers.returnBigInt(modulus), e: exponent });
}
