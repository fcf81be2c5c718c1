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

  /** Adds a reply and returns its cost, or null where it is not known; towards the limit it then counts as the most it can be. */
  add(usage: ChatUsage | null, bounds: TokenBounds): number | null {
    const known = costUsd(this.#price, usage);
    this.#spentUsd += known ?? costUsd(this.#price, { ...bounds, cachedPromptTokens: 0 }) ?? 0;
    return known;
  }
}
