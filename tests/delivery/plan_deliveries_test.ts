import assert from "node:assert/strict";
import { closeGate, openGate } from "../../lib/store/delivery_gates.ts";
import { lockPlanning } from "../../lib/store/delivery_plans.ts";
import { emptyAssignmentFields } from "../../lib/schema/tuition_assignment.ts";
import {
  assignments,
  extractAgain,
  loadOutbox,
  NOW,
  openDeliveries,
  OPENED_AT,
  plan,
} from "../support/delivery_world.ts";
import { storeOutputs } from "../support/stored_outputs.ts";

const HOUR_MS = 3_600_000;

Deno.test("a new open assignment becomes a message in every channel, once", async () => {
  await using test = await openDeliveries(assignments(2));
  assert.equal((await plan(test.sql, "broadcast", { channelIds: [-1, -2] })).planned, 4);
  assert.deepEqual(await loadOutbox(test.sql), [
    "-2 1/0 pending open",
    "-2 2/0 pending open",
    "-1 1/0 pending open",
    "-1 2/0 pending open",
  ]);
  const again = await plan(test.sql, "broadcast", { channelIds: [-1, -2] });
  assert.deepEqual([again.posts, again.planned, again.changed], [0, 0, 0]);
});

Deno.test("each assignment of a post has a message of its own; one that could not be read has none", async () => {
  const fields = emptyAssignmentFields();
  await using test = await openDeliveries([{
    segments: [{ ...fields, assignment_code: "A" }, null, { ...fields, assignment_code: "C" }],
  }]);
  await plan(test.sql);
  assert.deepEqual(await loadOutbox(test.sql), ["-1009 1/1 pending open", "-1009 1/3 pending open"]);
});

Deno.test("with the gate closed nothing is planned, not even a change", async () => {
  await using test = await openDeliveries(assignments(1), { kinds: [] });
  assert.equal((await plan(test.sql)).planned, 0);
  assert.deepEqual(await loadOutbox(test.sql), []);
  assert.deepEqual([...await test.sql`select * from delivery_plans`], []);
});

Deno.test("posts from before the opening are not announced, nor are those older than a day", async () => {
  await using early = await openDeliveries(assignments(1), {
    openedAt: new Date(OPENED_AT.getTime() + HOUR_MS),
  });
  await plan(early.sql);
  assert.deepEqual(await loadOutbox(early.sql), []);
  await using old = await openDeliveries(assignments(1));
  await plan(old.sql, "broadcast", {}, new Date(NOW.getTime() + 24 * HOUR_MS));
  assert.deepEqual(await loadOutbox(old.sql), []);
});

Deno.test("a gate that is closed and opened again announces only posts from then on, and withholds what waited", async () => {
  await using test = await openDeliveries(assignments(1));
  await plan(test.sql);
  await closeGate(test.sql, "broadcast");
  await openGate(test.sql, "broadcast", NOW);
  assert.deepEqual(await loadOutbox(test.sql), ["-1009 1/0 withheld gate_closed open"]);
  await extractAgain(test.sql, 1, { additional_remarks: "new" });
  await plan(test.sql);
  assert.deepEqual(await loadOutbox(test.sql), ["-1009 1/0 withheld gate_closed open"]);
});

Deno.test("an assignment that is closed before it was sent is not sent, and is when it opens again", async () => {
  await using test = await openDeliveries(assignments(1));
  await plan(test.sql);
  await extractAgain(test.sql, 1, { post_status: "taken" });
  assert.equal((await plan(test.sql)).changed, 1);
  assert.deepEqual(await loadOutbox(test.sql), ["-1009 1/0 withheld closed closed"]);
  await extractAgain(test.sql, 1, { post_status: "open" });
  await plan(test.sql);
  assert.deepEqual(await loadOutbox(test.sql), ["-1009 1/0 pending open"]);
});

Deno.test("one that is closed from the start is announced when it opens", async () => {
  await using test = await openDeliveries([{ ...assignments(1)[0], post_status: "closed" }]);
  await plan(test.sql);
  assert.deepEqual(await loadOutbox(test.sql), []);
  await extractAgain(test.sql, 1, { post_status: null });
  await plan(test.sql);
  assert.deepEqual(await loadOutbox(test.sql), ["-1009 1/0 pending open"]);
});

Deno.test("what was sent follows its post: edited, closed, edited back, deleted", async () => {
  await using test = await openDeliveries(assignments(1));
  await plan(test.sql);
  await test.sql`
    update outbox set status = 'sent', sent_message_id = 5, sent_at = now(), sent_sha256 = wanted_sha256`;
  const step = async (output: Parameters<typeof extractAgain>[2]) => {
    await extractAgain(test.sql, 1, output);
    await plan(test.sql);
    return (await loadOutbox(test.sql))[0];
  };
  assert.equal(await step({ additional_remarks: "more" }), "-1009 1/0 pending open");
  assert.equal(await step({ additional_remarks: null }), "-1009 1/0 sent open");
  assert.equal(await step({ post_status: "closed" }), "-1009 1/0 pending closed");
  await test.sql`update telegram_messages_raw set deleted_at = now()`;
  await plan(test.sql);
  assert.deepEqual(await loadOutbox(test.sql), ["-1009 1/0 pending gone"]);
  await test.sql`update telegram_messages_raw set deleted_at = null`;
  await plan(test.sql);
  assert.deepEqual(await loadOutbox(test.sql), ["-1009 1/0 pending closed"]);
});

Deno.test("a look for new posts only leaves changes to the next", async () => {
  await using test = await openDeliveries(assignments(1));
  await plan(test.sql);
  await extractAgain(test.sql, 1, { post_status: "closed" });
  assert.equal((await plan(test.sql, "broadcast", { looksForChanges: false })).changed, 0);
  assert.equal((await plan(test.sql)).changed, 1);
});

Deno.test("a post that is not an assignment any more is taken back; one that is being read again is not", async () => {
  await using test = await openDeliveries(assignments(2));
  await plan(test.sql);
  await test.sql`
    update outbox set status = 'sent', sent_message_id = 5, sent_at = now(), sent_sha256 = wanted_sha256`;
  await test.sql`
    update telegram_extractions set status = 'skipped', skip_reason = 'non_assignment', updated_at = clock_timestamp()
    where raw_id = 1`;
  await test
    .sql`update telegram_extractions set status = 'pending', updated_at = clock_timestamp() where raw_id = 2`;
  await plan(test.sql);
  assert.deepEqual(await loadOutbox(test.sql), ["-1009 1/0 pending gone", "-1009 2/0 sent open"]);
});

Deno.test("another version that goes live changes messages where it reads otherwise, and takes none back that it has not read", async () => {
  await using test = await openDeliveries(assignments(3));
  await plan(test.sql);
  await test.sql`
    update outbox set status = 'sent', sent_message_id = 5, sent_at = now(), sent_sha256 = wanted_sha256`;
  await storeOutputs(test.sql, "v2", [
    { rawId: 1, output: { assignment_code: "A1", academic_display_text: "Sec 3 Physics" } },
    { rawId: 2, output: { assignment_code: "other" } },
  ]);
  await test.sql`update pipeline_versions set promoted_at = now() + interval '1 hour' where version = 'v2'`;
  await plan(test.sql);
  assert.deepEqual(await loadOutbox(test.sql), [
    "-1009 1/0 sent open",
    "-1009 2/0 pending open",
    "-1009 3/0 sent open",
  ]);
});

Deno.test("a run whose version is not live plans nothing and says which is", async () => {
  await using test = await openDeliveries(assignments(1));
  const planned = await plan(test.sql, "broadcast", { version: "v2" });
  assert.deepEqual([planned.planned, planned.otherVersion], [0, "v1"]);
  assert.equal((await plan(test.sql, "broadcast", { version: "v1" })).planned, 1);
});

Deno.test("subscribers get what suits them, at most so many an assignment, and in turns", async () => {
  await using test = await openDeliveries(assignments(4));
  await test.sql`
    insert into subscribers (chat_id, subjects, levels, is_active)
    values (11, '{}', '{Secondary}', true), (12, '{Physics}', '{}', true), (13, '{Any}', '{}', true),
      (14, '{English}', '{}', true), (15, '{}', '{}', false)`;
  await plan(test.sql, "dm", { dmLimit: 2 });
  const rows = await loadOutbox(test.sql);
  const chats = rows.map((row) => row.split(" ")[0]);
  assert.equal(rows.length, 8);
  assert.deepEqual(["11", "12", "13", "14", "15"].map((chat) => chats.filter((one) => one === chat).length), [
    3,
    3,
    2,
    0,
    0,
  ]);
  await extractAgain(test.sql, 1, { additional_remarks: "new" });
  await plan(test.sql, "dm", { dmLimit: 2 });
  assert.deepEqual(await loadOutbox(test.sql), rows);
});

Deno.test("kinds are planned apart: one whose gate opened later misses no change of the other", async () => {
  await using test = await openDeliveries(assignments(1));
  await test.sql`insert into subscribers (chat_id) values (11)`;
  await plan(test.sql);
  await plan(test.sql, "dm");
  await extractAgain(test.sql, 1, { post_status: "closed" });
  await plan(test.sql);
  assert.deepEqual(await loadOutbox(test.sql), ["-1009 1/0 withheld closed closed", "11 1/0 pending open"]);
  await plan(test.sql, "dm");
  assert.deepEqual((await loadOutbox(test.sql))[1], "11 1/0 withheld closed closed");
});

Deno.test("an item that repeats an announced one is not announced again", async () => {
  await using test = await openDeliveries(assignments(2));
  await plan(test.sql, "broadcast", {
    findRepeats: (_, items) =>
      Promise.resolve(new Set(items.filter(({ rawId }) => rawId === 2).map(() => "2:0"))),
  });
  assert.deepEqual(await loadOutbox(test.sql), ["-1009 1/0 pending open"]);
});

Deno.test("fields of another schema are counted, and what was sent of them stays", async () => {
  await using test = await openDeliveries(assignments(2));
  await plan(test.sql);
  await test.sql`
    update telegram_extractions set canonical_json = '{"odd": 1}', updated_at = clock_timestamp() where raw_id = 1`;
  assert.equal((await plan(test.sql)).unreadable, 1);
  assert.deepEqual(await loadOutbox(test.sql), ["-1009 1/0 pending open", "-1009 2/0 pending open"]);
});

Deno.test("one process plans at a time", async () => {
  await using test = await openDeliveries(assignments(1));
  await test.sql.begin(async (transaction) => {
    assert.ok(await lockPlanning(transaction));
    assert.equal((await plan(test.sql)).posts, 0);
  });
  assert.equal((await plan(test.sql)).posts, 1);
});

Deno.test("a plan is bounded, says that there is more, and the next goes on", async () => {
  await using test = await openDeliveries(assignments(5));
  const counts = [];
  for (let turn = 0; turn < 4; turn++) {
    const { planned, isMore } = await plan(test.sql, "broadcast", { limit: 2 });
    counts.push([planned, isMore]);
  }
  assert.deepEqual(counts, [[2, true], [2, true], [1, false], [0, false]]);
});
