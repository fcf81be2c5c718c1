import assert from "node:assert/strict";
import { compareVersions } from "../../../lib/comparison/compare_versions.ts";
import {
  type DisagreementRequest,
  loadDisagreements,
} from "../../../lib/comparison/differences/load_disagreements.ts";
import { UserError } from "../../../lib/core/errors.ts";
import type { Sql } from "../../../lib/store/database.ts";
import { CHANNEL_ID, numberedMessages, storeMessages } from "../../support/stored_messages.ts";
import { storeOutputs } from "../../support/stored_outputs.ts";
import { openTestDatabase } from "../../support/test_database.ts";

const OTHER_CHANNEL = -1001000000002;
const QUERY = { versionA: "a", versionB: "b", window: { since: null, until: null }, channelIds: null };

/** 40 posts in two channels: A and B differ in all codes by spelling, in every second rate by value, in every fourth by B's null. */
async function storeDisagreements(sql: Sql): Promise<number[]> {
  const rawIds = [
    ...await storeMessages(sql, numberedMessages(30)),
    ...await storeMessages(sql, numberedMessages(10), OTHER_CHANNEL),
  ];
  const rateOf = (min: number | null) => ({ rate: { min, max: null, raw_text: null } });
  await storeOutputs(
    sql,
    "a",
    rawIds.map((rawId, place) => ({ rawId, output: { assignment_code: `X-${place}`, ...rateOf(30) } })),
  );
  await storeOutputs(
    sql,
    "b",
    rawIds.map((rawId, place) => ({
      rawId,
      output: {
        assignment_code: `x${place}`,
        ...rateOf(place % 4 === 0 ? null : place % 2 === 0 ? 40 : 30),
      },
    })),
  );
  return rawIds;
}

Deno.test("disagreements are loaded by field, kind, channel and what stands in them, as many as a comparison counts", async () => {
  await using test = await openTestDatabase();
  const { sql } = test;
  const rawIds = await storeDisagreements(sql);
  const { comparison } = await compareVersions(sql, { ...QUERY, comparedAt: new Date(0) });
  const load = (request: Partial<DisagreementRequest>) =>
    loadDisagreements(sql, { ...QUERY, limit: 1000, ...request });

  for (const { path, kind, channel_id, pairs } of comparison.disagreement_groups) {
    const group = await load({ path, kind, channelIds: [channel_id] });
    assert.equal(group.found, pairs);
    assert.equal(group.disagreements.length, pairs);
    for (const found of group.disagreements) {
      assert.deepEqual([found.path, found.kind, found.channelId], [path, kind, channel_id]);
    }
  }
  const all = await load({});
  assert.equal(all.found, comparison.disagreement_groups.reduce((sum, { pairs }) => sum + pairs, 0));
  assert.equal(all.found, 40 + 20);
  assert.equal(all.texts.size, 40);

  const ofText = await load({ path: "assignment_code", text: " TEXT 3" });
  assert.deepEqual(
    ofText.disagreements.map(({ rawId }) => all.texts.get(rawId)),
    ["text 3", "text 30", "text 3"],
  );
  const ofValue = await load({ text: "x-39" });
  assert.deepEqual(ofValue.disagreements.map(({ rawId, kind }) => [rawId, kind]), [[rawIds[39], "format"]]);
  assert.equal((await load({ channelIds: [CHANNEL_ID] })).texts.size, 30);
});

Deno.test("a limit keeps a sample that a seed repeats, and a field that is none is named", async () => {
  await using test = await openTestDatabase();
  const { sql } = test;
  await storeDisagreements(sql);
  const draw = (seed: number) => loadDisagreements(sql, { ...QUERY, limit: 5, seed });
  const first = await draw(1);
  assert.equal(first.found, 60);
  assert.equal(first.disagreements.length, 5);
  assert.deepEqual(await draw(1), first);
  assert.notDeepEqual((await draw(2)).disagreements, first.disagreements);
  await assert.rejects(
    loadDisagreements(sql, { ...QUERY, path: "rate.mim", limit: 5 }),
    (error: unknown) => error instanceof UserError && /did you mean "rate.min"/.test(error.message),
  );
});
