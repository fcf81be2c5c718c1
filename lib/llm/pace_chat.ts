import { setTimeout as wait } from "node:timers/promises";
import { countBytes } from "../text/count_bytes.ts";
import { AdaptiveConcurrency } from "./adaptive_concurrency.ts";
import type { Chat, ChatRequest, Reply } from "./chat.ts";
import { ChatError } from "./chat_error.ts";
import { CircuitBreaker, type CircuitBreakerOptions, DEFAULT_CIRCUIT_BREAKER } from "./circuit_breaker.ts";
import type { Pace, Pause } from "./pace.ts";
import { RateLimiter, type RateLimits } from "./rate_limiter.ts";

export interface PaceOptions extends RateLimits {
  /** The longest reply, in tokens: what a request counts as until one was answered. */
  readonly maxTokens: number;
  readonly circuitBreaker?: CircuitBreakerOptions;
}

/** A chat that spares its server. */
export interface PacedChat extends Chat, Pace {
  /** Whether a reply ever came. */
  readonly hasReplied: boolean;
  /** How many requests were refused while no reply had come yet. */
  readonly refusals: number;
}

/**
 * Sends no more than the server takes: fewer requests at a time once it turns one away (429), no more a minute than allowed, none
 * while it is down. A request that is held back because the server is down fails at once as `circuit_open`; others wait their turn.
 */
export function paceChat(chat: Chat, options: PaceOptions): PacedChat {
  const circuitBreaker = options.circuitBreaker ?? DEFAULT_CIRCUIT_BREAKER;
  const breaker = new CircuitBreaker(circuitBreaker);
  const limiter = new RateLimiter(options);
  let concurrency: AdaptiveConcurrency | null = null;
  let mostUnderWay = Infinity;
  const stop = new AbortController();
  let underWay = 0;
  let ended = Promise.withResolvers<void>();
  let hasReplied = false;
  let refusals = 0;
  let lastFailure: ChatError | null = null;
  let expectedTokens: number | null = null;

  function admit() {
    const { permit, waitMs: retryAfterMs } = breaker.admit(performance.now());
    if (permit !== null) return permit;
    const reason = lastFailure?.message ?? `Cannot get a reply of ${chat.model} at ${chat.url}`;
    throw new ChatError("circuit_open", `${reason} (and so ${circuitBreaker.failures} times in a row)`, {
      retryAfterMs,
    });
  }

  async function takeSlot(signal: AbortSignal): Promise<Disposable> {
    while (underWay >= Math.min(mostUnderWay, concurrency?.limit ?? Infinity)) {
      stop.signal.throwIfAborted();
      await ended.promise;
      signal.throwIfAborted();
    }
    underWay += 1;
    return {
      [Symbol.dispose]() {
        underWay -= 1;
        ended.resolve();
        ended = Promise.withResolvers();
      },
    };
  }

  function recordReply({ usage }: Reply, reservedTokens: number): void {
    hasReplied = true;
    concurrency?.recordSuccess();
    if (usage === null) return;
    const used = usage.promptTokens + usage.completionTokens;
    limiter.settle(reservedTokens, used);
    expectedTokens = expectedTokens === null ? used : (expectedTokens + used) / 2;
  }

  function recordRateLimit(error: ChatError, startedAtMs: number): void {
    const nowMs = performance.now();
    concurrency ??= new AdaptiveConcurrency(underWay);
    concurrency.recordRateLimit(startedAtMs, nowMs);
    limiter.hold(error.retryAfterMs ?? 0, nowMs);
  }

  async function send(request: ChatRequest, signal: AbortSignal): Promise<Reply> {
    using _slot = await takeSlot(signal);
    const tokens = expectedTokens ??
      (countBytes(request.system) + countBytes(request.user)) / BYTES_PER_TOKEN + options.maxTokens;
    const waitMs = limiter.reserve(tokens, performance.now());
    if (waitMs > 0) await wait(waitMs, undefined, { signal: AbortSignal.any([signal, stop.signal]) });
    const startedAtMs = performance.now();
    try {
      const reply = await chat.complete(request, signal);
      recordReply(reply, tokens);
      return reply;
    } catch (error) {
      if (error instanceof ChatError && error.kind === "rate_limit") recordRateLimit(error, startedAtMs);
      throw error;
    }
  }

  async function complete(request: ChatRequest, signal: AbortSignal): Promise<Reply> {
    const permit = admit();
    try {
      const reply = await send(request, signal);
      breaker.recordSuccess(permit);
      return reply;
    } catch (error) {
      if (!(error instanceof ChatError)) breaker.recordNothing(permit, performance.now());
      else if (SERVER_IS_DOWN.has(error.kind)) {
        lastFailure = error;
        breaker.recordFailure(permit, performance.now());
      } else {
        if (error.kind === "refused" && !hasReplied) refusals++;
        breaker.recordSuccess(permit);
      }
      throw error;
    }
  }

  return {
    url: chat.url,
    model: chat.model,
    complete,
    get hasReplied() {
      return hasReplied;
    },
    get refusals() {
      return refusals;
    },
    get concurrencyLimit() {
      return concurrency?.limit ?? null;
    },
    get pause(): Pause | null {
      const nowMs = performance.now();
      const nextTryMs = breaker.nextTryMs(nowMs);
      if (nextTryMs !== null) return { reason: "down", waitMs: nextTryMs };
      const heldMs = limiter.heldMs(nowMs);
      return heldMs > 0 ? { reason: "asked", waitMs: heldMs } : null;
    },
    limitConcurrency(requests) {
      mostUnderWay = requests;
    },
    stopWaiting() {
      stop.abort(new DOMException("The run is stopping", "AbortError"));
      ended.resolve();
    },
  };
}

/** Kinds of failures after which the next request will hardly fare better. */
const SERVER_IS_DOWN: ReadonlySet<ChatError["kind"]> = new Set([
  "timeout",
  "connection",
  "server",
  "bad_response",
]);
/** Texts have three bytes or more a token in all common tokenizers. */
const BYTES_PER_TOKEN = 3;
