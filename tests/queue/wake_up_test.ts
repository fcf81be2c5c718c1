import assert from "node:assert/strict";
import { WakeUp } from "../../lib/queue/wake_up.ts";

Deno.test("a wake before the wait is remembered once", async () => {
  const wakeUp = new WakeUp();
  wakeUp.wake();
  wakeUp.wake();
  await wakeUp.wait(null);
  let isWaiting = true;
  const second = wakeUp.wait(null).then(() => isWaiting = false);
  await Promise.resolve();
  assert.ok(isWaiting, "the second wait must wait");
  wakeUp.wake();
  await second;
});

Deno.test("a wait ends by itself after its limit", async () => {
  await new WakeUp().wait(1);
});
