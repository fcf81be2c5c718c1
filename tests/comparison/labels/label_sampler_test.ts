import assert from "node:assert/strict";
import { LabelSampler } from "../../../lib/comparison/labels/label_sampler.ts";
import type { Pair } from "../../../lib/comparison/pair_versions.ts";
import { SeededRandom } from "../../../lib/core/seeded_random.ts";
import type { Field } from "../../../lib/schema/field_paths.ts";
import { makePair } from "../../support/make_pair.ts";

const FIELDS: readonly Field[] = [
  { path: "code", kind: "code", judgedBy: "exact" },
  { path: "note", kind: "text", judgedBy: "token", isScored: false },
];

function pairOf(rawId: number, isEqual: boolean): Pair {
  return makePair(FIELDS, ["x"], [isEqual ? "x" : "y"], { rawId });
}

function drawFrom(count: number, budget: number, seed: number) {
  const sampler = new LabelSampler(FIELDS, budget, new SeededRandom(seed));
  for (let rawId = 0; rawId < count; rawId++) sampler.add(pairOf(rawId, rawId % 10 !== 0), `hash ${rawId}`);
  return sampler.draw();
}

Deno.test("a case's inclusion probability is how often it is drawn", () => {
  const drawn = new Map<number, number>();
  const told = new Map<number, number>();
  const draws = 3000;
  for (let seed = 0; seed < draws; seed++) {
    for (const { rawId, inclusionProbability } of drawFrom(80, 10, seed)) {
      drawn.set(rawId, (drawn.get(rawId) ?? 0) + 1);
      told.set(rawId, inclusionProbability);
    }
  }
  assert.equal(drawn.size, 80);
  for (const [rawId, times] of drawn) {
    const probability = told.get(rawId) ?? 0;
    const sigma = Math.sqrt(draws * probability * (1 - probability));
    assert.ok(
      Math.abs(times - draws * probability) <= 4.5 * sigma,
      `${rawId}: ${times} of ${draws * probability}`,
    );
  }
});

Deno.test("equal texts count once, an output that is not ok not at all, and a field that is not scored is not asked for", () => {
  const sampler = new LabelSampler(FIELDS, 10, new SeededRandom(1));
  const pair = pairOf(1, false);
  sampler.add(pair, "same");
  sampler.add({ ...pair, rawId: 2 }, "same");
  sampler.add({ ...pair, rawId: 3, segment: 2 }, "same");
  sampler.add({ ...pair, rawId: 4, a: { ...pair.a, status: "failed" } }, "other");
  assert.deepEqual(sampler.sizes(), [{ disagreement: 2, agreement: 0, both_null: 0 }]);
  assert.deepEqual(sampler.draw().map(({ rawId, field }) => [rawId, field.path]).sort(), [[1, "code"], [
    3,
    "code",
  ]]);
});

Deno.test("the same seed asks for the same cases, another one for others", () => {
  const idsOf = (seed: number) => drawFrom(500, 20, seed).map(({ rawId }) => rawId);
  assert.deepEqual(idsOf(1), idsOf(1));
  assert.notDeepEqual(idsOf(1), idsOf(2));
});
