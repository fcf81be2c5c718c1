import { parse } from "@std/csv/parse";
import assert from "node:assert/strict";
import type { Pair } from "../../lib/comparison/pair_versions.ts";
import { sideBySideColumns, sideBySideHeader, sideBySideLines } from "../../lib/comparison/side_by_side.ts";
import { FIELDS } from "../../lib/schema/field_paths.ts";
import type { FieldValue } from "../../lib/schema/read_field.ts";
import { makePair } from "../support/make_pair.ts";

const AWKWARD = [
  'He said "ok", then\nleft; "',
  ",,\n\n",
  '"',
  "=1+1",
  " leading and trailing ",
  "一二三, 📚",
  "a\r\nb\rc",
  "\n",
];

Deno.test("quotes, commas and line ends come back from the CSV as they went in", () => {
  const pairs = AWKWARD.map((text, index): Pair => ({
    ...makePair(FIELDS, [], []),
    rawId: index + 1,
    segment: 0,
    channelId: -1001000000001,
    messageId: -5,
    messageDate: index === 0 ? null : new Date("2026-01-02T03:04:05Z"),
    a: {
      status: "ok",
      model: "rules",
      values: FIELDS.map(({ path }): FieldValue => (path === "rate.min" ? 30.5 : text)),
    },
    b: { status: "skipped", model: null, values: FIELDS.map(() => null) },
    outcomes: FIELDS.map(() => "only_a"),
  }));
  const channels = new Map([[-1001000000001, { channelLink: "t.me/some_channel", title: null }]]);
  const csv = sideBySideHeader(FIELDS) + sideBySideLines(pairs.slice(0, 3), FIELDS, channels) +
    sideBySideLines(pairs.slice(3), FIELDS, channels);

  const rows = parse(csv, { skipFirstRow: true });
  assert.equal(rows.length, AWKWARD.length);
  rows.forEach((row, index) => {
    assert.deepEqual(Object.keys(row), sideBySideColumns(FIELDS));
    assert.equal(row["raw_id"], String(index + 1));
    assert.equal(row["channel_link"], "t.me/some_channel");
    assert.equal(row["message_date"], index === 0 ? "" : "2026-01-02T03:04:05.000Z");
    assert.equal(row["rate.min_a"], "30.5");
    assert.equal(row["rate.min_eq"], "false");
    assert.equal(row["assignment_code_b"], "");
    // A lone carriage return ends a line for some readers; it becomes a line feed.
    assert.equal(row["assignment_code_a"], AWKWARD[index]?.replace(/\r\n?/g, "\n"));
  });
});

Deno.test("equal says true, false, or nothing where both are null; where they differ stands in what, and how alike they are", () => {
  const pair = makePair(FIELDS, ["X1", "Maths A", "Online"], ["X1", "Maths B", null]);
  const [row = {}] = parse(sideBySideHeader(FIELDS) + sideBySideLines([pair], FIELDS, new Map()), {
    skipFirstRow: true,
  });
  assert.equal(row["assignment_code_eq"], "true");
  assert.equal(row["academic_display_text_eq"], "false");
  assert.equal(row["rate.max_eq"], "");
  assert.equal(row["assignment_code_diff"], "");
  assert.equal(row["academic_display_text_diff"], "value");
  assert.equal(row["academic_display_text_alike"], "0.500");
  assert.equal(row["learning_mode.mode_diff"], "b_null");
  assert.equal(row["rate.max_diff"], "");
});
