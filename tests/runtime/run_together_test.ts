import assert from "node:assert/strict";
import { type Part, runTogether } from "../../lib/runtime/run_together.ts";

/** Parts that write down what happens to them; `end` says how one ends before it is stopped. */
function createParts(log: string[], ends: Readonly<Record<string, Promise<unknown>>> = {}): Part[] {
  return ["a", "b", "c"].map((name) => ({
    name,
    async run(signal) {
      const stopped = new Promise<void>((resolve) => signal.addEventListener("abort", () => resolve()));
      await Promise.race([stopped, ends[name] ?? stopped]);
      log.push(`stop ${name}`);
      await new Promise((resolve) => setTimeout(resolve, 5));
      log.push(`end ${name}`);
    },
  }));
}

Deno.test("parts are stopped in their order, each waited for before the next", async () => {
  const log: string[] = [];
  const stop = new AbortController();
  const together = runTogether(createParts(log), { signal: stop.signal });
  stop.abort();
  assert.deepEqual(await together, []);
  assert.deepEqual(log, ["stop a", "end a", "stop b", "end b", "stop c", "end c"]);
});

Deno.test("where one fails the others are stopped, and it is told at once", async () => {
  const log: string[] = [];
  const error = new Error("no luck");
  const failed = await runTogether(createParts(log, { b: Promise.reject(error) }), {
    signal: new AbortController().signal,
    onFailure: ({ name }) => log.push(`failure ${name}`),
  });
  assert.deepEqual(failed, [{ name: "b", error }]);
  assert.deepEqual(log, ["failure b", "stop a", "end a", "stop c", "end c"]);
});

Deno.test("a part that ends by itself counts as failed", async () => {
  const failed = await runTogether(createParts([], { c: Promise.resolve() }), {
    signal: new AbortController().signal,
  });
  assert.deepEqual(failed.map(({ name, error }) => [name, String(error)]), [[
    "c",
    "Error: c ended by itself",
  ]]);
});

Deno.test("a part that throws the stop's own reason has ended well, one that throws something else has not", async () => {
  const stop = new AbortController();
  const run = (name: string, thrown: (signal: AbortSignal) => unknown): Part => ({
    name,
    run: (signal) =>
      new Promise((_, reject) => signal.addEventListener("abort", () => reject(thrown(signal)))),
  });
  const together = runTogether([run("a", ({ reason }) => reason), run("b", () => new Error("lost"))], {
    signal: stop.signal,
  });
  stop.abort();
  assert.deepEqual((await together).map(({ name }) => name), ["b"]);
});
