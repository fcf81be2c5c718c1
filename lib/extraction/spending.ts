import { LimitError, UserError } from "../core/errors.ts";
import type { ChatUsage } from "../llm/chat.ts";
import { costUsd, type Price } from "../llm/price.ts";

/** The most tokens a request can have taken, for servers that do not count. */
export type TokenBounds = Pick<ChatUsage, "promptTokens" | "completionTokens">;

/** What this process has spent on a model, and may spend. */
export class Spending {
  readonly #price: Price | null;
  readonly #maxUsd: number | null;
  #spentUsd = 0;

  /** @throws {UserError} If there is a limit, and no price by which it could be kept. */
  constructor(model: string, price: Price | null, maxUsd: number | null) {
    if (maxUsd !== null && price === null) {
      throw new UserError(
        `Cannot keep to MAX_COST_USD: the price of the model "${model}" is not known; add it to lib/llm/prices.json ` +
          "(all 0 for a model of your own, where you can unset MAX_COST_USD as well)",
      );
    }
    this.#price = price;
    this.#maxUsd = maxUsd;
  }

  /**
   * Makes sure that there is something left to spend. Requests that are under way can still go beyond the limit.
   *
   * @throws {LimitError} If there is not.
   */
  check(): void {
    if (this.#maxUsd === null || this.#spentUsd < this.#maxUsd) return;
    throw new LimitError(
      `Stopped at MAX_COST_USD: the replies cost US$ ${this.#spentUsd.toFixed(4)} of ${this.#maxUsd}; ` +
        "what is done is stored, and the same command goes on, up to as much again",
    );
  }

  /** Counts a reply towards the limit, as the most it can have cost where its usage or the price is not known. */
  count(usage: ChatUsage | null, bounds: TokenBounds): void {
    this.#spentUsd += this.costUsd(usage) ?? costUsd(this.#price, { ...bounds, cachedPromptTokens: 0 }) ?? 0;
  }

  /** What a reply cost; null where that is not known. */
  costUsd(usage: ChatUsage | null): number | null {
    return costUsd(this.#price, usage);
  }
}
