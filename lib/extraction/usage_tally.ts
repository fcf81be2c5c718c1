import type { ChatUsage, Reply } from "../llm/chat.ts";
import type { Usage } from "../queue/outcome.ts";

/** How a model was asked, as an output's meta keeps it. */
export interface LlmMeta {
  /** As the server names it. */
  readonly model: string;
  readonly rung: string;
  readonly replies: number;
  /** How many of the replies were paid for before. */
  readonly cached: number;
}

/** Adds up the replies that one post took. A sum is null once a part of it is not known; cached replies are only counted. */
export class UsageTally {
  #replies = 0;
  #cachedReplies = 0;
  #promptTokens: number | null = 0;
  #completionTokens: number | null = 0;
  #costUsd: number | null = 0;
  #latencyMs: number | null = null;
  #last: Reply | null = null;
  #isKnown = false;

  /** @param costUsd Null where it is not known; of a cached reply it does not matter. */
  add(reply: Reply, costUsd: number | null): void {
    this.#replies++;
    this.#last = reply;
    this.#isKnown = true;
    if (reply.isCached) {
      this.#cachedReplies++;
      return;
    }
    this.addUsage(reply.usage, costUsd);
    this.#latencyMs = (this.#latencyMs ?? 0) + reply.latencyMs;
  }

  /** Adds what a request took that brought no reply. */
  addUsage(usage: ChatUsage | null, costUsd: number | null): void {
    this.#isKnown = true;
    this.#promptTokens = sum(this.#promptTokens, usage?.promptTokens ?? null);
    this.#completionTokens = sum(this.#completionTokens, usage?.completionTokens ?? null);
    this.#costUsd = sum(this.#costUsd, costUsd);
  }

  /** Whether a reply came that was asked for now. */
  get hasPaidReplies(): boolean {
    return this.#replies > this.#cachedReplies;
  }

  /** What an outcome keeps of it; nothing is known where no answer came. */
  get usage(): Usage {
    return {
      promptTokens: this.#isKnown ? this.#promptTokens : null,
      completionTokens: this.#isKnown ? this.#completionTokens : null,
      costUsd: this.#isKnown ? this.#costUsd : null,
      latencyMs: this.#latencyMs,
      cachedReplies: this.#cachedReplies,
    };
  }

  /** Nothing where no reply came. */
  get meta(): { readonly llm?: LlmMeta } {
    if (this.#last === null) return {};
    const { model, rung } = this.#last;
    return { llm: { model, rung, replies: this.#replies, cached: this.#cachedReplies } };
  }
}

function sum(a: number | null, b: number | null): number | null {
  return a === null || b === null ? null : a + b;
}
