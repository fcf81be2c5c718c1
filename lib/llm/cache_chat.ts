import { sha256Hex } from "../core/fingerprint.ts";
import type { Chat, ChatRequest, Reply } from "./chat.ts";
import { TEMPERATURE } from "./chat_dialect.ts";
import { ChatError } from "./chat_error.ts";
import type { ReplyCache } from "./reply_cache.ts";

export interface CacheChatOptions {
  readonly cache: ReplyCache;
  /** The limit that the chat asks with. */
  readonly maxTokens: number;
  /** Whether a reply can be read. Another is not kept, and one in the cache is asked for anew and replaced. */
  readonly isReadable: (reply: Reply) => boolean;
}

/**
 * A chat that pays once for the same request: a reply that is in the cache comes from there, and requests that are alike and under way
 * at once, be it from another chat with this cache, share what the first of them brings, a failure too. Such replies are marked as cached.
 */
export function cacheChat(chat: Chat, { cache, maxTokens, isReadable }: CacheChatOptions): Chat {
  const { url, model } = chat;
  const { underWay } = cache;

  /** What most requests share, which is the longer part of them; hashed once as long as it stays. */
  let shared: Pick<ChatRequest, "system" | "schema"> & { readonly sha256: string } | null = null;

  /** Covers everything that reaches the model. */
  function hashRequest({ system, user, schema }: ChatRequest): string {
    if (shared === null || shared.system !== system || shared.schema !== schema) {
      const facts = { url, model, maxTokens, temperature: TEMPERATURE, system, schema };
      shared = { system, schema, sha256: sha256Hex(JSON.stringify(facts)) };
    }
    return sha256Hex(`${shared.sha256} ${user}`);
  }

  async function ask(sha256: string, request: ChatRequest, signal: AbortSignal): Promise<Reply> {
    const found = await orAborted(cache.find(sha256), signal);
    if (found !== null && isReadable(found)) return found;
    const reply = await chat.complete(request, signal);
    if (!reply.isCut && isReadable(reply)) cache.save({ sha256, url, model }, reply);
    return reply;
  }

  async function complete(request: ChatRequest, signal: AbortSignal): Promise<Reply> {
    const sha256 = hashRequest(request);
    while (true) {
      signal.throwIfAborted();
      const first = underWay.get(sha256);
      if (first === undefined) {
        const asked = ask(sha256, request, signal).finally(() => underWay.delete(sha256));
        underWay.set(sha256, asked);
        return await asked;
      }
      try {
        return { ...await orAborted(first, signal), isCached: true };
      } catch (error) {
        // Anything else, such as its own abort, concerns only the one that asked.
        if (error instanceof ChatError) throw error.withoutUsage();
      }
    }
  }

  return { url, model, complete };
}

/** @throws The signal's reason, if that is aborted first. */
async function orAborted<T>(promise: Promise<T>, signal: AbortSignal): Promise<T> {
  const aborted = Promise.withResolvers<never>();
  const abort = () => aborted.reject(signal.reason);
  signal.addEventListener("abort", abort);
  try {
    return await Promise.race([promise, aborted.promise]);
  } finally {
    signal.removeEventListener("abort", abort);
  }
}
