import assert from "node:assert/strict";
import { compareVersions, type VersionComparison } from "../../lib/comparison/compare_versions.ts";
import { agreementChart, coverageChart } from "../../lib/comparison/report/comparison_charts.ts";
import {
  CHANNEL_COMPARISON_HEADER,
  channelComparisonRows,
  COMPARED_VERSION_HEADER,
  comparedMessageRows,
  comparedVersionRows,
  DISAGREEMENT_HEADER,
  disagreementRows,
  FIELD_COMPARISON_HEADER,
  FIELD_COUNTS_HEADER,
  fieldComparisonRows,
} from "../../lib/comparison/comparison_rows.ts";
import { formatTable } from "../../lib/runtime/format_table.ts";
import { CHANNEL_ID, storeMessages } from "../support/stored_messages.ts";
import { storeOutputs } from "../support/stored_outputs.ts";
import { openTestDatabase } from "../support/test_database.ts";

/** Four posts of one channel and one of another: equal, different, filled by B only, skipped by A, failed in B. */
async function compareFivePosts(): Promise<VersionComparison> {
  await using test = await openTestDatabase();
  const { sql } = test;
  const [one = 0, two = 0, three = 0, four = 0] = await storeMessages(sql, [
    { text: "code X1" },
    { text: `code X2 ${"long ".repeat(200)}` },
    { text: "code X3" },
    { text: "hello" },
  ]);
  const [other = 0] = await storeMessages(sql, [{ text: "elsewhere" }], CHANNEL_ID - 1);
  await storeOutputs(sql, "a", [
    { rawId: one, output: { assignment_code: "X1" } },
    { rawId: two, output: { assignment_code: "wrong" } },
    { rawId: three },
    { rawId: four, status: "skipped" },
    { rawId: other },
  ]);
  await storeOutputs(sql, "b", [
    { rawId: one, output: { assignment_code: "x1" } },
    { rawId: two, output: { assignment_code: "X2" } },
    { rawId: three, output: { assignment_code: "X3" } },
    { rawId: four, status: "skipped" },
    { rawId: other, status: "failed" },
  ]);
  return await compareVersions(sql, {
    versionA: "a",
    versionB: "b",
    window: { since: null, until: null },
    channelIds: null,
    comparedAt: new Date("2026-02-01T00:00:00Z"),
  });
}

Deno.test("a comparison is told in rows as wide as their headers, and in charts of the same figures", async () => {
  const compared = await compareFivePosts();
  const { comparison } = compared;
  const tables = [
    [COMPARED_VERSION_HEADER, comparedVersionRows(comparison)],
    [FIELD_COMPARISON_HEADER, fieldComparisonRows(comparison)],
    [CHANNEL_COMPARISON_HEADER, channelComparisonRows(comparison)],
    [DISAGREEMENT_HEADER, disagreementRows(compared)],
  ] as const;
  for (const [header, rows] of tables) {
    assert.ok(rows.length > 0);
    for (const row of rows) assert.equal(row.length, header.length);
  }

  const lines = formatTable(FIELD_COUNTS_HEADER, fieldComparisonRows(comparison));
  assert.match(lines[0] ?? "", /only B$/);
  const most = fieldComparisonRows(comparison).map((
    [path],
  ) => [path ?? null, "100.0 %", "100.0 %", 99_999, 99_999, 99_999, 99_999]);
  for (const line of formatTable(FIELD_COUNTS_HEADER, most)) assert.ok(line.length <= 80, line);

  assert.deepEqual(comparedVersionRows(comparison), [
    ["A", "a", "rules", 1, 4, 1, 0, 0],
    ["B", "b", "rules", 1, 3, 1, 1, 0],
  ]);
  const counts = comparedMessageRows(comparison).map(([, count]) => Number(count));
  assert.equal(counts.slice(0, -1).reduce((sum, count) => sum + count, 0), counts.at(-1));
  assert.deepEqual(fieldComparisonRows(comparison)[0], [
    "assignment_code",
    "66.7 %",
    "100.0 %",
    1,
    1,
    0,
    1,
    "differs, too few to tell",
  ]);
  assert.deepEqual(channelComparisonRows(comparison), [
    ["Test channel", 4, 3, "3.3 %", "5.0 %", "33.3 %", "assignment_code (50.0 % of 2)"],
    ["Test channel", 1, 0, "n/a", "n/a", "n/a", ""],
  ]);

  assert.match(
    coverageChart(comparison).text,
    /^assignment_code\tA 66\.7 % {2}B 100\.0 %/,
  );
  assert.match(
    agreementChart(comparison).text,
    /^assignment_code\t33\.3 % of 3/,
  );
});

Deno.test("a disagreement is told with both values, the beginning of its post and its place", async () => {
  const [onlyB = [], different = [], ...others] = disagreementRows(await compareFivePosts());
  assert.deepEqual(onlyB, [
    "assignment_code",
    "",
    "X3",
    "code X3",
    "Test channel, message 3, 2026-01-01",
  ]);
  assert.deepEqual(different.slice(0, 3), ["assignment_code", "wrong", "X2"]);
  assert.match(String(different[3]), /^code X2 long .*…$/);
  assert.equal(String(different[3]).length, 400);
  assert.deepEqual(others, []);
});
