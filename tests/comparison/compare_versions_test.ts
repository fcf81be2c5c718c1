import assert from "node:assert/strict";
import { compareVersions } from "../../lib/comparison/compare_versions.ts";
import type { ComparisonRequest } from "../../lib/comparison/count_pairs.ts";
import { ComparisonSchema } from "../../lib/comparison/comparison_schema.ts";
import type { Pair } from "../../lib/comparison/pair_versions.ts";
import { reportHtml } from "../../lib/comparison/report/report_html.ts";
import { UserError } from "../../lib/core/errors.ts";
import { FIELDS } from "../../lib/schema/field_paths.ts";
import { emptyAssignmentFields, emptyWeek } from "../../lib/schema/tuition_assignment.ts";
import { CHANNEL_ID, numberedMessages, storeMessages } from "../support/stored_messages.ts";
import { type StoredOutput, storeOutputs } from "../support/stored_outputs.ts";
import { openTestDatabase } from "../support/test_database.ts";

const REQUEST: ComparisonRequest = {
  versionA: "a",
  versionB: "b",
  window: { since: null, until: null },
  channelIds: null,
  comparedAt: new Date("2026-02-01T00:00:00Z"),
};

Deno.test("every message is a pair or left out for one reason, and the totals reconcile", async () => {
  await using test = await openTestDatabase();
  const { sql } = test;
  const ids = await storeMessages(sql, [
    ...numberedMessages(8),
    { text: "text 8" },
    { text: "gone", deletedAt: "2026-01-02T00:00:00Z" },
    { text: "in no version" },
  ]);
  const rawId = (place: number) => ids[place] ?? 0;
  const in_ = (places: readonly number[]) => places.map((place) => ({ rawId: rawId(place) }));
  await storeOutputs(sql, "a", [
    ...in_([0, 1, 7, 8, 9]),
    { rawId: rawId(2), status: "pending" },
    { rawId: rawId(3), readOlderText: true },
    { rawId: rawId(4), status: "skipped" },
    { rawId: rawId(5) },
  ]);
  await storeOutputs(sql, "b", [
    ...in_([0, 2, 3, 7, 8, 9]),
    { rawId: rawId(4), status: "failed" },
    { rawId: rawId(5), status: "processing" },
    { rawId: rawId(6) },
  ]);

  const { comparison } = await compareVersions(sql, REQUEST);
  assert.deepEqual(comparison.left_out, {
    deleted: 1,
    only_in_a: 1,
    only_in_b: 1,
    not_finished: 2,
    read_different_texts: 1,
    only_a_splits: 0,
    only_b_splits: 0,
  });
  assert.equal(comparison.messages, 10);
  assert.equal(comparison.pairs, 4);
  assert.equal(
    comparison.compared + Object.values(comparison.left_out).reduce((sum, count) => sum + count, 0),
    comparison.messages,
  );
  assert.equal(comparison.both_ok, 3);
  assert.equal(comparison.distinct_texts, 3);
  assert.deepEqual(comparison.statuses, [{ a: "ok", b: "ok", pairs: 3 }, {
    a: "skipped",
    b: "failed",
    pairs: 1,
  }]);
  assert.deepEqual(comparison.a.statuses, { ok: 7, skipped: 1, failed: 0, pending: 1, processing: 0 });
  assert.deepEqual(comparison.b.statuses, { ok: 7, skipped: 0, failed: 1, pending: 0, processing: 1 });
  for (const { all, both_ok } of Object.values(comparison.fields)) {
    for (const [counts, pairs] of [[all, 4], [both_ok, 3]] as const) {
      assert.equal(counts.both_null + counts.only_a + counts.only_b + counts.equal + counts.different, pairs);
    }
  }
  assert.deepEqual(ComparisonSchema.parse(JSON.parse(JSON.stringify(comparison))), comparison);
});

Deno.test("fields are counted with null in both apart, over all pairs and over those ok in both", async () => {
  await using test = await openTestDatabase();
  const { sql } = test;
  const [one = 0, two = 0, three = 0, four = 0] = await storeMessages(sql, numberedMessages(4));
  const friday = {
    explicit: { ...emptyWeek(), friday: ["19:00-21:00"] },
    estimated: emptyWeek(),
    note: null,
  };
  await storeOutputs(sql, "a", [
    {
      rawId: one,
      output: { assignment_code: "X1", rate: { min: 30, max: 40, raw_text: null }, address: ["P", "Q"] },
    },
    { rawId: two, output: { assignment_code: "X2" } },
    { rawId: three, output: { start_date: "ASAP", time_availability: friday } },
    { rawId: four, output: { assignment_code: "X4" } },
  ]);
  await storeOutputs(sql, "b", [
    {
      rawId: one,
      output: { assignment_code: "x1.", rate: { min: 35, max: 40, raw_text: null }, address: ["q", "p"] },
    },
    { rawId: two, output: { start_date: "ASAP" } },
    { rawId: three, output: { start_date: "ASAP", time_availability: friday } },
    { rawId: four, status: "skipped", output: { assignment_code: "an output from before" } },
  ]);

  const { comparison, disagreements, texts } = await compareVersions(sql, REQUEST);
  const counts = (path: string) => {
    const { both_null, only_a, only_b, equal, different } = comparison.fields[path]?.both_ok ??
      assert.fail(path);
    return { both_null, only_a, only_b, equal, different };
  };
  assert.deepEqual(counts("assignment_code"), { both_null: 1, only_a: 1, only_b: 0, equal: 1, different: 0 });
  assert.deepEqual(counts("rate.min"), { both_null: 2, only_a: 0, only_b: 0, equal: 0, different: 1 });
  assert.deepEqual(counts("rate.max"), { both_null: 2, only_a: 0, only_b: 0, equal: 1, different: 0 });
  assert.deepEqual(counts("address"), { both_null: 2, only_a: 0, only_b: 0, equal: 1, different: 0 });
  assert.deepEqual(counts("start_date"), { both_null: 1, only_a: 0, only_b: 1, equal: 1, different: 0 });
  assert.deepEqual(counts("time_availability.explicit"), {
    both_null: 2,
    only_a: 0,
    only_b: 0,
    equal: 1,
    different: 0,
  });
  assert.equal(comparison.fields["assignment_code"]?.both_ok.coverage_a, 2 / 3);
  assert.equal(comparison.fields["assignment_code"]?.both_ok.agreement, 1 / 2);
  assert.equal(comparison.fields["assignment_code"]?.both_ok.agreement_where_both, 1);
  assert.equal(comparison.fields["assignment_code"]?.all.only_a, 2);
  assert.deepEqual(comparison.fields["assignment_code"]?.words, ["undecided"]);
  assert.deepEqual(comparison.fields["rate.min"]?.words, ["differs", "undecided"]);
  assert.deepEqual(comparison.fields["rate.max"]?.words, ["undecided"]);
  assert.deepEqual(comparison.fields["nearest_mrt"]?.words, ["empty"]);

  for (const { differences, both_ok } of Object.values(comparison.fields)) {
    const { a_null, b_null, format, order, value } = differences ?? assert.fail();
    assert.deepEqual([a_null, b_null, format + order + value], [
      both_ok.only_b,
      both_ok.only_a,
      both_ok.different,
    ]);
  }
  assert.deepEqual(comparison.disagreement_groups, [
    { path: "assignment_code", kind: "b_null", channel_id: CHANNEL_ID, pairs: 1 },
    { path: "start_date", kind: "a_null", channel_id: CHANNEL_ID, pairs: 1 },
    { path: "rate.min", kind: "value", channel_id: CHANNEL_ID, pairs: 1 },
  ]);
  assert.deepEqual(comparison.fields["assignment_code"]?.similarity, {
    measure: "edit_similarity",
    pairs: 1,
    mean: 1,
  });
  assert.deepEqual(comparison.fields["rate.min"]?.similarity, {
    measure: "ratio",
    pairs: 1,
    mean: 1 - 5 / 35,
  });
  assert.equal(comparison.fields["nearest_mrt"]?.similarity, null);

  assert.deepEqual(disagreements.map(({ path, rawId, outcome }) => [path, rawId, outcome]), [
    ["assignment_code", two, "only_a"],
    ["start_date", two, "only_b"],
    ["rate.min", one, "different"],
  ]);
  assert.deepEqual([...texts].sort(), [[one, "text 1"], [two, "text 2"]].sort());
});

Deno.test("a window and channels narrow it, and every channel has its own counts", async () => {
  await using test = await openTestDatabase();
  const { sql } = test;
  const small = await storeMessages(sql, numberedMessages(2), -1001000000002);
  const large = await storeMessages(sql, numberedMessages(5));
  const outputs = [...small, ...large].map((rawId) => ({ rawId, output: { assignment_code: "X" } }));
  await storeOutputs(sql, "a", outputs);
  await storeOutputs(sql, "b", outputs);

  const whole = await compareVersions(sql, REQUEST);
  assert.deepEqual(whole.comparison.channels.map((channel) => [channel.channel_id, channel.pairs]), [
    [-1001000000001, 5],
    [-1001000000002, 2],
  ]);
  assert.equal(whole.comparison.channels[1]?.fields["assignment_code"]?.both_ok.equal, 2);
  assert.equal(whole.comparison.distinct_texts, 5);

  const narrowed = await compareVersions(sql, {
    ...REQUEST,
    channelIds: [-1001000000001],
    window: { since: new Date("2026-01-01T00:02:00Z"), until: new Date("2026-01-01T00:04:00Z") },
  });
  assert.equal(narrowed.comparison.messages, 2);
  assert.deepEqual(narrowed.comparison.window, {
    since: "2026-01-01T00:02:00.000Z",
    until: "2026-01-01T00:04:00.000Z",
  });
});

Deno.test("pages and gaps between ids lose nothing and double nothing", async () => {
  await using test = await openTestDatabase();
  const { sql } = test;
  const ids = await storeMessages(sql, numberedMessages(3500));
  await storeOutputs(sql, "a", ids.filter((_, place) => place % 3 !== 0).map((rawId) => ({ rawId })));
  await storeOutputs(sql, "b", ids.filter((_, place) => place % 5 !== 0).map((rawId) => ({ rawId })));
  await storeOutputs(sql, "other", ids.map((rawId) => ({ rawId })));

  const seen: number[] = [];
  const onPairs = (pairs: readonly Pair[]) => void seen.push(...pairs.map(({ rawId }) => rawId));
  const { comparison } = await compareVersions(sql, REQUEST, { onPairs });
  assert.deepEqual(seen, ids.filter((_, place) => place % 3 !== 0 && place % 5 !== 0));
  assert.equal(comparison.messages, ids.filter((_, place) => place % 3 !== 0 || place % 5 !== 0).length);
});

Deno.test("a version of several makers is pointed out, and what differs between the makers is said", async () => {
  await using test = await openTestDatabase();
  const { sql } = test;
  const [rawId = 0] = await storeMessages(sql, numberedMessages(1));
  await storeOutputs(sql, "a", [{ rawId }]);
  await storeOutputs(sql, "b", [{ rawId }]);
  await sql`update pipeline_versions set mixed_with = '[{"rules": "sha256:other"}]' where version = 'b'`;
  const { comparison } = await compareVersions(sql, REQUEST);
  assert.equal(comparison.a.mixed_with, 0);
  assert.equal(comparison.b.mixed_with, 1);
  assert.deepEqual(comparison.made_differently, ["rules: sha256:a -> sha256:b"]);
});

Deno.test("what is written while a comparison runs does not change it", async () => {
  await using test = await openTestDatabase();
  const { sql } = test;
  const ids = await storeMessages(sql, numberedMessages(2500));
  await storeOutputs(sql, "a", ids.map((rawId) => ({ rawId })));
  await storeOutputs(sql, "b", ids.map((rawId) => ({ rawId })));
  let isFirst = true;
  const { comparison } = await compareVersions(sql, REQUEST, {
    onPairs: async () => {
      if (!isFirst) return;
      isFirst = false;
      await sql`delete from telegram_extractions where pipeline_version = 'b'`;
    },
  });
  assert.equal(comparison.pairs, 2500);
});

Deno.test("an unknown version is named beside those there are, and a version is not compared with itself", async () => {
  await using test = await openTestDatabase();
  await storeOutputs(test.sql, "a", []);
  await assert.rejects(() => compareVersions(test.sql, REQUEST), (error) => {
    assert.ok(error instanceof UserError);
    assert.match(error.message, /Cannot find the version "b"[^]*\n {2}a\n/);
    return true;
  });
  await assert.rejects(() => compareVersions(test.sql, { ...REQUEST, versionB: "a" }), UserError);
});

/** An output with these segments: [verified code, start date], or null for one that could not be read. */
function compilation(
  rawId: number,
  ...segments: readonly (readonly [string | null, string] | null)[]
): StoredOutput {
  return {
    rawId,
    output: {
      segments: segments.map((segment) =>
        segment && { ...emptyAssignmentFields(), assignment_code: segment[0], start_date: segment[1] }
      ),
    },
    meta: { compilation: { segments: segments.map((segment) => ({ code: segment?.[0] ?? null })) } },
  };
}

Deno.test("assignments of one post are compared with those of the same code, or else of the same place", async () => {
  await using test = await openTestDatabase();
  const { sql } = test;
  const [codes = 0, places = 0, onlyA = 0, onlyB = 0, skipped = 0, single = 0] = await storeMessages(
    sql,
    numberedMessages(6),
  );
  await storeOutputs(sql, "a", [
    compilation(codes, ["X1", "Mon"], ["X2", "Tue"], ["X3", "Wed"]),
    compilation(places, [null, "Mon"], null, ["X5", "Wed"]),
    compilation(onlyA, ["X6", "Mon"], ["X7", "Tue"]),
    { rawId: onlyB, output: { start_date: "Mon" } },
    compilation(skipped, ["X8", "Mon"], ["X9", "Tue"]),
    { rawId: single, output: { start_date: "Mon" } },
  ]);
  await storeOutputs(sql, "b", [
    compilation(codes, ["X2", "Tue"], ["X1", "Sun"]),
    compilation(places, [null, "Mon"], [null, "Tue"], ["X0", "Wed"]),
    { rawId: onlyA, output: { start_date: "Mon" } },
    compilation(onlyB, [null, "Mon"], [null, "Tue"], [null, "Wed"]),
    { rawId: skipped, status: "skipped" },
    { rawId: single, output: { start_date: "Mon" } },
  ]);

  const seen: Pair[] = [];
  const compared = await compareVersions(sql, REQUEST, { onPairs: (pairs) => void seen.push(...pairs) });
  const start = FIELDS.findIndex(({ path }) => path === "start_date");
  assert.deepEqual(
    seen.map(({ rawId, segment, a, b, outcomes }) => [rawId, segment, a.status, b.status, outcomes[start]]),
    [
      [codes, 1, "ok", "ok", "different"],
      [codes, 2, "ok", "ok", "equal"],
      [places, 1, "ok", "ok", "equal"],
      [places, 2, "failed", "ok", "only_b"],
      [skipped, 1, "ok", "skipped", "only_a"],
      [skipped, 2, "ok", "skipped", "only_a"],
      [single, 0, "ok", "ok", "equal"],
    ],
  );

  const { comparison, splitDifferences, texts } = compared;
  assert.equal(comparison.messages, 6);
  assert.equal(comparison.compared, 4);
  assert.equal(comparison.pairs, 7);
  assert.equal(comparison.both_ok, 4);
  assert.equal(comparison.distinct_texts, 4);
  assert.deepEqual([comparison.left_out.only_a_splits, comparison.left_out.only_b_splits], [1, 1]);
  assert.deepEqual(comparison.compilations, {
    messages: 4,
    split_by_both: 2,
    paired_by_code: 2,
    paired_by_place: 2,
    only_in_a: 1 + 1 + 2 + 1,
    only_in_b: 1 + 1 + 3,
  });
  assert.deepEqual(splitDifferences.map(({ rawId, codesA, codesB }) => [rawId, codesA, codesB]), [
    [codes, ["X1", "X2", "X3"], ["X2", "X1"]],
    [places, [null, null, "X5"], [null, null, "X0"]],
    [onlyA, ["X6", "X7"], null],
    [onlyB, null, [null, null, null]],
  ]);
  assert.ok(splitDifferences.every(({ rawId }) => texts.has(rawId)));
  assert.deepEqual(ComparisonSchema.parse(JSON.parse(JSON.stringify(comparison))), comparison);

  const html = await reportHtml(compared);
  assert.match(html, /3 assignments: X1, X2, X3/);
  assert.match(html, /several assignments in A, one in B<\/td><td class="n">1</);
});

Deno.test("equal outputs have equal intervals, whatever their versions are called", async () => {
  await using test = await openTestDatabase();
  const { sql } = test;
  const ids = await storeMessages(sql, numberedMessages(40));
  const half = ids.map((rawId, place) => ({
    rawId,
    output: { assignment_code: place % 3 === 0 ? "X1" : null },
  }));
  const whole = ids.map((rawId) => ({ rawId, output: { assignment_code: "X1" } }));
  const fieldsOf = async (versionA: string, versionB: string) => {
    await storeOutputs(sql, versionA, half);
    await storeOutputs(sql, versionB, whole);
    return (await compareVersions(sql, { ...REQUEST, versionA, versionB })).comparison.fields;
  };
  assert.deepEqual(await fieldsOf("a", "b"), await fieldsOf("rules_v1", "rules_v2"));
});
