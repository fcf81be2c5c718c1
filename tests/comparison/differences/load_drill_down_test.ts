import assert from "node:assert/strict";
import { disagreementCards } from "../../../lib/comparison/differences/disagreement_cards.ts";
import {
  channelKindsChart,
  fieldKindsChart,
  NO_DISAGREEMENT,
} from "../../../lib/comparison/differences/drill_down_charts.ts";
import { fieldChannelRows, fieldKindRows } from "../../../lib/comparison/differences/drill_down_rows.ts";
import { loadDrillDown } from "../../../lib/comparison/differences/load_drill_down.ts";
import { CHANNEL_ID, storeMessages } from "../../support/stored_messages.ts";
import { storeOutputs } from "../../support/stored_outputs.ts";
import { openTestDatabase } from "../../support/test_database.ts";

const REQUEST = {
  versionA: "a",
  versionB: "b",
  channels: null,
  sinceIso: null,
  untilIso: null,
  field: null,
  kind: null,
  text: null,
  posts: 5,
};
const SETTINGS = { CHANNEL_LIST: null };

Deno.test("the field with the most disagreements is shown by kind, by channel and by post", async () => {
  await using test = await openTestDatabase();
  const here = await storeMessages(test.sql, [
    { text: "at Blk 12 Bishan St 3 <or so>" },
    { text: "Code X1" },
    { text: "nothing" },
  ]);
  const there = await storeMessages(test.sql, [{ text: "Code Y2" }], CHANNEL_ID - 1);
  const rawIds = [...here, ...there];
  const output = (address: string[] | null, assignment_code: string | null) => ({ address, assignment_code });
  await storeOutputs(test.sql, "a", [
    { rawId: rawIds[0] ?? 0, output: output(["Bishan St 3"], null) },
    { rawId: rawIds[1] ?? 0, output: output(null, "X1") },
    { rawId: rawIds[2] ?? 0 },
    { rawId: rawIds[3] ?? 0, output: output(null, "Y2") },
  ]);
  await storeOutputs(test.sql, "b", [
    { rawId: rawIds[0] ?? 0, output: output(["Blk 12 Bishan St 3"], null) },
    { rawId: rawIds[1] ?? 0, output: output(null, "X-1") },
    { rawId: rawIds[2] ?? 0 },
    { rawId: rawIds[3] ?? 0 },
  ]);
  const drilled = await loadDrillDown(test.sql, SETTINGS, REQUEST);
  assert.equal(drilled.field, "assignment_code");
  assert.deepEqual(fieldKindRows(drilled.comparison), [
    ["assignment_code", 2, 0, 1, 1, 0, 0],
    ["address", 1, 0, 0, 0, 0, 1],
  ]);
  assert.deepEqual(fieldChannelRows(drilled.comparison, drilled.field).map((row) => row.slice(1)), [
    [3, 1, "33.3 %", 0, 0, 1, 0, 0],
    [1, 1, "100.0 %", 0, 1, 0, 0, 0],
  ]);
  assert.match(fieldKindsChart(drilled.comparison).html, /<svg[^]*address/);
  assert.match(channelKindsChart(drilled.comparison, drilled.field).html, /<svg[^]*Test channel/);
  assert.match(disagreementCards(drilled.loaded).text, /^2 of 2[^]*spelling[^]*A: X1\nB: X-1\nCode X1/);

  const chosen = await loadDrillDown(test.sql, SETTINGS, { ...REQUEST, field: "address", kind: "value" });
  const { html } = disagreementCards(chosen.loaded);
  assert.match(html, /at <mark[^>]*>Blk 12 <\/mark><mark[^>]*>Bishan St 3<\/mark> &lt;or so&gt;/);
});

Deno.test("what is not there to drill into is said", async () => {
  await using test = await openTestDatabase();
  const [rawId = 0] = await storeMessages(test.sql, [{ text: "one" }]);
  for (const version of ["a", "b"]) await storeOutputs(test.sql, version, [{ rawId }]);
  const drilled = await loadDrillDown(test.sql, SETTINGS, REQUEST);
  assert.deepEqual([drilled.field, fieldKindRows(drilled.comparison)], [null, []]);
  assert.equal(channelKindsChart(drilled.comparison, drilled.field).text, NO_DISAGREEMENT);
  assert.match(disagreementCards(drilled.loaded).text, /No such disagreement/);
  await assert.rejects(loadDrillDown(test.sql, SETTINGS, { ...REQUEST, field: "rate.mim" }), {
    name: "UserError",
    message: /"rate.mim".*did you mean "rate.min"/,
  });
  await assert.rejects(loadDrillDown(test.sql, SETTINGS, { ...REQUEST, kind: "spelling" }), {
    name: "UserError",
    message: /the kinds are a_null, b_null, format, order, value/,
  });
});
