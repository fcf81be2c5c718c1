import type { ChatError, ChatErrorKind } from "../llm/chat_error.ts";
import type { PacedChat } from "../llm/pace_chat.ts";
import type { GiveUp, RetryLater } from "../queue/outcome.ts";
import type { ExtractionError } from "../schema/extraction_error.ts";

const NAMES: Readonly<Record<ChatErrorKind, string>> = {
  timeout: "llm_timeout",
  connection: "llm_connection",
  bad_response: "llm_bad_response",
  circuit_open: "llm_circuit_open",
  rate_limit: "llm_error",
  server: "llm_error",
  refused: "llm_error",
  declined: "llm_error",
};

/** A failed request as it is stored with its job. */
export function describeChatError({ kind, message, status, refusal }: ChatError): ExtractionError {
  return {
    error: NAMES[kind],
    message: message.slice(0, 1000),
    details: { kind, ...(status !== null && { status }), ...(refusal !== null && { refusal }) },
  };
}

/**
 * What becomes of a job whose request failed: what may go well later is tried again, when the server asked for it if it did; a
 * request that was held back costs no attempt.
 */
export function outcomeOfChatError(error: ChatError): RetryLater | GiveUp {
  const described = describeChatError(error);
  return error.isTransient
    ? {
      kind: "retry_later",
      afterMs: error.retryAfterMs,
      costsAttempt: error.kind !== "circuit_open",
      error: described,
    }
    : { kind: "give_up", error: described };
}

/** So many first requests that a server refuses for whatever reason, a context that is too small, say, are no matter of single posts. */
const HOPELESS_REFUSALS = 5;

/**
 * Whether every other job would meet the same failure, as far as can be told: only while no reply has come yet; later the server was set
 * up well, and the failure is one job's alone.
 */
export function isHopeless(error: ChatError, paced: PacedChat | null): boolean {
  if (paced === null || paced.hasReplied) return false;
  return error.concernsEveryRequest || error.kind === "circuit_open" ||
    (error.kind === "refused" && paced.refusals >= HOPELESS_REFUSALS);
}
