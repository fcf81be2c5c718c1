import assert from "node:assert/strict";
import { sha256Hex } from "../../lib/core/fingerprint.ts";
import type { LabelledPost } from "../../lib/schema/label.ts";
import type { Sql } from "../../lib/store/database.ts";
import {
  iterLabelledPosts,
  loadLabels,
  type NewLabel,
  saveLabel,
  undoLabel,
} from "../../lib/store/labels.ts";
import { openTestDatabase } from "../support/test_database.ts";

const POST: LabelledPost = {
  rawText: 'Sec 3 Math \\n "quoted" \u{1F4DA}',
  agency: "Agency",
  channel: "t.me/agency",
  n: 7,
};
const HASH = sha256Hex(POST.rawText);

function makeLabel(label: Partial<NewLabel> = {}): NewLabel {
  return {
    id: crypto.randomUUID(),
    segment: 0,
    field: "rate.min",
    value: 40,
    alsoRight: null,
    verdict: "a",
    versionA: "rules_v1",
    versionB: "rules_v2",
    labeler: "kim",
    labeledAt: new Date("2026-03-04T05:06:07.890Z"),
    inclusionProbability: 0.125,
    ...label,
  };
}

async function save(sql: Sql, label: NewLabel) {
  const { corrected } = await sql.begin(async (transaction) => ({
    corrected: await saveLabel(transaction, POST, label),
  }));
  return corrected;
}

async function undo(sql: Sql, id: string) {
  const { undone } = await sql.begin(async (transaction) => ({ undone: await undoLabel(transaction, id) }));
  return undone;
}

Deno.test("a label comes back as it was stored, under the hash that the raw message has", async () => {
  await using test = await openTestDatabase();
  const labels = [
    makeLabel(),
    makeLabel({ field: "address", value: ["a \\ b", 'c "d"'], alsoRight: ["a \\ b"], verdict: "both" }),
    makeLabel({ field: "start_date", value: null, verdict: "neither", inclusionProbability: null }),
    makeLabel({ segment: 2, verdict: "direct", versionA: null, versionB: null }),
  ];
  for (const label of labels) assert.equal(await save(test.sql, label), null);
  const stored = await loadLabels(test.sql, null);
  const byId = new Map(stored.map((label) => [label.id, label]));
  for (const label of labels) assert.deepEqual(byId.get(label.id), { ...label, textSha256: HASH });
  assert.deepEqual(await loadLabels(test.sql, [HASH]), stored);
  assert.deepEqual(await loadLabels(test.sql, [sha256Hex("another")]), []);
  assert.deepEqual(await Array.fromAsync(iterLabelledPosts(test.sql)), [{ post: POST, labels: stored }]);
});

Deno.test("a correction supersedes, undoing it brings the first label back, and no row is ever removed", async () => {
  await using test = await openTestDatabase();
  const first = makeLabel();
  const second = makeLabel({ value: 45, verdict: "b" });
  const current = async () => (await loadLabels(test.sql, null)).map(({ id }) => id);
  await save(test.sql, first);
  assert.equal(await save(test.sql, second), first.id);
  assert.deepEqual(await current(), [second.id]);
  assert.equal(await undo(test.sql, first.id), false);
  assert.equal(await undo(test.sql, second.id), true);
  assert.deepEqual(await current(), [first.id]);
  assert.equal(await undo(test.sql, second.id), false);
  assert.equal(await undo(test.sql, first.id), true);
  assert.deepEqual(await current(), []);
  assert.deepEqual(await Array.fromAsync(iterLabelledPosts(test.sql)), []);
  const [row] = await test.sql<[{ count: number }]>`select count(*) as count from labels`;
  assert.equal(row.count, 2);
});

Deno.test("a label that is written again after a lost answer changes nothing, also when it was undone meanwhile", async () => {
  await using test = await openTestDatabase();
  const label = makeLabel();
  await save(test.sql, label);
  assert.equal(await save(test.sql, label), undefined);
  await undo(test.sql, label.id);
  assert.equal(await save(test.sql, label), undefined);
  assert.deepEqual(await loadLabels(test.sql, null), []);
});

Deno.test("labels of one field that are written at the same moment leave exactly one that holds", async () => {
  await using test = await openTestDatabase();
  const labels = Array.from({ length: 12 }, (_, value) => makeLabel({ value }));
  await Promise.all(labels.map((label) => save(test.sql, label)));
  assert.equal((await loadLabels(test.sql, null)).length, 1);
  const [row] = await test.sql<
    [{ count: number }]
  >`select count(*) as count from labels where superseded_by is not null`;
  assert.equal(row.count, 11);
});

Deno.test("the database refuses a verdict without its versions, and values that no field has", async () => {
  await using test = await openTestDatabase();
  for (
    const label of [
      makeLabel({ versionA: null, versionB: null }),
      makeLabel({ verdict: "direct" }),
      makeLabel({ alsoRight: 1 }),
      makeLabel({ inclusionProbability: 0 }),
      makeLabel({ inclusionProbability: 1.5 }),
      makeLabel({ field: "rate min" }),
      makeLabel({ labeler: "" }),
      makeLabel({ segment: -1 }),
    ]
  ) {
    await assert.rejects(save(test.sql, label), /violates check constraint/);
  }
});
