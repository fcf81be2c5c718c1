import assert from "node:assert/strict";
import fc from "fast-check";
import { assertNothingGoodIsLost, MUTATION, WRITTEN_EXPORT } from "./damaged_export.ts";
import { readExportText } from "./read_export_text.ts";

const CHUNK_BYTES = fc.constantFrom(13, 64, 500, 100_000);

Deno.test("whatever bytes of an export are changed, nothing good is lost and nothing in silence", async () => {
  const property = fc.asyncProperty(
    WRITTEN_EXPORT,
    MUTATION,
    CHUNK_BYTES,
    async (written, mutate, chunkBytes) => {
      await assertNothingGoodIsLost(written, mutate(written.bytes.length), chunkBytes);
    },
  );
  await fc.assert(property, { seed: 20240501, numRuns: 3000 });
});

Deno.test("an export of any shape that is whole is read whole, without a word", async () => {
  const property = fc.asyncProperty(WRITTEN_EXPORT, CHUNK_BYTES, async ({ bytes, chats }, chunkBytes) => {
    const events = await readExportText(bytes, { chunkBytes });
    const read = events.flatMap((event) =>
      event.kind === "message" ? [[event.message.messageId, event.message.text]] : []
    );
    assert.deepEqual(
      read,
      chats.flatMap(({ messages }) => messages.map(({ id, text }) => [id, text])),
    );
    assert.deepEqual(events.at(-1), { kind: "end", stop: null });
    assert(!events.some((event) => event.kind === "reject"));
  });
  await fc.assert(property, { seed: 20240501, numRuns: 200 });
});
