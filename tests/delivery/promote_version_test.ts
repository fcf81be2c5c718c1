import assert from "node:assert/strict";
import { UserError } from "../../lib/core/errors.ts";
import { planPromotion, planRollback } from "../../lib/delivery/promote_version.ts";
import { emptyAssignmentFields } from "../../lib/schema/tuition_assignment.ts";
import type { Sql } from "../../lib/store/database.ts";
import { numberedMessages, storeMessages } from "../support/stored_messages.ts";
import { storeOutputs } from "../support/stored_outputs.ts";
import { openTestDatabase } from "../support/test_database.ts";

const STRICT = { allowShrink: false, allowUnfinished: false };

async function liveRawIds(sql: Sql): Promise<[string, number][]> {
  const rows = await sql<{ pipeline_version: string; raw_id: number }[]>`
    select pipeline_version, raw_id from live_assignments order by raw_id, segment`;
  return rows.map((row) => [row.pipeline_version, row.raw_id]);
}

Deno.test("a promotion and its way back change what is live at once, and only that", async () => {
  await using test = await openTestDatabase();
  const { sql } = test;
  const [one = 0, two = 0] = await storeMessages(sql, numberedMessages(2));
  await storeOutputs(sql, "v1", [{ rawId: one }]);
  await storeOutputs(sql, "v2", [{ rawId: one }, { rawId: two }]);
  assert.deepEqual(await liveRawIds(sql), []);

  const first = await planPromotion(sql, "v1", STRICT);
  assert.equal(first.from, null);
  assert.deepEqual(await liveRawIds(sql), [], "a plan changes nothing");
  await first.apply();
  assert.deepEqual(await liveRawIds(sql), [["v1", one]]);

  const second = await planPromotion(sql, "v2", STRICT);
  assert.equal(second.from, "v1");
  assert.equal(second.obstacle, null);
  await second.apply();
  assert.deepEqual(await liveRawIds(sql), [["v2", one], ["v2", two]]);

  const back = await planRollback(sql);
  assert.deepEqual([back.from, back.to, back.coverage.lost], ["v2", "v1", 1]);
  await back.apply();
  assert.deepEqual(await liveRawIds(sql), [["v1", one]]);
  await assert.rejects(() => planRollback(sql), /"v1" is live and no version was promoted before it/);
});

Deno.test("coverage says what is gained, lost and why, and leaves deleted messages out", async () => {
  await using test = await openTestDatabase();
  const { sql } = test;
  const ids = await storeMessages(sql, [...numberedMessages(8), {
    text: "gone",
    deletedAt: "2026-01-02T00:00:00Z",
  }]);
  const rawId = (place: number) => ids[place] ?? 0;
  await storeOutputs(sql, "v1", [0, 1, 2, 3, 4, 8].map((place) => ({ rawId: rawId(place) })));
  await storeOutputs(sql, "v2", [
    { rawId: rawId(0) },
    { rawId: rawId(1), status: "skipped", output: { assignment_code: "from before" } },
    { rawId: rawId(2), status: "failed" },
    { rawId: rawId(3), status: "pending" },
    { rawId: rawId(5) },
    { rawId: rawId(6), status: "failed", output: { assignment_code: "the last good one stays" } },
    { rawId: rawId(8) },
  ]);
  await (await planPromotion(sql, "v1", STRICT)).apply();
  const { coverage } = await planPromotion(sql, "v2", STRICT);
  assert.deepEqual(coverage, {
    live: 5,
    candidate: 3,
    gained: 2,
    lost: 4,
    lost_in_part: 0,
    lost_skipped: 1,
    lost_failed: 1,
    lost_unfinished: 1,
    lost_never_enqueued: 1,
    ok: 2,
    skipped: 1,
    failed: 2,
    unfinished: 1,
  });
  assert.equal(coverage.live + coverage.gained - coverage.lost, coverage.candidate);
});

Deno.test("a version that shows less, is not finished or has nothing to show is refused with the remedy", async () => {
  await using test = await openTestDatabase();
  const { sql } = test;
  const [one = 0, two = 0] = await storeMessages(sql, numberedMessages(2));
  await storeOutputs(sql, "live", [{ rawId: one }, { rawId: two }]);
  await (await planPromotion(sql, "live", STRICT)).apply();
  await storeOutputs(sql, "smaller", [{ rawId: one }, { rawId: two, status: "failed" }]);
  await storeOutputs(sql, "unfinished", [{ rawId: one }, { rawId: two, status: "pending" }]);
  await storeOutputs(sql, "empty", [{ rawId: one, status: "failed" }]);
  const obstacle = async (version: string, allowances = STRICT) =>
    (await planPromotion(sql, version, allowances)).obstacle;

  assert.match(await obstacle("smaller") ?? "", /show 1 assignments where 2 are shown now.*--allow-shrink/);
  assert.equal(await obstacle("smaller", { ...STRICT, allowShrink: true }), null);
  assert.match(await obstacle("unfinished") ?? "", /1 of its jobs are not finished.*--allow-unfinished/);
  assert.equal(await obstacle("unfinished", { allowShrink: true, allowUnfinished: true }), null);
  assert.match(
    await obstacle("empty", { allowShrink: true, allowUnfinished: true }) ?? "",
    /no output to show/,
  );
  assert.equal(await obstacle("live"), null);
  await assert.rejects(() => planPromotion(sql, "absent", STRICT), UserError);
});

Deno.test("the live version promoted again stays as it is, and a rollback without a live one is refused", async () => {
  await using test = await openTestDatabase();
  const { sql } = test;
  await assert.rejects(() => planRollback(sql), /no version is live/);
  const [one = 0] = await storeMessages(sql, numberedMessages(1));
  await storeOutputs(sql, "v1", [{ rawId: one }]);
  await (await planPromotion(sql, "v1", STRICT)).apply();
  const [before] = await sql`select promoted_at from pipeline_versions where version = 'v1'`;
  const again = await planPromotion(sql, "v1", STRICT);
  assert.equal(again.from, again.to);
  await again.apply();
  assert.deepEqual((await sql`select promoted_at from pipeline_versions where version = 'v1'`)[0], before);
});

/** Stores an output of a post with several assignments; null is one that could not be read. */
async function storeSegments(
  sql: Sql,
  version: string,
  rawId: number,
  codes: readonly (string | null)[],
): Promise<void> {
  await storeOutputs(sql, version, [{
    rawId,
    output: {
      segments: codes.map((code) =>
        code === null ? null : { ...emptyAssignmentFields(), assignment_code: code }
      ),
    },
    meta: { compilation: { segments: codes.map((code, place) => ({ start: place, end: place + 1, code })) } },
  }]);
}

Deno.test("a compilation is live as one row for each of its segments, and one that could not be read moves no other's number", async () => {
  await using test = await openTestDatabase();
  const { sql } = test;
  const [one = 0, two = 0] = await storeMessages(sql, numberedMessages(2));
  await storeSegments(sql, "v1", one, ["x", null, "y"]);
  await storeOutputs(sql, "v1", [{ rawId: two, output: { assignment_code: "single" } }]);
  await (await planPromotion(sql, "v1", STRICT)).apply();
  const rows = await sql`
    select segment, assignment_code, segment_code from live_assignments order by raw_id, segment`;
  assert.deepEqual(rows.map((row) => [row["segment"], row["assignment_code"], row["segment_code"]]), [
    [1, "x", "x"],
    [3, "y", "y"],
    [0, "single", null],
  ]);
});

Deno.test("coverage counts the assignments that are shown, as the view does", async () => {
  await using test = await openTestDatabase();
  const { sql } = test;
  const [one = 0, two = 0, three = 0] = await storeMessages(sql, numberedMessages(3));
  await storeSegments(sql, "v1", one, ["a", "b", "c", null]);
  await storeOutputs(sql, "v1", [{ rawId: two }]);
  await storeSegments(sql, "v1", three, ["d", "e"]);
  await storeOutputs(sql, "v2", [{ rawId: one }, { rawId: three, status: "skipped" }]);
  await storeSegments(sql, "v2", two, ["f", "g"]);
  await (await planPromotion(sql, "v1", STRICT)).apply();
  const { coverage, obstacle } = await planPromotion(sql, "v2", STRICT);
  const { live, candidate, gained, lost, lost_in_part, lost_skipped } = coverage;
  assert.deepEqual({ live, candidate, gained, lost, lost_in_part, lost_skipped }, {
    live: 6,
    candidate: 3,
    gained: 1,
    lost: 4,
    lost_in_part: 2,
    lost_skipped: 2,
  });
  assert.equal((await liveRawIds(sql)).length, live);
  assert.match(obstacle ?? "", /show 3 assignments where 6 are shown now/);
});
