import { UserError } from "../core/errors.ts";
import type { Fingerprint } from "../core/fingerprint.ts";
import { cacheChat } from "../llm/cache_chat.ts";
import { type Chat, createChat, type Reply } from "../llm/chat.ts";
import { ChatError } from "../llm/chat_error.ts";
import type { CircuitBreakerOptions } from "../llm/circuit_breaker.ts";
import { isLocalUrl } from "../llm/is_local_url.ts";
import { loadMockChat } from "../llm/mock_chat.ts";
import { paceChat, type PacedChat } from "../llm/pace_chat.ts";
import { findPrice, FREE } from "../llm/price.ts";
import type { ReplyCache } from "../llm/reply_cache.ts";
import type { Settings } from "../runtime/settings.ts";
import { countBytes } from "../text/count_bytes.ts";
import { Spending } from "./spending.ts";

/** Who answers, and what that may cost. */
export interface ModelChat {
  readonly chat: Chat;
  /** What asks the server, behind the cache; null where no server is asked. */
  readonly paced: PacedChat | null;
  readonly spending: Spending;
  readonly fingerprint: Fingerprint;
}

/** Where LM Studio listens: what is asked where nobody chose another server. */
export const DEFAULT_API_URL = "http://localhost:1234";

/**
 * Chooses who answers: the file of LLM_MOCK_OUTPUT_FILE, else the server of the settings behind a cache of replies. Cached replies are
 * neither held back nor limited by MAX_COST_USD. Nothing is sent yet.
 *
 * @param isReadable Whether a reply is worth keeping.
 * @throws {UserError} If no model is named, or a server that is not on this machine could cost without bounds.
 */
export function openModelChat(
  settings: Settings,
  replies: ReplyCache | null,
  isReadable: (reply: Reply) => boolean,
  circuitBreaker?: CircuitBreakerOptions,
): ModelChat {
  if (settings.LLM_MOCK_OUTPUT_FILE !== null) {
    const chat = loadMockChat(settings.LLM_MOCK_OUTPUT_FILE);
    return {
      chat,
      paced: null,
      spending: new Spending(chat.model, FREE, null),
      fingerprint: { model: chat.model, "mock.reply": `sha256:${chat.sha256}` },
    };
  }
  const { LLM_MODEL_NAME: model, LLM_MAX_TOKENS: maxTokens } = settings;
  if (model === null) {
    throw new UserError(
      "Cannot extract by llm: no model is named; write the name that its server knows it by in LLM_MODEL_NAME, " +
        "or set EXTRACTOR=rules",
    );
  }
  const server = createChat({
    url: settings.LLM_API_URL ?? DEFAULT_API_URL,
    apiKey: settings.LLM_API_KEY,
    model,
    timeoutMs: settings.LLM_TIMEOUT_SECONDS * 1000,
    maxTokens,
  });
  const spending = limitSpending(server, settings.MAX_COST_USD);
  const paced = paceChat(spendWithin(server, spending, maxTokens), {
    requestsPerMinute: settings.REQUESTS_PER_MINUTE,
    tokensPerMinute: settings.TOKENS_PER_MINUTE,
    maxTokens,
    ...(circuitBreaker && { circuitBreaker }),
  });
  const chat = replies === null ? paced : cacheChat(paced, { cache: replies, maxTokens, isReadable });
  return { chat, paced, spending, fingerprint: { model } };
}

/** Sends nothing once the limit is reached, and counts what comes before the next request can leave. */
function spendWithin(chat: Chat, spending: Spending, maxTokens: number): Chat {
  return {
    ...chat,
    async complete(request, signal) {
      spending.check();
      // No token is shorter than a byte.
      const promptTokens = countBytes(request.system) + countBytes(request.user);
      const bounds = { promptTokens, completionTokens: maxTokens };
      try {
        const reply = await chat.complete(request, signal);
        spending.count(reply.usage, bounds);
        return reply;
      } catch (error) {
        if (error instanceof ChatError && error.usage !== null) spending.count(error.usage, bounds);
        throw error;
      }
    },
  };
}

function limitSpending({ url, model }: Chat, maxUsd: number | null): Spending {
  if (maxUsd === null && !isLocalUrl(url)) {
    throw new UserError(
      `Cannot ask ${new URL(url).host}: it is not on this machine, and nothing limits what a run may cost; ` +
        "set MAX_COST_USD, in US dollars",
    );
  }
  return new Spending(model, findPrice(model), maxUsd);
}
