import assert from "node:assert/strict";
import { JobSlots } from "../../lib/queue/job_slots.ts";
import { sampleJob } from "../support/sample_job.ts";

const job = (claimId: number) => sampleJob({ claimId });

/** Slots whose jobs end when they are told to. */
function openSlots(count: number) {
  const begun: number[] = [];
  const aborted: number[] = [];
  const ends = new Map<number, () => void>();
  const slots = new JobSlots(count, async ({ claimId }, signal) => {
    begun.push(claimId);
    signal.addEventListener("abort", () => aborted.push(claimId));
    await new Promise<void>((resolve) => ends.set(claimId, resolve));
  });
  const end = async (claimId: number) => {
    ends.get(claimId)?.();
    await new Promise((resolve) => setTimeout(resolve, 0));
  };
  return { slots, begun, aborted, end };
}

Deno.test("jobs begin in the order they came, as soon as a slot is free", async () => {
  const { slots, begun, end } = openSlots(2);
  slots.add([job(1), job(2), job(3)]);
  slots.add([job(4)]);
  assert.deepEqual([begun, slots.buffered], [[1, 2], 2]);
  await end(2);
  assert.deepEqual(begun, [1, 2, 3]);
  for (const claimId of [1, 3, 4]) await end(claimId);
  assert.deepEqual([begun, slots.isIdle], [[1, 2, 3, 4], true]);
});

Deno.test("jobs that were not begun can be taken out, and are not begun then", async () => {
  const { slots, begun, end } = openSlots(1);
  slots.add([job(1), job(2), job(3)]);
  assert.deepEqual(slots.takeBuffered().map(({ claimId }) => claimId), [2, 3]);
  await end(1);
  assert.deepEqual([begun, slots.isIdle], [[1], true]);
});

Deno.test("of dropped jobs those that wait are returned, and those in flight are told to stop", async () => {
  const { slots, begun, aborted, end } = openSlots(1);
  slots.add([job(1), job(2), job(3)]);
  const dropped = slots.drop(new Set([1, 3]), new Error("lost"));
  assert.deepEqual([dropped.map(({ claimId }) => claimId), aborted], [[3], [1]]);
  await end(1);
  assert.deepEqual(begun, [1, 2]);
});

Deno.test("stopped slots begin nothing more and tell what is in flight to stop", async () => {
  const { slots, begun, aborted, end } = openSlots(1);
  slots.add([job(1), job(2)]);
  slots.stop();
  await end(1);
  assert.deepEqual([begun, aborted], [[1], [1]]);
});
