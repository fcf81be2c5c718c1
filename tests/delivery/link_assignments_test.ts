import assert from "node:assert/strict";
import { findRepeatsByLinks } from "../../lib/delivery/find_repeats.ts";
import { linkAssignments, type LinkedAssignments } from "../../lib/delivery/link_assignments.ts";
import { planPromotion, planRollback } from "../../lib/delivery/promote_version.ts";
import { TUITION } from "../../lib/extraction/tuition/tuition_domain.ts";
import {
  emptyAssignmentFields,
  type TuitionAssignment,
  TuitionAssignmentSchema,
} from "../../lib/schema/tuition_assignment.ts";
import type { Sql } from "../../lib/store/database.ts";
import { CHANNEL_ID, editMessage, storeMessages } from "../support/stored_messages.ts";
import { extractPost } from "../support/extract_post.ts";
import { storeOutputs } from "../support/stored_outputs.ts";
import { openTestDatabase } from "../support/test_database.ts";

const OTHER_CHANNEL = CHANNEL_ID - 1;
const VERSION = "rules_v1";
const MATHS = "Code: TA101\nSec 3 E Math\nBlk 412 Ang Mo Kio Ave 10 S(560412)\nTue 7pm-8.30pm\n$40/hr";

/** A day and a time of it in January 2026. */
function at(day: number, time = "10:00"): string {
  return `2026-01-${String(day).padStart(2, "0")}T${time}:00Z`;
}

interface Post {
  readonly text: string;
  readonly date: string;
}

/** Stores posts of a channel with what the rules make of them, as the live version. */
async function post(sql: Sql, posts: readonly Post[], channelId = CHANNEL_ID): Promise<number[]> {
  const ids = await storeMessages(sql, posts, channelId);
  await storeOutputs(
    sql,
    VERSION,
    ids.map((rawId, place) => ({ rawId, output: readPost(posts[place]?.text ?? "") })),
  );
  await goLive(sql, VERSION);
  return ids;
}

function readPost(text: string): TuitionAssignment {
  return TuitionAssignmentSchema.parse(extractPost(text));
}

async function goLive(sql: Sql, version: string): Promise<void> {
  await (await planPromotion(sql, version, { allowShrink: true, allowUnfinished: true })).apply();
}

async function edit(sql: Sql, rawId: number, text: string): Promise<void> {
  await editMessage(sql, rawId, text);
  await store(sql, rawId, readPost(text));
}

async function store(sql: Sql, rawId: number, output: TuitionAssignment): Promise<void> {
  await sql`
    update telegram_extractions set canonical_json = ${
    JSON.stringify(output)
  }::text::jsonb, updated_at = clock_timestamp()
    where raw_id = ${rawId} and pipeline_version = ${VERSION}`;
}

async function deleteMessage(sql: Sql, rawId: number): Promise<void> {
  await sql`update telegram_messages_raw set deleted_at = now() where id = ${rawId}`;
}

async function bringBack(sql: Sql, rawId: number): Promise<void> {
  await sql`update telegram_messages_raw set deleted_at = null where id = ${rawId}`;
}

function link(sql: Sql, since: Date | null = null): Promise<LinkedAssignments> {
  return linkAssignments(sql, TUITION, { since, pageSize: 2 });
}

interface LiveRow {
  readonly raw_id: number;
  readonly segment: number;
  readonly status: string;
  readonly closed_reason: string | null;
  readonly bumped_at: Date | null;
  readonly bump_count: number;
  readonly repost_of_raw_id: number | null;
  readonly repost_of_segment: number | null;
  readonly group_id: string;
  readonly group_score: number | null;
}

async function live(sql: Sql): Promise<LiveRow[]> {
  return [
    ...await sql<LiveRow[]>`
    select raw_id, segment, status, closed_reason, bumped_at, bump_count, repost_of_raw_id, repost_of_segment, group_id, group_score
    from live_assignments order by raw_id, segment`,
  ];
}

async function reposts(sql: Sql): Promise<(number | null)[]> {
  return (await live(sql)).map((row) => row.repost_of_raw_id);
}

async function statusOf(sql: Sql, rawId: number): Promise<[string, string | null]> {
  const row = (await live(sql)).find((row) => row.raw_id === rawId);
  return [row?.status ?? "absent", row?.closed_reason ?? null];
}

Deno.test("a post that is deleted closes its assignment, and one that is back opens it, by itself", async () => {
  await using test = await openTestDatabase();
  const { sql } = test;
  const [id = 0] = await post(sql, [{ text: MATHS, date: at(1) }]);
  assert.deepEqual(await statusOf(sql, id), ["open", null]);
  await deleteMessage(sql, id);
  assert.deepEqual(await statusOf(sql, id), ["closed", "deleted"]);
  await bringBack(sql, id);
  assert.deepEqual(await statusOf(sql, id), ["open", null]);
});

Deno.test("an edit to TAKEN closes an assignment, one that takes it back opens it, and one that leaves no assignment closes it", async () => {
  await using test = await openTestDatabase();
  const { sql } = test;
  const [id = 0] = await post(sql, [{ text: MATHS, date: at(1) }]);
  await edit(sql, id, `TAKEN\n${MATHS}`);
  assert.deepEqual(await statusOf(sql, id), ["closed", "post says so"]);
  await edit(sql, id, MATHS);
  assert.deepEqual(await statusOf(sql, id), ["open", null]);
  await sql`update telegram_extractions set status = 'skipped', skip_reason = 'non_assignment' where raw_id = ${id}`;
  assert.deepEqual(await statusOf(sql, id), ["closed", "no assignment any more"]);
});

Deno.test("a repost bumps the first post at most once in six hours, and is no assignment of its own", async () => {
  await using test = await openTestDatabase();
  const { sql } = test;
  const [first = 0] = await post(sql, [
    { text: MATHS, date: at(1, "00:00") },
    { text: `BUMP\n${MATHS}`, date: at(1, "05:59") },
    { text: MATHS, date: at(1, "06:00") },
    { text: MATHS, date: at(1, "11:59") },
    { text: MATHS, date: at(1, "12:00") },
    { text: `CLOSED\n${MATHS}`, date: at(2) },
  ]);
  await link(sql);
  const rows = await live(sql);
  assert.deepEqual(await reposts(sql), [null, first, first, first, first, first]);
  assert.deepEqual(rows.map((row) => row.bump_count), [2, 0, 0, 0, 0, 0]);
  assert.equal(rows[0]?.bumped_at?.toISOString(), "2026-01-01T12:00:00.000Z");
  assert.equal(rows[5]?.status, "closed", "a repost has a status of its own");
  assert.deepEqual(new Set(rows.map((row) => row.group_id)), new Set([`${first}:0`]));
});

Deno.test("a post without a code is a repost of one with the same words, whatever is said of its status", async () => {
  await using test = await openTestDatabase();
  const { sql } = test;
  const text = "Sec 3 E Math\nBlk 412 Ang Mo Kio Ave 10\nTue 7pm-8.30pm\n$40/hr";
  const [first = 0] = await post(sql, [
    { text, date: at(1) },
    { text: `🔥 Still available!! 🔥\n\n${text.replaceAll("\n", "  \n")}\n\nBUMP`, date: at(2) },
    { text: text.replace("$40", "$45"), date: at(3) },
  ]);
  await link(sql);
  assert.deepEqual(await reposts(sql), [null, first, null]);
});

Deno.test("a post after the first one closed, or a long time after, is an assignment of its own, which later ones repeat", async () => {
  await using test = await openTestDatabase();
  const { sql } = test;
  const [first = 0, second = 0, third = 0] = await post(sql, [
    { text: MATHS, date: at(1) },
    { text: MATHS, date: at(2) },
    { text: MATHS, date: at(3) },
    { text: MATHS, date: at(18) },
  ]);
  await link(sql);
  assert.deepEqual(await reposts(sql), [null, first, first, null]);
  await deleteMessage(sql, first);
  await link(sql);
  assert.deepEqual(await reposts(sql), [null, null, second, null], "an open post hides behind no closed one");
  await edit(sql, second, `TAKEN\n${MATHS}`);
  await link(sql);
  assert.deepEqual(await reposts(sql), [null, null, null, null]);
  await bringBack(sql, first);
  await link(sql);
  assert.deepEqual(await reposts(sql), [null, first, first, null]);
  assert.deepEqual(await statusOf(sql, third), ["open", null]);
});

Deno.test("a code that is used again for something else, or in another channel, makes no repost", async () => {
  await using test = await openTestDatabase();
  const { sql } = test;
  await post(sql, [
    { text: MATHS, date: at(1) },
    {
      text: "Code: TA101\nP5 Chinese\nBlk 9 Bedok North Street 3\nSat 10am-11am\n$35/hr",
      date: at(2),
    },
  ]);
  await post(sql, [{ text: MATHS, date: at(2) }], OTHER_CHANNEL);
  await link(sql);
  assert.deepEqual(await reposts(sql), [null, null, null]);
});

const RETOLD =
  "📚 Secondary 3 Elementary Math\nLocation: 412 Ang Mo Kio Avenue 10 (560412)\nTiming: Tuesdays 7pm\nFee: $40-45 per hour\nID: ZZ9";
const SIBLING =
  "P4 Science\nLocation: 412 Ang Mo Kio Avenue 10 (560412)\nTiming: Saturdays 10am\nFee: $30 per hour\nID: ZZ10";
const NEIGHBOUR =
  "Sec 3 E Math\nLocation: 455 Ang Mo Kio Avenue 10 (560455)\nTiming: Tuesdays 7pm\nFee: $40 per hour\nID: ZZ11";

Deno.test("what two agencies make of one assignment is one group with a score; what only looks like it is none", async () => {
  await using test = await openTestDatabase();
  const { sql } = test;
  const [first = 0] = await post(sql, [{ text: MATHS, date: at(1) }]);
  const [retold = 0, sibling = 0, neighbour = 0, late = 0] = await post(sql, [
    { text: RETOLD, date: at(2) },
    { text: SIBLING, date: at(3) },
    { text: NEIGHBOUR, date: at(4) },
    { text: RETOLD.replace("ZZ9", "ZZ12"), date: at(9) },
  ], OTHER_CHANNEL);
  await link(sql);
  const rows = await live(sql);
  assert.deepEqual(rows.map((row) => row.group_id), [
    `${first}:0`,
    `${first}:0`,
    `${sibling}:0`,
    `${neighbour}:0`,
    `${late}:0`,
  ]);
  assert.deepEqual(rows.map((row) => row.group_score !== null), [false, true, false, false, false]);
  assert.equal(rows.every((row) => row.status === "open"), true, "nothing is dropped");

  await edit(sql, retold, SIBLING.replace("ZZ10", "ZZ9"));
  await link(sql);
  assert.equal((await live(sql))[1]?.group_id, `${retold}:0`, "an edit parts them");
  await edit(sql, first, SIBLING);
  await link(sql);
  const later = await live(sql);
  assert.deepEqual(later.slice(0, 3).map((row) => row.group_id), [`${first}:0`, `${first}:0`, `${first}:0`]);
});

Deno.test("a group goes on through the reposts of its members", async () => {
  await using test = await openTestDatabase();
  const { sql } = test;
  const [first = 0] = await post(sql, [{ text: MATHS, date: at(1) }, { text: MATHS, date: at(6) }]);
  await post(sql, [{ text: RETOLD, date: at(10) }, { text: RETOLD, date: at(14) }], OTHER_CHANNEL);
  await link(sql);
  assert.deepEqual(new Set((await live(sql)).map((row) => row.group_id)), new Set([`${first}:0`]));
});

Deno.test("the order in which posts are linked makes no difference, and linking twice changes nothing", async () => {
  await using one = await openTestDatabase();
  await using two = await openTestDatabase();
  const links: unknown[] = [];
  for (const [{ sql }, backwards] of [[one, false], [two, true]] as const) {
    await post(sql, [{ text: MATHS, date: at(1) }, { text: MATHS, date: at(3) }]);
    await post(sql, [{ text: RETOLD, date: at(2) }, { text: RETOLD, date: at(5) }], OTHER_CHANNEL);
    if (backwards) {
      for (const day of [5, 3, 2]) await link(sql, new Date(at(day)));
    }
    await link(sql);
    const load = () => sql`select * from assignment_links order by raw_id, segment, kind`;
    const before = [...await load()];
    assert.deepEqual(await link(sql), { posts: 0, written: 0, removed: 0, unreadable: 0 });
    const again = await linkAssignments(sql, TUITION, { since: null, again: true });
    assert.deepEqual(again, { posts: 4, written: 0, removed: 0, unreadable: 0 });
    assert.deepEqual([...await load()], before);
    links.push(before.map(({ linked_at: _, ...link }) => link));
  }
  assert.deepEqual(links[0], links[1]);
});

Deno.test("links belong to a version: another one has its own, and a rollback finds the old ones as they were", async () => {
  await using test = await openTestDatabase();
  const { sql } = test;
  const [first = 0, second = 0] = await post(sql, [{ text: MATHS, date: at(1) }, {
    text: MATHS,
    date: at(2),
  }]);
  await link(sql);
  await storeOutputs(sql, "rules_v2", [
    { rawId: first, output: { assignment_code: "A1" } },
    { rawId: second, output: { assignment_code: "B2" } },
  ]);
  await goLive(sql, "rules_v2");
  assert.deepEqual(await reposts(sql), [null, null]);
  await link(sql);
  assert.deepEqual(await reposts(sql), [null, null]);
  await (await planRollback(sql)).apply();
  assert.deepEqual(await reposts(sql), [null, first]);
  assert.deepEqual(await link(sql), { posts: 0, written: 0, removed: 0, unreadable: 0 });
});

Deno.test("a compilation's assignments are linked one by one, and anew when an edit moves them", async () => {
  await using test = await openTestDatabase();
  const { sql } = test;
  const [single = 0] = await post(sql, [{ text: MATHS, date: at(1) }]);
  const [digest = 0] = await storeMessages(sql, [{ text: "a digest", date: at(2) }], OTHER_CHANNEL);
  await sql`update telegram_messages_raw set channel_id = ${CHANNEL_ID}, message_id = 2 where id = ${digest}`;
  const item = (code: string) => ({ ...emptyAssignmentFields(), assignment_code: code });
  const output = (codes: readonly string[]) => ({ segments: codes.map(item) });
  await storeOutputs(sql, VERSION, [{ rawId: digest, output: output(["TB1", "ta 101", "TB3"]) }]);
  const found = async () => {
    await link(sql);
    return (await live(sql)).filter((row) => row.raw_id === digest).map((row) => row.repost_of_raw_id);
  };
  assert.deepEqual(await found(), [null, single, null]);
  await store(sql, digest, { ...emptyAssignmentFields(), ...output(["TA101", "TB1"]) });
  assert.deepEqual(await found(), [single, null]);
  await store(sql, digest, { ...emptyAssignmentFields(), ...output(["TB1"]) });
  assert.deepEqual(await found(), [null]);
});

Deno.test("a link goes with the segment that had it", async () => {
  await using test = await openTestDatabase();
  const { sql } = test;
  await post(sql, [{ text: MATHS, date: at(1) }]);
  const [digest = 0] = await post(sql, [{ text: RETOLD, date: at(2) }], OTHER_CHANNEL);
  const [sibling, retold] = [SIBLING, RETOLD].map((text) => {
    const { segments: _, ...fields } = readPost(text);
    return fields;
  });
  assert.ok(sibling && retold);
  await store(sql, digest, { ...emptyAssignmentFields(), segments: [sibling, retold] });
  await link(sql);
  const linked = async () => [...await sql`select raw_id, segment from assignment_links`];
  assert.deepEqual(await linked(), [{ raw_id: digest, segment: 2 }]);
  await store(sql, digest, { ...emptyAssignmentFields(), segments: [sibling] });
  await link(sql);
  assert.deepEqual(await linked(), []);
});

Deno.test("an edit that makes another assignment of a post frees what was linked to it", async () => {
  await using test = await openTestDatabase();
  const { sql } = test;
  const [first = 0, repost = 0] = await post(sql, [{ text: MATHS, date: at(1) }, {
    text: MATHS,
    date: at(2),
  }]);
  const [retold = 0] = await post(sql, [{ text: RETOLD, date: at(3) }], OTHER_CHANNEL);
  await link(sql);
  const groups = async () => (await live(sql)).map((row) => row.group_id);
  assert.deepEqual(await groups(), [`${first}:0`, `${first}:0`, `${first}:0`]);
  await edit(sql, first, "Code: TC7\nP5 Chinese\nBlk 9 Bedok North Street 3\nSat 10am-11am\n$35/hr");
  await link(sql);
  assert.deepEqual(await groups(), [`${first}:0`, `${repost}:0`, `${repost}:0`]);
  await edit(sql, repost, "Code: TC7\nP5 Chinese\nBlk 9 Bedok North Street 3\nSat 10am-11am\n$35/hr");
  await link(sql);
  assert.deepEqual(await groups(), [`${first}:0`, `${first}:0`, `${retold}:0`]);
});

Deno.test("a repost is known before it is announced, if people were told of the first post or of an earlier repost", async () => {
  await using test = await openTestDatabase();
  const { sql } = test;
  const ids = await post(sql, [1, 2, 3].map((day) => ({ text: MATHS, date: at(day) })));
  const [first = 0, second = 0, third = 0] = ids;
  const ask = async (...rawIds: readonly number[]) => {
    const items = rawIds.map((rawId) => ({ rawId, segment: 0 }));
    return [...await sql.begin((transaction) => findRepeatsByLinks(TUITION)(transaction, items))].sort();
  };
  assert.deepEqual(await ask(second), [], "nobody was told yet");
  assert.deepEqual(await ask(second, third), [`${third}:0`], "of two in one plan the first is told");
  await sql`
    insert into outbox (kind, target, raw_id, segment, wanted, body, expires_at)
    values ('broadcast', -1, ${second}, 0, 'open', 'text', now())`;
  assert.deepEqual(await ask(first, second, third), [`${second}:0`, `${third}:0`]);
  assert.deepEqual(await ask(third), [`${third}:0`]);
});

Deno.test("an output of another schema stands for itself, and is counted", async () => {
  await using test = await openTestDatabase();
  const { sql } = test;
  const [first = 0] = await post(sql, [{ text: MATHS, date: at(1) }, { text: MATHS, date: at(2) }]);
  await sql`update telegram_extractions set canonical_json = canonical_json - 'rate' where raw_id = ${first}`;
  assert.deepEqual(await link(sql), { posts: 2, written: 0, removed: 0, unreadable: 1 });
  assert.deepEqual(await reposts(sql), [null, null]);
});

Deno.test("posts before the look-back, an aborted run and a database without a live version cost nothing", async () => {
  await using test = await openTestDatabase();
  const { sql } = test;
  assert.deepEqual(await link(sql), { posts: 0, written: 0, removed: 0, unreadable: 0 });
  await post(sql, [{ text: MATHS, date: at(1) }, { text: MATHS, date: at(2) }]);
  const aborted = await linkAssignments(sql, TUITION, { since: null, signal: AbortSignal.abort() });
  assert.equal(aborted.posts, 0);
  assert.equal((await link(sql, new Date(at(1, "12:00")))).posts, 1);
});
