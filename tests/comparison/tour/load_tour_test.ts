import assert from "node:assert/strict";
import { loadTour } from "../../../lib/comparison/tour/load_tour.ts";
import { postOutput } from "../../../lib/comparison/post_output.ts";
import { postedChart } from "../../../lib/comparison/tour/tour_charts.ts";
import {
  liveAssignmentRows,
  NOTHING_STORED,
  storedChannelRows,
  storedRows,
  storedVersionRows,
} from "../../../lib/comparison/tour/tour_rows.ts";
import { CHANNEL_ID, editMessage, storeMessages } from "../../support/stored_messages.ts";
import { storeOutputs } from "../../support/stored_outputs.ts";
import { openTestDatabase } from "../../support/test_database.ts";

const REQUEST = { version: null, rawId: null, liveAssignments: 5 };

Deno.test("a tour counts messages, edits and deletions by channel", async () => {
  await using test = await openTestDatabase();
  const [edited = 0] = await storeMessages(test.sql, [
    { text: "one", date: "2026-01-05T10:00:00Z" },
    { text: "two", date: "2026-01-07T10:00:00Z", deletedAt: "2026-01-08T00:00:00Z" },
  ]);
  await test.sql`
    insert into telegram_message_revisions (raw_id, revised_at, text_sha256, raw_text, message_json)
    select id, now() - interval '1 hour' * n, text_sha256, 'older', '{}' from telegram_messages_raw, generate_series(1, 2) n
    where id = ${edited}`;
  await editMessage(test.sql, edited, "one, edited");
  await storeMessages(test.sql, [{ text: "three", date: "2026-01-07T23:00:00Z" }], CHANNEL_ID - 1);
  const tour = await loadTour(test.sql, REQUEST);
  assert.deepEqual(storedChannelRows(tour), [
    ["Test channel", 2, 1, 1, "2026-01-05", "2026-01-07"],
    ["Test channel", 1, 0, 0, "2026-01-07", "2026-01-07"],
  ]);
  assert.deepEqual(storedRows(tour).map(([, count]) => count), [2, 3, 1, 1, 0, 0, 0]);
  assert.deepEqual(tour.posted, {
    period: "day",
    counts: [
      { since: "2026-01-05", messages: 1 },
      { since: "2026-01-06", messages: 0 },
      { since: "2026-01-07", messages: 2 },
    ],
  });
});

Deno.test("messages of several weeks are counted by weeks from Monday", async () => {
  await using test = await openTestDatabase();
  await storeMessages(test.sql, [
    { text: "one", date: "2026-01-11T23:59:00Z" },
    { text: "two", date: "2026-02-09T00:00:00Z" },
  ]);
  const { posted } = await loadTour(test.sql, REQUEST);
  assert.equal(posted.period, "week");
  assert.deepEqual(posted.counts.map(({ since }) => since), [
    "2026-01-05",
    "2026-01-12",
    "2026-01-19",
    "2026-01-26",
    "2026-02-02",
    "2026-02-09",
  ]);
  assert.deepEqual(posted.counts.map(({ messages }) => messages), [1, 0, 0, 0, 0, 1]);
});

Deno.test("a tour shows the post of the live version, and what it made of it", async () => {
  await using test = await openTestDatabase();
  const [first = 0, second = 0] = await storeMessages(test.sql, [
    { text: "Sec 3 Maths at Bishan <3" },
    { text: "Hello" },
  ]);
  await storeOutputs(test.sql, "older", [{ rawId: first, output: { academic_display_text: "Sec 3 Maths" } }]);
  await storeOutputs(test.sql, "newer", [{ rawId: first }, { rawId: second, status: "skipped" }]);
  await test.sql`update pipeline_versions set promoted_at = now() where version = 'older'`;
  const tour = await loadTour(test.sql, REQUEST);
  assert.deepEqual(
    storedVersionRows(tour).map((row) => [row[0], row[2], row[3], row.at(-1)]).sort(),
    [["newer", 1, 1, ""], ["older", 1, 0, "live"]],
  );
  const { html } = postOutput(tour.post);
  assert.match(html, /ok in older/);
  assert.match(html, /<mark[^>]*>Sec 3 Maths<\/mark> at Bishan &lt;3/);
  assert.match(html, /Left empty: [^<]*rate\.min/);
  assert.deepEqual(liveAssignmentRows(tour), [["Test channel", null, "Sec 3 Maths", null, null, ""]]);

  const asked = await loadTour(test.sql, { ...REQUEST, version: "newer", rawId: second });
  assert.match(postOutput(asked.post).html, /skipped in newer.*No output: not_an_assignment/s);
});

Deno.test("a tour of an empty database says what to do", async () => {
  await using test = await openTestDatabase();
  const tour = await loadTour(test.sql, REQUEST);
  assert.deepEqual([storedRows(tour), storedChannelRows(tour), storedVersionRows(tour)], [[], [], []]);
  assert.equal(postedChart(tour).text, NOTHING_STORED);
  assert.match(postOutput(tour.post).text, /no output/);
});
