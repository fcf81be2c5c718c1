import * as z from "zod";
import type { ChatUsage } from "./chat.ts";
import prices from "./prices.json" with { type: "json" };

/** US dollars for a million tokens. */
const PriceSchema = z.strictObject({
  input: z.number().nonnegative(),
  /** Input that the server had read before. */
  cachedInput: z.number().nonnegative(),
  output: z.number().nonnegative(),
});
export type Price = z.infer<typeof PriceSchema>;

const TABLE = z.strictObject({
  asOf: z.iso.date(),
  usdPerMillionTokens: z.record(z.string(), PriceSchema),
}).parse(prices);

/** The day on which the prices of `prices.json` were looked up. */
export const PRICES_AS_OF = TABLE.asOf;

/** The price of a server of one's own. It is for the caller to say that a server is one. */
export const FREE: Price = { input: 0, cachedInput: 0, output: 0 };

/**
 * Finds a model's price in `prices.json`, which is there to be edited: by its name, or by its name without the date that ends the
 * name of a snapshot (`gpt-4o-mini-2024-07-18`). Null where it is not known; a name that is only similar is another model.
 */
export function findPrice(model: string): Price | null {
  for (const name of [model, model.replace(/-\d{4}-\d{2}-\d{2}$/, "")]) {
    if (Object.hasOwn(TABLE.usdPerMillionTokens, name)) return TABLE.usdPerMillionTokens[name] ?? null;
  }
  return null;
}

/**
 * What a reply cost, in US dollars, or null where the price or the count of tokens is not known:
 * `((prompt - cached) * input + cached * cachedInput + completion * output) / 1,000,000`.
 * `prompt` includes `cached`, and `completion` what a model thought unseen.
 */
export function costUsd(price: Price | null, usage: ChatUsage | null): number | null {
  if (price === null) return null;
  if (price.input === 0 && price.cachedInput === 0 && price.output === 0) return 0;
  if (usage === null) return null;
  const freshTokens = usage.promptTokens - usage.cachedPromptTokens;
  return (freshTokens * price.input + usage.cachedPromptTokens * price.cachedInput +
    usage.completionTokens * price.output) / 1e6;
}
