import { ServiceError } from "../core/errors.ts";

/** Why Telegram, or the line to it, did not do what was asked. */
export type TelegramErrorKind =
  /** It wants to be left alone for `seconds`. */
  | "flood_wait"
  /** The channel exists, but this account may not read it. */
  | "channel_private"
  /** There is no such channel, or this account cannot address it. */
  | "unknown_channel"
  /** The session or the application's credentials are no longer good; only a person can mend that. */
  | "auth"
  /** The line was lost or could not be made; asking again may help. */
  | "connection"
  /** No answer came in time; asking again may help. */
  | "timeout"
  /** A trouble of Telegram's own (500 and the like); asking again may help. */
  | "server"
  /** Any other refusal of a request. */
  | "rpc";

/** What else is known about a failure. */
export interface TelegramErrorFacts extends ErrorOptions {
  /** How long Telegram wants to be left alone; only of `flood_wait`. */
  readonly seconds?: number;
  /** Telegram's own word for it, such as `CHANNEL_INVALID`. */
  readonly code?: string;
}

/** A request that failed. The message never holds message text, phone numbers or secrets. */
export class TelegramError extends ServiceError {
  override readonly name = "TelegramError";
  readonly kind: TelegramErrorKind;
  /** How long to wait before asking again; null unless `kind` is `flood_wait`. */
  readonly seconds: number | null;
  /** Telegram's own word for it, such as `CHANNEL_INVALID`; null where the line failed. */
  readonly code: string | null;

  constructor(kind: TelegramErrorKind, message: string, facts: TelegramErrorFacts = {}) {
    super(message, facts);
    this.kind = kind;
    this.seconds = facts.seconds ?? null;
    this.code = facts.code ?? null;
  }

  /** Whether the same request may succeed a little later, without anybody's doing. */
  get isPassing(): boolean {
    return ["flood_wait", "connection", "timeout", "server"].includes(this.kind);
  }
}
