import assert from "node:assert/strict";
import { costUsd, findPrice, FREE, type Price } from "../../lib/llm/price.ts";

const PRICE: Price = { input: 2, cachedInput: 0.5, output: 8 };
const USAGE = { promptTokens: 1000, completionTokens: 100, cachedPromptTokens: 400 };

Deno.test("a reply costs its fresh, cached and written tokens, each at its price for a million", () => {
  assert.equal(costUsd(PRICE, USAGE), (600 * 2 + 400 * 0.5 + 100 * 8) / 1e6);
});

Deno.test("without a price or a count of tokens the cost is not known, and a free server costs nothing either way", () => {
  assert.equal(costUsd(null, USAGE), null);
  assert.equal(costUsd(PRICE, null), null);
  assert.equal(costUsd(FREE, null), 0);
});

Deno.test("a model is found by its name, with or without a snapshot's date, and no other model for it", () => {
  assert.ok(findPrice("gpt-4o-mini") !== null);
  assert.deepEqual(findPrice("gpt-4o-mini-2024-07-18"), findPrice("gpt-4o-mini"));
  for (const unknown of ["gpt-4o-mini-audio", "someone/gpt-4o-mini", "qwen3-8b", "constructor", ""]) {
    assert.equal(findPrice(unknown), null, unknown);
  }
});
