/**
 * Reads exports with changed bytes for as long as it takes, and fails with the smallest that loses something good:
 * deno run -A tests/telegram/fuzz_exports.ts [INPUTS] [SEED]. A few thousand of these run with the tests.
 */
import fc from "fast-check";
import { assertNothingGoodIsLost, MUTATION, WRITTEN_EXPORT } from "./damaged_export.ts";

const [inputs = "100000", seed = "1"] = Deno.args;
const CHUNK_BYTES = fc.constantFrom(13, 64, 500, 100_000);

const property = fc.asyncProperty(
  WRITTEN_EXPORT,
  MUTATION,
  CHUNK_BYTES,
  async (written, mutate, chunkBytes) => {
    await assertNothingGoodIsLost(written, mutate(written.bytes.length), chunkBytes);
  },
);
await fc.assert(property, { seed: Number(seed), numRuns: Number(inputs) });
await Deno.stdout.write(
  new TextEncoder().encode(`${inputs} exports read, seed ${seed}: nothing good was lost\n`),
);
