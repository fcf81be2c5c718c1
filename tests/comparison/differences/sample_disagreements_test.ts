import assert from "node:assert/strict";
import { DisagreementSample } from "../../../lib/comparison/differences/sample_disagreements.ts";
import { SeededRandom } from "../../../lib/core/seeded_random.ts";
import type { Field } from "../../../lib/schema/field_paths.ts";
import { makePair } from "../../support/make_pair.ts";

const FIELDS: readonly Field[] = [
  { path: "code", kind: "code", judgedBy: "exact" },
  { path: "note", kind: "text", judgedBy: "token" },
];

Deno.test("a sample is bounded, comes from the whole span and is the same every time", () => {
  const draw = () => {
    const sample = new DisagreementSample(FIELDS, 20, new SeededRandom(1));
    for (let rawId = 1; rawId <= 10_000; rawId++) {
      sample.add(makePair(FIELDS, [`code ${rawId}`], [], { rawId }));
    }
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

Deno.test("every kind of difference has a sample of its own, from as many channels as it holds", () => {
  const sample = new DisagreementSample(FIELDS, 3, new SeededRandom(1));
  for (let rawId = 1; rawId <= 1000; rawId++) {
    // One channel has nearly all disagreements; five others a single one each.
    sample.add(makePair(FIELDS, ["X1", "Blk 5, Bishan"], ["X2", "blk 5 bishan"], { rawId, channelId: -1 }));
  }
  for (let channel = 2; channel <= 6; channel++) {
    sample.add(makePair(FIELDS, [null, "a b"], ["X", "b a"], { rawId: 1000 + channel, channelId: -channel }));
  }
  sample.add(makePair(FIELDS, ["X1"], ["Y2"], { rawId: 2000, channelId: -7 }));
  const list = sample.list();
  assert.deepEqual(
    list.map(({ path, kind, outcome }) => `${path} ${kind} ${outcome}`),
    [
      ...Array<string>(3).fill("code a_null only_b"),
      ...Array<string>(3).fill("code value different"),
      ...Array<string>(3).fill("note format different"),
      ...Array<string>(3).fill("note order different"),
    ],
  );
  const channelsOf = (kind: string) =>
    new Set(list.filter((found) => found.kind === kind).map(({ channelId }) => channelId));
  assert.equal(channelsOf("a_null").size, 3);
  assert.deepEqual([...channelsOf("value")].sort(), [-1, -7]);
});

Deno.test("only outputs that are ok in both are shown", () => {
  const sample = new DisagreementSample(FIELDS, 5, new SeededRandom(1));
  sample.add(makePair(FIELDS, [null], ["X"], { statusA: "failed" }));
  assert.deepEqual(sample.list(), []);
});
