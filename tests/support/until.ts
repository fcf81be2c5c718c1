import assert from "node:assert/strict";

/** Asks until the answer is yes. */
export async function until(ask: () => boolean | Promise<boolean>, limitMs = 60_000): Promise<void> {
  const giveUpAt = performance.now() + limitMs;
  while (!await ask()) {
    assert.ok(performance.now() < giveUpAt, "the condition never came true");
    await new Promise((resolve) => setTimeout(resolve, 2));
  }
}
