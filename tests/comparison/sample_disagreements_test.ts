import assert from "node:assert/strict";
import { SeededRandom } from "../../lib/core/seeded_random.ts";
import type { Pair } from "../../lib/comparison/pair_versions.ts";
import { DisagreementSample } from "../../lib/comparison/sample_disagreements.ts";
import { FIELDS } from "../../lib/schema/field_paths.ts";

function pairOf(rawId: number, status: "ok" | "failed" = "ok"): Pair {
  const values = FIELDS.map((_, index) => index === 0 ? `code ${rawId}` : null);
  return {
    rawId,
    segment: 0,
    channelId: 1,
    messageId: rawId,
    messageDate: null,
    a: { status, model: null, values },
    b: { status: "ok", model: null, values: FIELDS.map(() => null) },
    outcomes: FIELDS.map((_, index) => index === 0 ? "only_a" : "both_null"),
  };
}

Deno.test("a sample is bounded, comes from the whole span and is the same every time", () => {
  const draw = () => {
    const sample = new DisagreementSample(FIELDS, 20, new SeededRandom(1));
    for (let rawId = 1; rawId <= 10_000; rawId++) sample.add(pairOf(rawId));
    return sample.list();
  };
  const list = draw();
  assert.equal(list.length, 20);
  assert.equal(new Set(list.map(({ rawId }) => rawId)).size, 20);
  assert.ok(list.filter(({ rawId }) => rawId > 5000).length >= 5);
  assert.ok(list.filter(({ rawId }) => rawId <= 5000).length >= 5);
  assert.deepEqual(list[0]?.a, `code ${list[0]?.rawId}`);
  assert.deepEqual(draw(), list);
});

Deno.test("only outputs that are ok in both are shown", () => {
  const sample = new DisagreementSample(FIELDS, 5, new SeededRandom(1));
  sample.add(pairOf(1, "failed"));
  assert.deepEqual(sample.list(), []);
});
