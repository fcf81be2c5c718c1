import assert from "node:assert/strict";
import { startHeartbeat } from "../../lib/queue/heartbeat.ts";

Deno.test("a beat that takes long is not overtaken, and disposing waits for it", async () => {
  let inside = 0;
  let most = 0;
  let ended = 0;
  const second = Promise.withResolvers<void>();
  {
    await using _heartbeat = startHeartbeat(1, async () => {
      most = Math.max(most, ++inside);
      await new Promise((resolve) => setTimeout(resolve, 15));
      inside--;
      if (++ended === 2) second.resolve();
    }, () => assert.fail("no beat fails"));
    await second.promise;
  }
  assert.equal(most, 1);
  assert.equal(inside, 0);
});

Deno.test("a beat that fails is told and followed by the next", async () => {
  const failures: unknown[] = [];
  let beats = 0;
  const third = Promise.withResolvers<void>();
  {
    await using _heartbeat = startHeartbeat(1, () => {
      if (++beats === 3) third.resolve();
      return beats === 1 ? Promise.reject(new Error("no answer")) : Promise.resolve();
    }, (error) => failures.push(error));
    await third.promise;
  }
  assert.equal(failures.length, 1);
});
