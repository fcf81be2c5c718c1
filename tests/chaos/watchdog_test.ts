import assert from "node:assert/strict";
import { Watchdog } from "./watchdog.ts";

Deno.test("a step that takes too long is named", async () => {
  const overdue = Promise.withResolvers<string>();
  using dog = new Watchdog(overdue.resolve);
  const step = Promise.withResolvers<void>();
  const watched = dog.watch("the end of the queue", 10, () => step.promise);
  assert.equal(await overdue.promise, "Gave up: the end of the queue did not happen within 0.0 s");
  step.resolve();
  await watched;
});

Deno.test("a step that ends in time is forgotten and hands on its result", async () => {
  using dog = new Watchdog(() => assert.fail());
  assert.equal(await dog.watch("an answer", 100, () => Promise.resolve(42)), 42);
  await assert.rejects(dog.watch("an error", 100, () => Promise.reject(new Error("no"))), /no/);
});
