import { ChatError, type ChatErrorKind, type RefusalReason } from "./chat_error.ts";

/** What a server answered in place of a completion. */
export interface FailedAnswer {
  /** The HTTP status, or that in the body of an answer with status 200. */
  readonly status: number;
  /** The server's own words, which decide the reason and are never shown; empty where it says nothing. */
  readonly says: string;
  readonly retryAfterMs: number | null;
}

const REMEDIES: Readonly<Record<RefusalReason, string>> = {
  key: "check LLM_API_KEY",
  model: "it does not know or has not loaded the model; check LLM_MODEL_NAME, and load the model there",
  address: "nothing answers there; check LLM_API_URL",
  quota: "there is no credit left; top up the account, or use another key",
  context_length: "the prompt is too long for the model; use a shorter one, or a model with a larger context",
  unknown: "its log says why",
};

/** Turns a server's failed answer into an error in our own words. */
export function explainAnswer(answer: FailedAnswer, action: string): ChatError {
  const { status, retryAfterMs } = answer;
  const found = `${action}: the server answered with status ${status}`;
  const kind = kindOf(answer);
  if (kind === "refused") {
    const refusal = refusalOf(answer);
    return new ChatError(kind, `${found}; ${REMEDIES[refusal]}`, { status, refusal });
  }
  if (kind === "declined") {
    return new ChatError(kind, `${found}, because its filter holds this text back`, { status });
  }
  const wait = retryAfterMs === null ? "" : `, and to wait ${Math.ceil(retryAfterMs / 1000)} s`;
  return new ChatError(kind, `${found}${wait}`, { status, retryAfterMs });
}

function kindOf({ status, says }: FailedAnswer): ChatErrorKind {
  if (status === 429) return IS_QUOTA.test(says) ? "refused" : "rate_limit";
  if (status === 408) return "timeout";
  if (status >= 500 || status === 409 || status === 425) return "server";
  if (/content_filter|content management policy|\bflagged\b|moderation/i.test(says)) return "declined";
  // LM Studio answers so with status 400 while a model crashes or is being loaded anew.
  if (/\bcrashed\b|\bmodel (was )?unloaded|\bloading model/i.test(says)) return "server";
  return "refused";
}

const IS_QUOTA = /insufficient_quota|billing|credit/i;
const IS_CONTEXT =
  /context_length|context (length|window|size)|maximum context|exceed_context|too many tokens|too long/i;
const IS_MODEL = /(\b|_)models?(\b|_)/i;
const IS_UNKNOWN_MODEL =
  /model_not_found|no models? (is |are )?(currently )?loaded|(invalid|unknown) model|\bmodel\b.{0,200}\b(not found|not loaded|does not exist)/i;

function refusalOf({ status, says }: FailedAnswer): RefusalReason {
  if (status === 401 || status === 403) return "key";
  if (status === 402 || IS_QUOTA.test(says)) return "quota";
  if (status === 413 || IS_CONTEXT.test(says)) return "context_length";
  if (status === 404) return IS_MODEL.test(says) ? "model" : "address";
  if (status === 405) return "address";
  if (IS_UNKNOWN_MODEL.test(says)) return "model";
  return "unknown";
}
