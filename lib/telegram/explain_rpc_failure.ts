import { TelegramError, type TelegramErrorKind } from "./telegram_error.ts";

const KINDS: readonly (readonly [kind: TelegramErrorKind, codes: RegExp])[] = [
  ["auth", /^(AUTH_KEY_|SESSION_(REVOKED|EXPIRED)|USER_DEACTIVATED|API_ID_|ACCESS_TOKEN_)/],
  [
    "channel_private",
    /^(CHANNEL_PRIVATE|CHANNEL_PUBLIC_GROUP_NA|CHAT_FORBIDDEN|USER_BANNED_IN_CHANNEL|CHAT_ADMIN_REQUIRED)$/,
  ],
  [
    "unknown_channel",
    /^(CHANNEL_INVALID|CHAT_ID_INVALID|PEER_ID_INVALID|USERNAME_(NOT_OCCUPIED|INVALID)|INVITE_HASH_\w+)$/,
  ],
];

/** What is known of an error that GramJS has thrown. */
export interface RpcFailure {
  /** Telegram's number of it: 400, 420, ... */
  readonly status: number;
  /** Telegram's word for it: `CHANNEL_PRIVATE`, `FLOOD_WAIT_33`, ... */
  readonly code: string;
}

/**
 * Makes an error of Telegram's refusal.
 *
 * @param action What was tried: `Cannot read the history of t.me/x`.
 */
export function explainRpcFailure({ status, code }: RpcFailure, action: string): TelegramError {
  const [, seconds] = /^FLOOD_(?:\w+_)?WAIT_(\d+)$/.exec(code) ?? [];
  if (seconds !== undefined) {
    return new TelegramError(
      "flood_wait",
      `${action}: Telegram asks to wait ${Number(seconds).toLocaleString("en-US")} s`,
      { seconds: Number(seconds), code },
    );
  }
  const kind = chooseKind(status, code);
  return new TelegramError(kind, `${action}: Telegram answers ${code}${remedyOf(kind, code)}`, { code });
}

function chooseKind(status: number, code: string): TelegramErrorKind {
  const [kind] = KINDS.find(([, codes]) => codes.test(code)) ?? [];
  if (kind !== undefined) return kind;
  if (status === 401 && code !== "SESSION_PASSWORD_NEEDED") return "auth";
  // Telegram's own time limit is -503.
  return status >= 500 || status < 0 ? "server" : "rpc";
}

function remedyOf(kind: TelegramErrorKind, code: string): string {
  if (code.startsWith("API_ID_")) {
    return "; check TELEGRAM_API_ID and TELEGRAM_API_HASH against https://my.telegram.org";
  }
  if (code === "AUTH_KEY_DUPLICATED") {
    return ": the session was used from two places at once and has ended; make one for each: deno task telegram:login";
  }
  switch (kind) {
    case "auth":
      return ": the session is not good any more; make a new one: deno task telegram:login";
    case "channel_private":
      return ": this account may not read it; join it in a Telegram app, as the account of the session";
    case "unknown_channel":
      return "; check how it is written, or join it in a Telegram app, as the account of the session";
    case "server":
      return ", which is a trouble of its own; try again later";
    default:
      return "";
  }
}
