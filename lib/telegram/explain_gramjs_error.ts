import { explainRpcFailure } from "./explain_rpc_failure.ts";
import { errors } from "./gramjs.ts";
import { TelegramError } from "./telegram_error.ts";

/** Makes a TelegramError of what GramJS throws, which is not always an error. */
export function explainGramjsError(error: unknown, action: string): TelegramError {
  if (error instanceof errors.FloodWaitError || error instanceof errors.FloodTestPhoneWaitError) {
    return explainRpcFailure({ status: 420, code: `FLOOD_WAIT_${error.seconds}` }, action);
  }
  if (error instanceof errors.RPCError) {
    return explainRpcFailure({ status: error.code ?? 0, code: error.errorMessage }, action);
  }
  // It gives up a request so after troubles of Telegram's.
  if (error instanceof Error && error.message.startsWith("Request was unsuccessful")) {
    return explainRpcFailure({ status: 500, code: "INTERNAL" }, action);
  }
  return new TelegramError("connection", `${action}: the connection failed; check the network`, {
    cause: error,
  });
}

/** The session has ended, as Telegram told outside of any request. */
export function lostAuth(action: string): TelegramError {
  return explainRpcFailure({ status: 401, code: "AUTH_KEY_UNREGISTERED" }, action);
}
