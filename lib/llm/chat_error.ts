import type { ChatUsage } from "./chat.ts";

/**
 * How a request to a model server failed.
 * - `timeout`, `connection`, `rate_limit`, `server`, `bad_response`: may go well later.
 * - `circuit_open`: nothing was sent, because the server is down; may go well later.
 * - `refused`: the server takes the request for wrong (HTTP 400, 401, 403, 404, ...); asking again gives the same.
 * - `declined`: the model itself will not answer this text.
 */
export type ChatErrorKind =
  | "timeout"
  | "connection"
  | "rate_limit"
  | "server"
  | "bad_response"
  | "circuit_open"
  | "refused"
  | "declined";

/** What is wrong where a server refuses a request, as far as its answer tells. */
export type RefusalReason = "key" | "model" | "address" | "quota" | "context_length" | "unknown";

/** What is known of a failure beside its kind; each is null or absent where it does not apply. */
export interface ChatErrorFacts {
  /** The HTTP status, or that in the body of an answer with status 200. */
  readonly status?: number | null;
  /** How long the server asked to wait. */
  readonly retryAfterMs?: number | null;
  readonly refusal?: RefusalReason | null;
  /** What the model took all the same, where it declined or wrote nothing. */
  readonly usage?: ChatUsage | null;
}

/**
 * A request to a model server that brought no reply. The message names the server, what it answered and a remedy; it never
 * holds the server's own words, for those can repeat the message text or the key, and there is no `cause` for the same reason.
 */
export class ChatError extends Error {
  override readonly name = "ChatError";
  readonly kind: ChatErrorKind;
  readonly status: number | null;
  readonly retryAfterMs: number | null;
  readonly refusal: RefusalReason | null;
  /** To be paid for although there is no reply. */
  readonly usage: ChatUsage | null;

  constructor(kind: ChatErrorKind, message: string, facts: ChatErrorFacts = {}) {
    super(message);
    this.kind = kind;
    this.status = facts.status ?? null;
    this.retryAfterMs = facts.retryAfterMs ?? null;
    this.refusal = facts.refusal ?? null;
    this.usage = facts.usage ?? null;
  }

  /** The same failure for others who waited for the same request, which is paid for once. */
  withoutUsage(): ChatError {
    return new ChatError(this.kind, this.message, { ...this, usage: null });
  }

  /** Whether asking again later can help. */
  get isTransient(): boolean {
    return this.kind !== "refused" && this.kind !== "declined";
  }

  /** Whether every other request would fail alike: a wrong key, model or address, or nothing left to spend. */
  get concernsEveryRequest(): boolean {
    return this.refusal === "key" || this.refusal === "model" || this.refusal === "address" ||
      this.refusal === "quota";
  }
}
