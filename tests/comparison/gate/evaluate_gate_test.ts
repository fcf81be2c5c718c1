import assert from "node:assert/strict";
import { type Comparison, CoverageTestSchema } from "../../../lib/comparison/comparison_schema.ts";
import { evaluateGate } from "../../../lib/comparison/gate/evaluate_gate.ts";
import { fieldCounts } from "../../../lib/comparison/field_counts.ts";
import { gateLines } from "../../../lib/comparison/gate/gate_lines.ts";
import { GateSchema } from "../../../lib/comparison/gate/gate_schema.ts";
import { type LabelTest, LabelTestSchema } from "../../../lib/comparison/labels/label_test_schema.ts";
import { parseGate } from "../../../lib/comparison/gate/parse_gate.ts";

function labelTest(test: Partial<LabelTest>): LabelTest {
  return LabelTestSchema.parse({
    ...{ labels: 60, weighted: false, left_out: 0, differing: 12, clusters: 30 },
    ...{ points: 0.4, low: -1.2, high: 2, p: 0.7, p_adjusted: 0.7, method: "exact", finding: "alike" },
    ...{ more_labels: null, a_right: 0.9, b_right: 0.9, discordant: 0.1, design_effect: 1, ...test },
  });
}

type Tested = Comparison["fields"][string]["coverage_test"];
function coverageTest(test: object): Tested {
  return CoverageTestSchema.parse({
    ...{
      pairs: 2000,
      clusters: 60,
      points: 0.1,
      low: -0.3,
      high: 0.5,
      p: 0.6,
      p_adjusted: 0.6,
      method: "exact",
    },
    ...{ design_effect: 1, finding: "alike", more_pairs: null, ...test },
  });
}

/** What the rules say of one field with these tests; null is none. */
function judge(
  rules: string,
  { labels = null, coverage = null, differing = 40, margin = null, replays = [] }: {
    labels?: LabelTest | null;
    coverage?: Tested;
    differing?: number;
    margin?: number | null;
    replays?: Comparison["replays"];
  },
) {
  const counts = fieldCounts({ both_null: 0, only_a: 0, only_b: 0, equal: 1960, different: differing });
  const field = { kind: "number", words: [], all: counts, both_ok: counts, coverage_test: coverage };
  const version = { extractor: "rules", model: null, mixed_with: 0, is_live: false, usage: null };
  const statuses = { ok: 1, skipped: 0, failed: 0, pending: 0, processing: 0 };
  return evaluateGate({
    replays,
    left_out: {
      ...{ deleted: 0, only_in_a: 900, only_in_b: 0, not_finished: 0, read_different_texts: 0 },
      ...{ only_a_splits: 0, only_b_splits: 0 },
    },
    a: { ...version, version: "one", statuses },
    b: { ...version, version: "two", statuses },
    fields: {
      "rate.min": {
        ...field,
        ...{ differences: null, similarity: null },
        ...{ coverage_a_interval: null, coverage_b_interval: null, agreement_interval: null },
      },
    },
    labels: labels === null ? {} : {
      "rate.min": {
        ...{ both_right: 0, only_a_right: 0, only_b_right: 0, neither_right: 0, sampled: 0, weighted: null },
        test: labels,
      },
    },
    labels_macro: labels === null ? null : { ...labels, fields: 1, a_right: 0.9, b_right: 0.9 },
  }, { rules: parseGate(rules, [{ path: "rate.min" }]), marginPoints: margin });
}

function resultOf(rule: string, given: Parameters<typeof judge>[1]): string | undefined {
  return judge(rule, given).rules[0]?.result;
}

Deno.test("not worse passes where the whole interval is above the margin, and the reason has its figures", () => {
  const gate = judge("rate.min:not_worse", { labels: labelTest({}) });
  assert.deepEqual(gate.rules, [{
    rule: "rate.min:not_worse",
    result: "passed",
    passed: true,
    reason: "passed: +0.4 points, -1.2 to +2.0, over 60 labels of 30 channel-days, may lose 3",
  }]);
  assert.equal(gate.passed, true);
  assert.deepEqual(GateSchema.parse(gate), gate);
  assert.equal(resultOf("rate.min:not_worse", { labels: labelTest({}), margin: 1 }), "undecided");
  assert.equal(resultOf("macro:not_worse", { labels: labelTest({}) }), "passed");
});

Deno.test("what is undecided does not pass, and says what is missing", () => {
  const labels = labelTest({ low: -7.6, high: 8.4, finding: "undecided", more_labels: 300 });
  const gate = judge("rate.min:not_worse,rate.min:better", { labels });
  assert.equal(gate.passed, false);
  // A standard error of 4.08 points becomes 1.07 with 14.5 times as many labels.
  assert.equal(
    gate.rules[0]?.reason,
    "undecided: +0.4 points, -7.6 to +8.4, over 60 labels of 30 channel-days, may lose 3; about 812 more labels",
  );
  assert.match(gate.rules[1]?.reason ?? "", /^undecided: .*about 300 more labels$/);
  for (const line of gateLines(gate)) assert.ok(line.length <= 80, line);
});

Deno.test("no data never passes, whatever is asked", () => {
  for (const requirement of ["better", "not_worse", "fills_more", "fills_not_less", "alike"]) {
    assert.equal(resultOf(`rate.min:${requirement}`, {}), "undecided", requirement);
  }
  for (const requirement of ["better", "not_worse", "alike"]) {
    assert.equal(resultOf(`macro:${requirement}`, {}), "undecided", requirement);
  }
  assert.match(judge("macro:better", {}).rules[0]?.reason ?? "", /deno task label --a one --b two/);
  const oneDay = labelTest({ clusters: 1, low: null, high: null, finding: "undecided" });
  assert.equal(resultOf("rate.min:not_worse", { labels: oneDay }), "undecided");
});

Deno.test("labels of posts on which the versions agree say nothing of those on which they do not", () => {
  const agreeing = labelTest({ points: 0, low: -1, high: 1, differing: 0 });
  assert.equal(resultOf("rate.min:not_worse", { labels: agreeing }), "undecided");
  assert.equal(resultOf("rate.min:not_worse", { labels: agreeing, differing: 0 }), "passed");
  // Drawn labels are of all posts, and their interval is as wide as those that differ may be wrong.
  assert.equal(resultOf("rate.min:not_worse", { labels: { ...agreeing, weighted: true } }), "passed");
});

Deno.test("better takes labels that decide, and worse by less than the margin is not inferior", () => {
  const better = labelTest({ points: 6, low: 3, high: 9, finding: "better" });
  const worse = labelTest({ points: -1.5, low: -2.5, high: -0.5, finding: "worse" });
  const muchWorse = labelTest({ points: -6, low: -9, high: -3.5, finding: "worse" });
  assert.equal(resultOf("rate.min:better", { labels: better }), "passed");
  assert.equal(resultOf("rate.min:better", { labels: labelTest({}) }), "failed");
  assert.equal(resultOf("rate.min:better", { labels: worse }), "failed");
  assert.equal(resultOf("rate.min:not_worse", { labels: worse }), "passed");
  assert.equal(resultOf("rate.min:not_worse", { labels: worse, margin: 2 }), "failed");
  assert.equal(resultOf("rate.min:not_worse", { labels: muchWorse }), "failed");
  assert.equal(resultOf("macro:alike", { labels: labelTest({}) }), "passed");
  assert.equal(resultOf("macro:alike", { labels: better }), "failed");
});

Deno.test("the rules of coverage need no labels", () => {
  const alike = coverageTest({});
  const more = coverageTest({ points: 4, low: 3, high: 5, finding: "more" });
  const less = coverageTest({ points: -4, low: -5, high: -3, finding: "less" });
  const open = coverageTest({ low: -2, high: 2.2, finding: "undecided", more_pairs: 900 });
  const results = (rule: string, differing = 0) =>
    [alike, more, less, open].map((coverage) => resultOf(rule, { coverage, differing }));
  assert.deepEqual(results("rate.min:fills_more"), ["failed", "passed", "failed", "undecided"]);
  assert.deepEqual(results("rate.min:fills_not_less"), ["passed", "passed", "failed", "undecided"]);
  assert.deepEqual(results("rate.min:alike"), ["passed", "failed", "failed", "undecided"]);
  assert.deepEqual(results("rate.min:alike", 40), ["failed", "failed", "failed", "failed"]);
  assert.match(
    judge("rate.min:fills_not_less", { coverage: open }).rules[0]?.reason ?? "",
    /^undecided: \+0\.1 points, -2\.0 to \+2\.2, over 2,000 pairs of 60 channel-days, may lose 1; about 900 more pairs$/,
  );
});

Deno.test("posts that were chosen because versions disagree on them decide no rule, whatever they show", () => {
  const chosen = (version: string) => ({
    ...{ version, version_a: "one", version_b: "other", path: null, kind: null, posts: 40 },
  });
  const coverage = coverageTest({ points: 4, low: 3, high: 5, finding: "more" });
  const reasonOf = (...versions: readonly string[]) =>
    judge("rate.min:fills_more", { coverage, replays: versions.map(chosen) }).rules[0]?.reason;
  assert.match(reasonOf() ?? "", /^passed/);
  assert.equal(reasonOf("two"), "undecided: B holds only posts chosen because versions disagree on them");
  assert.equal(
    reasonOf("one", "two"),
    "undecided: A and B hold only posts chosen because versions disagree on them",
  );
});
