import assert from "node:assert/strict";
import { channelWeeksMap, driftChart, NO_WEEKS } from "../../../lib/comparison/drift/drift_charts.ts";
import { loadChosenComparison } from "../../../lib/comparison/load_chosen_comparison.ts";
import { CHANNEL_ID, storeMessages } from "../../support/stored_messages.ts";
import { storeOutputs } from "../../support/stored_outputs.ts";
import { openTestDatabase } from "../../support/test_database.ts";

const CHOSEN = { versionA: "a", versionB: "b", channels: null, sinceIso: null, untilIso: null };
const SETTINGS = { CHANNEL_LIST: null };

Deno.test("what two versions fill is drawn week by week, and their agreement by channel and week", async () => {
  await using test = await openTestDatabase();
  const dates = ["2026-01-05T10:00:00Z", "2026-01-06T10:00:00Z", "2026-01-12T10:00:00Z"];
  const rawIds = [
    ...await storeMessages(test.sql, dates.map((date) => ({ text: date, date }))),
    ...await storeMessages(test.sql, [{ text: "other", date: "2026-01-13T10:00:00Z" }], CHANNEL_ID - 1),
  ];
  const output = { assignment_code: "X1" };
  await storeOutputs(test.sql, "a", rawIds.map((rawId) => ({ rawId, output })));
  await storeOutputs(test.sql, "b", rawIds.map((rawId, at) => ({ rawId, ...(at < 2 ? { output } : {}) })));
  const { comparison } = await loadChosenComparison(test.sql, SETTINGS, CHOSEN);

  const { html, text } = driftChart(comparison, null);
  assert.match(html, /assignment_code, week by week.*n = 4 pairs of 2 weeks/s);
  assert.deepEqual(text.split("\n"), [
    "filled by A a\t2026-01-05\t100.0 %",
    "filled by A a\t2026-01-12\t100.0 %",
    "filled by B b\t2026-01-05\t100.0 %",
    "filled by B b\t2026-01-12\t0.0 %",
    "equal where either fills it\t2026-01-05\t100.0 %",
    "equal where either fills it\t2026-01-12\t0.0 %",
  ]);
  assert.deepEqual(channelWeeksMap(comparison).text.split("\n"), [
    "Test channel\t2026-01-05\t100\tn 2",
    "Test channel\t2026-01-12\t0\tn 1",
    `Test channel ${CHANNEL_ID - 1}\t2026-01-05\t–\tn 0`,
    `Test channel ${CHANNEL_ID - 1}\t2026-01-12\t0\tn 1`,
  ]);
});

Deno.test("without posts of both versions there are no weeks, which is said", async () => {
  await using test = await openTestDatabase();
  const [one = 0, other = 0] = await storeMessages(test.sql, [{ text: "one" }, { text: "other" }]);
  await storeOutputs(test.sql, "a", [{ rawId: one }]);
  await storeOutputs(test.sql, "b", [{ rawId: other }]);
  const { comparison } = await loadChosenComparison(test.sql, SETTINGS, CHOSEN);
  assert.equal(driftChart(comparison, null).text, NO_WEEKS);
  assert.equal(channelWeeksMap(comparison).text, NO_WEEKS);
});
