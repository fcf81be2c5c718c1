import type { Reply } from "../llm/chat.ts";
import type { Usage } from "../queue/outcome.ts";

/** Adds up the replies that one post took. A sum is null once a part of it is not known. */
export class UsageTally {
  #replies = 0;
  #promptTokens: number | null = 0;
  #completionTokens: number | null = 0;
  #costUsd: number | null = 0;
  #last: Reply | null = null;

  add(reply: Reply, costUsd: number | null): void {
    this.#replies++;
    this.#promptTokens = sum(this.#promptTokens, reply.usage?.promptTokens ?? null);
    this.#completionTokens = sum(this.#completionTokens, reply.usage?.completionTokens ?? null);
    this.#costUsd = sum(this.#costUsd, costUsd);
    this.#last = reply;
  }

  /** What an outcome keeps of it; nothing where no reply came. */
  get usage(): { readonly usage?: Usage } {
    return this.#last === null ? {} : {
      usage: {
        promptTokens: this.#promptTokens,
        completionTokens: this.#completionTokens,
        costUsd: this.#costUsd,
      },
    };
  }

  /** What an output's meta keeps of it: the model as the server names it, how it was asked, and for how many replies. */
  get meta(): { readonly llm?: { readonly model: string; readonly rung: string; readonly replies: number } } {
    return this.#last === null
      ? {}
      : { llm: { model: this.#last.model, rung: this.#last.rung, replies: this.#replies } };
  }
}

function sum(a: number | null, b: number | null): number | null {
  return a === null || b === null ? null : a + b;
}
