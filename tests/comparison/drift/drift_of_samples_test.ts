import assert from "node:assert/strict";
import { compareVersions } from "../../../lib/comparison/compare_versions.ts";
import { ComparisonSchema } from "../../../lib/comparison/comparison_schema.ts";
import {
  describeDrift,
  DRIFT_HEADER,
  driftRows,
  weekRows,
} from "../../../lib/comparison/drift/drift_rows.ts";
import { formatTable } from "../../../lib/runtime/format_table.ts";
import { chooseAgencies } from "../../../lib/samples/sample_agencies.ts";
import { storeSampleVersions } from "../../support/stored_samples.ts";
import { openTestDatabase } from "../../support/test_database.ts";

const REQUEST = {
  versionA: "plain",
  versionB: "full",
  window: { since: null, until: null },
  channelIds: null,
  comparedAt: new Date("2026-04-01T00:00:00Z"),
};
const VERSIONS = { plain: { fieldCompletion: "off" }, full: { fieldCompletion: "full" } } as const;
const SAMPLE = {
  seed: 3,
  since: new Date("2026-01-05T00:00:00+08:00"),
  agencies: chooseAgencies(["chalk_harbour", "angsana_desk"]),
  meanGapMs: 3 * 3_600_000,
};

Deno.test("an agency whose posts tell no rate from a week on is found, in its channel and from that week on", async () => {
  await using test = await openTestDatabase();
  const changedAt = new Date("2026-02-09T00:00:00+08:00");
  await storeSampleVersions(
    test.sql,
    { ...SAMPLE, messagesPerChannel: 8 * 56 },
    VERSIONS,
    ({ agency, messageDate, text }) =>
      agency.id === "chalk_harbour" && messageDate >= changedAt ? text.replace(/^Budget: .*\n/m, "") : text,
  );
  const { comparison } = await compareVersions(test.sql, REQUEST);
  const parsed = ComparisonSchema.parse(JSON.parse(JSON.stringify(comparison)));
  assert.deepEqual(parsed, comparison);
  const { drift, channels, weeks } = comparison;
  const channelId = channels.find(({ channel_id }) => channel_id === -1001402118730)?.channel_id ?? 0;
  assert.ok(drift !== null && drift.findings.length >= 4);
  for (const { channel_id, path, week, points, high } of drift.findings) {
    assert.equal(channel_id, channelId);
    assert.match(path, /^rate\./);
    assert.equal(week, "2026-W07");
    assert.ok(points < -50 && (high ?? 0) < -30, `${points}`);
  }
  const rows = driftRows(comparison);
  assert.equal(rows.length, drift.findings.length);
  const described = describeDrift(comparison);
  assert.match(
    described?.head ?? "",
    /^\d+ changes in \d+ shares of a channel and field, by week since 2026-01-05:$/,
  );
  for (const line of formatTable(DRIFT_HEADER, rows, 80)) assert.ok(line.length <= 80, line);
  assert.equal(weekRows(comparison, { channelId }).length, new Set(weeks.map(({ week }) => week)).size);
});

Deno.test("channels that go on as they were show no change, and too few weeks say so", async () => {
  await using test = await openTestDatabase();
  await storeSampleVersions(test.sql, { ...SAMPLE, messagesPerChannel: 8 * 35 }, VERSIONS);
  const { comparison } = await compareVersions(test.sql, REQUEST);
  assert.deepEqual(comparison.drift?.findings, []);
  assert.match(
    describeDrift(comparison)?.head ?? "",
    /^No change beyond chance of 1 point or more in any of/,
  );
  const window = { since: null, until: new Date("2026-01-19T00:00:00Z") };
  const short = (await compareVersions(test.sql, { ...REQUEST, window })).comparison;
  assert.equal(describeDrift(short)?.head, "There are too few weeks to tell: 2 with pairs, and it takes 4.");
  assert.deepEqual(driftRows(short), []);
});
