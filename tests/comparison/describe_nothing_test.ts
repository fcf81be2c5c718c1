import assert from "node:assert/strict";
import { compareVersions } from "../../lib/comparison/compare_versions.ts";
import type { ComparisonRequest } from "../../lib/comparison/count_pairs.ts";
import { describeNothing } from "../../lib/comparison/describe_nothing.ts";
import { loadVersionExtent } from "../../lib/store/load_version_extent.ts";
import type { Sql } from "../../lib/store/database.ts";
import { numberedMessages, storeMessages } from "../support/stored_messages.ts";
import { storeOutputs } from "../support/stored_outputs.ts";
import { openTestDatabase } from "../support/test_database.ts";

const REQUEST: ComparisonRequest = {
  versionA: "a",
  versionB: "b",
  window: { since: null, until: null },
  channelIds: null,
  comparedAt: new Date("2026-02-01T00:00:00Z"),
};

async function linesOf(sql: Sql, request = REQUEST): Promise<string[]> {
  const { comparison } = await compareVersions(sql, request);
  assert.equal(comparison.both_ok, 0);
  return describeNothing(comparison, await loadVersionExtent(sql, "a"), await loadVersionExtent(sql, "b"));
}

Deno.test("a version that was never enqueued is named with what to run", async () => {
  await using test = await openTestDatabase();
  const { sql } = test;
  const rawIds = await storeMessages(sql, numberedMessages(2));
  await storeOutputs(sql, "a", rawIds.map((rawId) => ({ rawId })));
  await storeOutputs(sql, "b", []);
  assert.deepEqual(await linesOf(sql), [
    "Nothing to compare: no post has an output of the same text in both versions.",
    "  A is a: 2 ok",
    "  B is b: no job at all",
    "Run",
    "  deno task enqueue --pipeline-version-override b",
    "  deno task drain --pipeline-version-override b",
  ]);
});

Deno.test("a window in which a version has no jobs is told beside the dates that it has", async () => {
  await using test = await openTestDatabase();
  const { sql } = test;
  const rawIds = await storeMessages(sql, numberedMessages(3));
  await storeOutputs(sql, "a", rawIds.map((rawId) => ({ rawId })));
  await storeOutputs(sql, "b", rawIds.map((rawId) => ({ rawId })));
  const window = { since: new Date("2027-01-01T00:00:00Z"), until: null };
  const lines = await linesOf(sql, { ...REQUEST, window });
  assert.equal(lines[2], "  B is b: no job here; 3 jobs in all, for posts of 2026-01-01 to 2026-01-01");
  assert.equal(
    lines[4],
    "  deno task enqueue --pipeline-version-override a --since-iso 2027-01-01T00:00:00.000Z",
  );
  assert.equal(lines.at(-1), "or choose dates and channels in which both have outputs.");
});

Deno.test("jobs that wait are drained, posts that were edited since are enqueued again", async () => {
  await using test = await openTestDatabase();
  const { sql } = test;
  const [rawId = 0] = await storeMessages(sql, numberedMessages(1));
  await storeOutputs(sql, "a", [{ rawId }]);
  await storeOutputs(sql, "b", [{ rawId, status: "pending" }]);
  assert.deepEqual((await linesOf(sql)).slice(2), [
    "  B is b: 1 pending",
    "Run",
    "  deno task drain --pipeline-version-override b",
  ]);

  await sql`delete from telegram_extractions where pipeline_version = 'b'`;
  await storeOutputs(sql, "b", [{ rawId, readOlderText: true }]);
  assert.equal((await linesOf(sql)).filter((line) => line.startsWith("  deno task enqueue")).length, 2);
});

Deno.test("where both have finished and nothing can be run, the reason is told", async () => {
  await using test = await openTestDatabase();
  const { sql } = test;
  const [one = 0, two = 0] = await storeMessages(sql, numberedMessages(2));
  await storeOutputs(sql, "a", [{ rawId: one, status: "skipped" }]);
  await storeOutputs(sql, "b", [{ rawId: one }]);
  assert.equal((await linesOf(sql)).at(-1), "Each post was skipped or failed in one or both.");

  await sql`delete from telegram_extractions where pipeline_version = 'b'`;
  await storeOutputs(sql, "b", [{ rawId: two }]);
  assert.equal((await linesOf(sql)).at(-1), "They have no post in common.");
});
