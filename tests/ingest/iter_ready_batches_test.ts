import assert from "node:assert/strict";
import { iterReadyBatches } from "../../lib/ingest/iter_ready_batches.ts";

async function batches(source: AsyncGenerator<number>, most: number): Promise<number[][]> {
  const taken = [];
  for await (const batch of iterReadyBatches(source, most)) taken.push(batch);
  return taken;
}

Deno.test("what is ready comes in one batch, up to the most; what is not is not waited for", async () => {
  const slow = Promise.withResolvers<void>();
  async function* source() {
    yield* [1, 2, 3, 4, 5];
    await slow.promise;
    yield 6;
  }
  const taken = iterReadyBatches(source(), 3);
  assert.deepEqual((await taken.next()).value, [1, 2, 3]);
  assert.deepEqual((await taken.next()).value, [4, 5]);
  slow.resolve();
  assert.deepEqual((await taken.next()).value, [6]);
  assert.equal((await taken.next()).done, true);
});

Deno.test("an empty source yields nothing", async () => {
  assert.deepEqual(await batches((async function* () {})(), 3), []);
});

Deno.test("an error of the source comes after the batch before it", async () => {
  async function* source() {
    yield 1;
    throw new RangeError("no more");
  }
  const taken = iterReadyBatches(source(), 3);
  assert.deepEqual((await taken.next()).value, [1]);
  await assert.rejects(taken.next(), RangeError);
});

Deno.test("a source that is left early is closed", async () => {
  let isClosed = false;
  async function* source() {
    try {
      yield* [1, 2, 3, 4, 5];
    } finally {
      isClosed = true;
    }
  }
  for await (const _ of iterReadyBatches(source(), 1)) break;
  assert.equal(isClosed, true);
});
