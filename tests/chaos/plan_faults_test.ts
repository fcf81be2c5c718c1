import assert from "node:assert/strict";
import { FAULT_KINDS } from "./fault.ts";
import { LEASE_MS, planFaults } from "./plan_faults.ts";

Deno.test("the same seed plans the same faults, another seed others", () => {
  const plan = planFaults({ seed: 7, count: 220, workers: 6 });
  assert.deepEqual(planFaults({ seed: 7, count: 220, workers: 6 }), plan);
  assert.notDeepEqual(planFaults({ seed: 8, count: 220, workers: 6 }), plan);
});

Deno.test("a plan has as many faults as asked for, of every kind", () => {
  for (let seed = 0; seed < 50; seed++) {
    const plan = planFaults({ seed, count: 100 + seed, workers: 6 });
    assert.equal(plan.length, 100 + seed);
    assert.deepEqual(new Set(plan.map(({ kind }) => kind)), new Set(FAULT_KINDS));
  }
});

Deno.test("a kind that is impossible leaves its faults to the others", () => {
  const plan = planFaults({ seed: 1, count: 200, workers: 6, without: ["full_disk"] });
  assert.equal(plan.length, 200);
  assert.ok(plan.every(({ kind }) => kind !== "full_disk"));
});

Deno.test("faults name workers that there are, and a freeze outlasts the lease", () => {
  for (const fault of planFaults({ seed: 3, count: 500, workers: 4 })) {
    assert.ok(fault.worker >= 0 && fault.worker < 4);
    if (fault.kind === "freeze") assert.ok(fault.forMs > LEASE_MS);
  }
});
