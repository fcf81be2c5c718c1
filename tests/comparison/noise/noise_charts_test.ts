import assert from "node:assert/strict";
import { loadChosenComparison } from "../../../lib/comparison/load_chosen_comparison.ts";
import { beyondNoiseChart, NO_RUN, noiseChart } from "../../../lib/comparison/noise/noise_charts.ts";
import { storeMessages } from "../../support/stored_messages.ts";
import { storeOutputs } from "../../support/stored_outputs.ts";
import { openTestDatabase } from "../../support/test_database.ts";

const CHOSEN = { versionA: "a", versionB: "b", channels: null, sinceIso: null, untilIso: null };
const SETTINGS = { CHANNEL_LIST: null };

Deno.test("how often A differs from B stands beside how often it differs from itself", async () => {
  await using test = await openTestDatabase();
  const rawIds = await storeMessages(
    test.sql,
    Array.from({ length: 8 }, (_, at) => ({ text: `post ${at}`, date: `2026-01-0${at + 1}T10:00:00Z` })),
  );
  const outputs = (others: number) =>
    rawIds.map((rawId, at) => ({ rawId, output: { assignment_code: at < others ? "Y1" : "X1" } }));
  await storeOutputs(test.sql, "a", outputs(0));
  await storeOutputs(test.sql, "b", outputs(4));
  await storeOutputs(test.sql, "again", outputs(2));
  await test.sql`
    update pipeline_versions set fingerprint = (select fingerprint from pipeline_versions where version = 'a')
    where version = 'again'`;
  const noNoise = await loadChosenComparison(test.sql, SETTINGS, CHOSEN);
  assert.match(noiseChart(noNoise.comparison).text, /No further run of a is named.*a_again/s);
  assert.equal(beyondNoiseChart(noNoise.comparison).text, NO_RUN);

  const { comparison } = await loadChosenComparison(test.sql, SETTINGS, { ...CHOSEN, noiseVersion: "again" });
  assert.equal(noiseChart(comparison).text, "assignment_code\tB 50.0 %  again 25.0 %");
  const { html, text } = beyondNoiseChart(comparison);
  assert.match(text, /^assignment_code\t\+25\.0 \(/);
  assert.match(html, /n = 8 pairs.*of fewer than 20, which makes them too narrow/s);
});
