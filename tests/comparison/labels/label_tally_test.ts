import assert from "node:assert/strict";
import { compareVersions } from "../../../lib/comparison/compare_versions.ts";
import { countLabels, LabelTally } from "../../../lib/comparison/labels/label_tally.ts";
import { type Pair } from "../../../lib/comparison/pair_versions.ts";
import { sha256Hex } from "../../../lib/core/fingerprint.ts";
import type { Field } from "../../../lib/schema/field_paths.ts";
import type { Label } from "../../../lib/schema/label.ts";
import type { FieldValue } from "../../../lib/schema/read_field.ts";
import { saveLabel } from "../../../lib/store/labels.ts";
import { makePair } from "../../support/make_pair.ts";
import { storeMessages } from "../../support/stored_messages.ts";
import { storeOutputs } from "../../support/stored_outputs.ts";
import { openTestDatabase } from "../../support/test_database.ts";

const FIELDS: readonly Field[] = [{ path: "code", kind: "code", judgedBy: "exact" }];
const HASH = sha256Hex("a post");

function makeLabel(value: FieldValue, label: Partial<Label> = {}): Label {
  return {
    id: crypto.randomUUID(),
    textSha256: HASH,
    segment: 0,
    field: "code",
    value,
    alsoRight: null,
    verdict: "direct",
    versionA: null,
    versionB: null,
    labeler: "kim",
    labeledAt: new Date(0),
    inclusionProbability: null,
    ...label,
  };
}

function pairOf(a: FieldValue, b: FieldValue, segment = 0): Pair {
  return makePair(FIELDS, [a], [b], { segment });
}

const VERSIONS = ["x", "y"] as const;

/** The counts of the one field; null where it has no labels. */
function countOf(tally: LabelTally) {
  const observed = tally.observe().get("code");
  return observed ? countLabels(observed) : null;
}

function countOne(a: FieldValue, b: FieldValue, label: Label) {
  const tally = new LabelTally(FIELDS, [label], VERSIONS);
  tally.add(pairOf(a, b), HASH.slice(0, 13));
  return countOf(tally);
}

Deno.test("a value is right where it is what the label says, as the field's kind sees it", () => {
  assert.equal(countOne("A1", "B2", makeLabel("a1."))?.only_a_right, 1);
  assert.equal(countOne("A1", null, makeLabel(null))?.only_b_right, 1);
  assert.equal(countOne(null, null, makeLabel(null))?.both_right, 1);
  assert.equal(countOne("A1", "B2", makeLabel("C3"))?.neither_right, 1);
  const both = makeLabel("A1", { verdict: "both", versionA: "x", versionB: "y", alsoRight: "B2" });
  assert.equal(countOne("A1", "B2", both)?.both_right, 1);
});

Deno.test("equal texts count once, another item or text not at all", () => {
  const tally = new LabelTally(FIELDS, [makeLabel("A1")], VERSIONS);
  tally.add(pairOf("A1", "A1", 2), HASH.slice(0, 13));
  tally.add(pairOf("A1", "A1"), sha256Hex("another").slice(0, 13));
  assert.equal(countOf(tally), null);
  tally.add(pairOf("A1", "B1"), HASH.slice(0, 13));
  tally.add(pairOf("A1", "B1"), HASH.slice(0, 13));
  assert.equal(countOf(tally)?.only_a_right, 1);
});

Deno.test("of equal texts a version's output counts, not that it skipped a repost of it", () => {
  const tally = new LabelTally(FIELDS, [makeLabel("A1")], VERSIONS);
  const pair = pairOf("A1", null);
  tally.add({ ...pair, b: { ...pair.b, status: "skipped" } }, HASH.slice(0, 13));
  tally.add(pairOf("B1", "A1"), HASH.slice(0, 13));
  assert.equal(countOf(tally)?.both_right, 1);
});

Deno.test("a label knows its channel and day, and whether it was drawn for the versions that are compared", () => {
  const drawn = { inclusionProbability: 0.5, verdict: "a", versionA: "y", versionB: "x" } as const;
  const observe = (label: Partial<Label>) => {
    const tally = new LabelTally(FIELDS, [makeLabel("A1", label)], VERSIONS);
    tally.add({ ...pairOf("A1", "B1"), messageDate: new Date("2026-01-05T23:59:59Z") }, HASH.slice(0, 13));
    return tally.observe().get("code")?.[0] ?? assert.fail("not observed");
  };
  assert.deepEqual(observe(drawn), {
    cluster: "-1 20458",
    a: true,
    b: false,
    differ: true,
    probability: 0.5,
    ofThese: true,
  });
  assert.equal(observe({ ...drawn, versionB: "z" }).ofThese, false);
  assert.equal(observe({}).ofThese, false);
});

Deno.test("a sampled label counts as often as its probability says, one that was not sampled only as itself", () => {
  const posts = ["one", "two", "three"].map((text) => sha256Hex(text));
  const labels = posts.map((textSha256, at) =>
    makeLabel("A1", { textSha256, inclusionProbability: [0.5, 0.1, null][at] ?? null })
  );
  const tally = new LabelTally(FIELDS, labels, VERSIONS);
  posts.forEach((hash, at) => tally.add(pairOf("A1", at === 0 ? "A1" : "B1"), hash.slice(0, 13)));
  assert.deepEqual(countOf(tally), {
    both_right: 1,
    only_a_right: 2,
    only_b_right: 0,
    neither_right: 0,
    sampled: 2,
    weighted: { cases: 12, a_right: 12, b_right: 2 },
  });
});

Deno.test("a comparison says which version is right in the posts that have labels", async () => {
  await using test = await openTestDatabase();
  const ids = await storeMessages(test.sql, [{ text: "first" }, { text: "second" }, { text: "first" }]);
  await storeOutputs(test.sql, "one", ids.map((rawId) => ({ rawId, output: { assignment_code: "A1" } })));
  await storeOutputs(test.sql, "two", ids.map((rawId) => ({ rawId, output: { assignment_code: "B1" } })));
  const query = {
    versionA: "one",
    versionB: "two",
    window: { since: null, until: null },
    channelIds: null,
    comparedAt: new Date(0),
  };
  assert.deepEqual((await compareVersions(test.sql, query)).comparison.labels, {});
  const { textSha256: _, ...label } = makeLabel("B1", { field: "assignment_code" });
  await test.sql.begin((transaction) =>
    saveLabel(transaction, { rawText: "first", agency: "a", channel: "c", n: 1 }, label)
  );
  const { labels, labels_macro, fields } = (await compareVersions(test.sql, query)).comparison;
  assert.deepEqual(Object.keys(labels), ["assignment_code"]);
  const { test: tested, ...counts } = labels["assignment_code"] ?? assert.fail("no labels");
  assert.deepEqual({ assignment_code: counts }, {
    assignment_code: {
      both_right: 0,
      only_a_right: 0,
      only_b_right: 1,
      neither_right: 0,
      sampled: 0,
      weighted: null,
    },
  });
  assert.equal(tested?.points, 100);
  assert.equal(tested?.finding, "undecided", "one label of one day decides nothing");
  assert.equal(labels_macro?.b_right, 1);
  assert.ok(!fields["assignment_code"]?.words.includes("better"));
});
