import assert from "node:assert/strict";
import fc from "fast-check";
import { checkDamagedExport } from "./check_damaged_export.ts";
import { DAMAGED_INPUT } from "./damaged_input.ts";

Deno.test("however an export is damaged, nothing good is lost and nothing in silence", async () => {
  const property = fc.asyncProperty(DAMAGED_INPUT, async ({ written, edits, chunkBytes }) => {
    await checkDamagedExport(written, edits, chunkBytes);
  });
  await fc.assert(property, { seed: 20240501, numRuns: 2000 });
});

Deno.test("an export of any shape that is whole is read whole, without a word", async () => {
  const property = fc.asyncProperty(DAMAGED_INPUT, async ({ written, chunkBytes }) => {
    const { outcome, wholeMessages } = await checkDamagedExport(written, [], chunkBytes);
    assert.equal(outcome, "intact");
    assert.equal(wholeMessages, written.chats.reduce((sum, { messages }) => sum + messages.length, 0));
  });
  await fc.assert(property, { seed: 20240501, numRuns: 200 });
});
