import assert from "node:assert/strict";
import { accuracyChart, betterChart } from "../../lib/comparison/labels/label_charts.ts";
import {
  accuracyRows,
  labelPlanRows,
  nextLabelRows,
  NO_LABELS,
  noLabels,
} from "../../lib/comparison/labels/label_state_rows.ts";
import { loadChosenLabels } from "../../lib/comparison/load_chosen_labels.ts";
import { hajekProportion } from "../../lib/stats/weighted_mean.ts";
import { saveLabel } from "../../lib/store/labels.ts";
import type { Sql } from "../../lib/store/database.ts";
import { storeMessages } from "../support/stored_messages.ts";
import { storeOutputs } from "../support/stored_outputs.ts";
import { openTestDatabase } from "../support/test_database.ts";

const CHOSEN = { versionA: "a", versionB: "b", channels: null, sinceIso: null, untilIso: null };
const SETTINGS = { CHANNEL_LIST: null };
const POSTS = 20;

Deno.test("labels tell how often each version is right, with intervals, and what is left to label", async () => {
  await using test = await openTestDatabase();
  await storePosts(test.sql);
  // Of the posts 2 and 3 B is right alone, of 4 to 6 both are; the post 2 was certain to be asked for, the others were not.
  const probabilities = [1, 0.5, 0.5, 0.5, 0.5];
  for (const [at, probability] of probabilities.entries()) await label(test.sql, at + 2, probability);
  const { comparison, state } = await loadChosenLabels(test.sql, SETTINGS, CHOSEN);

  const expected = hajekProportion(
    probabilities.map((probability, at) => ({ value: at < 2 ? 0 : 1, probability })),
  );
  const [row] = state.accuracies;
  assert.deepEqual([row?.path, row?.labels, row?.weighted], ["assignment_code", 5, true]);
  assert.ok(expected && Math.abs((row?.a.share ?? 0) - 6 / 9) < 1e-12);
  assert.deepEqual(row?.a, { share: expected.mean, low: expected.low, high: expected.high });
  assert.equal(row?.b.share, 1);
  assert.deepEqual(accuracyRows(state).map((cells) => [cells[0], cells[2], cells[4], cells[6]]), [
    ["assignment_code", "66.7 %", "100.0 %", "all posts"],
  ]);
  assert.equal(accuracyChart(state, comparison).text, "assignment_code\tA 66.7 %  B 100.0 %");
  assert.match(betterChart(comparison).text, /assignment_code\t\+/);

  const plan = labelPlanRows(state).find(([path]) => path === "assignment_code");
  assert.equal(plan?.[1], state.planned.filter(({ field }) => field.path === "assignment_code").length);
  assert.equal(
    plan?.[2],
    state.planned.filter(({ field, isLabelled }) => field.path === "assignment_code" && isLabelled).length,
  );
  const next = nextLabelRows(state);
  assert.ok(
    next.length > 0 && next.every(([path, , a, b]) => path === "assignment_code" && a === "" && b !== ""),
  );
});

Deno.test("labels that were not drawn speak of the labelled posts alone", async () => {
  await using test = await openTestDatabase();
  await storePosts(test.sql);
  for (let at = 0; at < 10; at++) await label(test.sql, at, null);
  const { state } = await loadChosenLabels(test.sql, SETTINGS, CHOSEN);
  assert.deepEqual(accuracyRows(state), [
    ["assignment_code", 10, "60.0 %", "31.3 to 83.2 %", "100.0 %", "72.2 to 100.0 %", "the labelled posts"],
  ]);
});

Deno.test("without labels it is said how to make some, and what they would be of", async () => {
  await using test = await openTestDatabase();
  await storePosts(test.sql);
  const { comparison, state } = await loadChosenLabels(test.sql, SETTINGS, CHOSEN);
  assert.deepEqual(accuracyRows(state), []);
  assert.equal(accuracyChart(state, comparison).text, noLabels("a", "b"));
  assert.equal(betterChart(comparison).text, NO_LABELS);
  const plan = labelPlanRows(state);
  assert.ok(plan.every(([, , labelled]) => labelled === 0));
  assert.deepEqual(plan.slice(-3).map(([path, asked]) => [path, asked]), [
    ["time_availability.note (not labelled)", 0],
    ["tutor_types (not labelled)", 0],
    ["rate_breakdown (not labelled)", 0],
  ]);
});

/** Posts of which A finds no code in the first four, and B each. */
async function storePosts(sql: Sql): Promise<void> {
  const rawIds = await storeMessages(sql, Array.from({ length: POSTS }, (_, at) => ({ text: textOf(at) })));
  const outputs = (least: number) =>
    rawIds.map((rawId, at) => ({ rawId, output: { assignment_code: at < least ? null : `X${at}` } }));
  await storeOutputs(sql, "a", outputs(4));
  await storeOutputs(sql, "b", outputs(0));
}

async function label(sql: Sql, at: number, probability: number | null): Promise<void> {
  await sql.begin((transaction) =>
    saveLabel(transaction, { rawText: textOf(at), agency: "a", channel: "c", n: at }, {
      id: crypto.randomUUID(),
      segment: 0,
      field: "assignment_code",
      value: `X${at}`,
      alsoRight: null,
      verdict: "b",
      versionA: "a",
      versionB: "b",
      labeler: "kim",
      labeledAt: new Date(0),
      inclusionProbability: probability,
    })
  );
}

function textOf(at: number): string {
  return `post ${at}`;
}
