import assert from "node:assert/strict";
import { type GoldPair, scoreGold } from "../../../lib/comparison/labels/score_gold.ts";
import type { GoldFields } from "../../../lib/schema/gold_label.ts";
import { type AssignmentFields, emptyAssignment, emptyWeek } from "../../../lib/schema/tuition_assignment.ts";

function pair(gold: GoldFields, output: Partial<AssignmentFields> | null): GoldPair {
  return { gold, output: output && { ...emptyAssignment(), ...output } };
}

Deno.test("null for null is no hit and no miss, and the field does not occur", () => {
  const score = scoreGold([pair({ assignment_code: null }, {})]);
  assert.deepEqual(score, { posts: 1, fields: {}, macro_f1: null });
});

Deno.test("a field that the label leaves out is not scored", () => {
  const score = scoreGold([
    pair({ rate: { min: 40 } }, { assignment_code: "A1", rate: { min: 40, max: 50, raw_text: "40" } }),
  ]);
  assert.deepEqual(Object.keys(score.fields), ["rate.min"]);
  assert.equal(score.macro_f1, 1);
});

Deno.test("an answer where the label says null costs precision, a missing one recall, a wrong one both", () => {
  const score = scoreGold([
    pair({ assignment_code: "A1" }, { assignment_code: "#a1." }),
    pair({ assignment_code: "A2" }, { assignment_code: "a2!" }),
    pair({ assignment_code: null }, { assignment_code: "A3" }),
    pair({ assignment_code: "A4" }, {}),
    pair({ assignment_code: "A5" }, null),
    pair({ assignment_code: "A6" }, { assignment_code: "B6" }),
  ]);
  const code = score.fields["assignment_code"];
  assert.deepEqual([code?.n, code?.labels, code?.right], [5, 6, 1]);
  // One of four answers is right ("#a1" is not "A1"), of five expected.
  assert.deepEqual(code?.exact, { p: 1 / 4, r: 1 / 5, f1: 2 / 9 });
});

Deno.test("lists are right or wrong as sets, and their tokens are counted as a bag", () => {
  const score = scoreGold([
    pair({ address: ["Bishan", "Toa  Payoh"] }, { address: ["toa payoh.", "BISHAN"] }),
    pair({ address: ["12 Yishun Ring Road"] }, { address: ["Yishun Ring Road Road"] }),
  ]);
  assert.deepEqual(score.fields["address"]?.exact, { p: 0.5, r: 0.5, f1: 0.5 });
  // 3 + 3 shared tokens of 7 given and 7 expected.
  assert.deepEqual(score.fields["address"]?.token, { p: 6 / 7, r: 6 / 7, f1: 6 / 7 });
  assert.equal(score.macro_f1, 6 / 7);
});

Deno.test("time slots are scored one by one, explicit and estimated apart", () => {
  const gold = { explicit: { monday: ["17:00-18:00", "19:00-20:00"] }, estimated: {} };
  const time_availability = {
    explicit: { ...emptyWeek(), monday: ["17:00-18:00"] },
    estimated: { ...emptyWeek(), sunday: ["08:00-12:00"] },
    note: null,
  };
  const score = scoreGold([pair({ time_availability: gold }, { time_availability })]);
  assert.deepEqual(score.fields["time_availability.explicit"]?.exact, { p: 1, r: 0.5, f1: 2 / 3 });
  assert.deepEqual(score.fields["time_availability.estimated"], {
    exact: { p: 0, r: 0, f1: 0 },
    token: { p: 0, r: 0, f1: 0 },
    n: 0,
    labels: 1,
    right: 0,
    judged_by: "exact",
  });
});

Deno.test("numbers are compared as numbers, and the mean takes exact F1 for them and token F1 for texts", () => {
  const score = scoreGold([
    pair({ rate: { min: 40, max: 50.5, raw_text: "$40-50.5 per hour" } }, {
      rate: { min: 40, max: 50, raw_text: "$40-50.5" },
    }),
  ]);
  assert.equal(score.fields["rate.min"]?.exact.f1, 1);
  assert.equal(score.fields["rate.max"]?.exact.f1, 0);
  // 2 of 2 tokens given, of 4 expected.
  assert.equal(score.fields["rate.raw_text"]?.token.f1, 4 / 6);
  assert.ok(Math.abs((score.macro_f1 ?? 0) - (1 + 0 + 4 / 6) / 3) < 1e-12);
});
