import assert from "node:assert/strict";
import { compareVersions } from "../../../lib/comparison/compare_versions.ts";
import { ComparisonSchema } from "../../../lib/comparison/comparison_schema.ts";
import { DIFFERENCE_KINDS } from "../../../lib/comparison/differences/difference_kind.ts";
import {
  describeDisagreementGroups,
  DIFFERENCE_HEADER,
  differenceRows,
  DISAGREEMENT_GROUP_HEADER,
  disagreementGroupRows,
} from "../../../lib/comparison/differences/difference_rows.ts";
import { printDifferences } from "../../../lib/comparison/differences/print_differences.ts";
import { formatTable } from "../../../lib/runtime/format_table.ts";
import { numberedMessages, storeMessages } from "../../support/stored_messages.ts";
import { storeOutputs } from "../../support/stored_outputs.ts";
import { openTestDatabase } from "../../support/test_database.ts";

Deno.test("what differs stands in the terminal by field, and the largest groups by field, kind and channel", async () => {
  await using test = await openTestDatabase();
  const { sql } = test;
  const rawIds = await storeMessages(sql, numberedMessages(4));
  const outputs = (remarks: readonly (string | null)[]) =>
    rawIds.map((rawId, place) => ({ rawId, output: { additional_remarks: remarks[place] ?? null } }));
  await storeOutputs(sql, "a", outputs(["same", "a b", "$40/hr", null]));
  await storeOutputs(sql, "b", outputs(["same", "b a", "$40 / hr", "more"]));
  const { comparison } = await compareVersions(sql, {
    ...{ versionA: "a", versionB: "b", window: { since: null, until: null }, channelIds: null },
    comparedAt: new Date(0),
  });

  const printed: string[] = [];
  printDifferences({
    print: (line) => printed.push(line),
    printTable: (header, rows) => printed.push(...formatTable(header, rows)),
  }, comparison);
  assert.deepEqual(printed, [
    "",
    "In what the values differ where both have one, and how alike all of them are:",
    "field               spelling  order  value  alike  by",
    "--------------------------------------------------------",
    "additional_remarks         1      1      0  1.000  words",
    "",
    "3 disagreements:",
    "field               difference  channel       pairs",
    "---------------------------------------------------",
    "additional_remarks  A has none  Test channel      1",
    "additional_remarks  spelling    Test channel      1",
    "additional_remarks  order       Test channel      1",
  ]);
});

Deno.test("the groups that are not shown are told, and no line is wider than a terminal of 80 columns", () => {
  const groups = Array.from({ length: 20 }, (_, place) => ({
    path: "time_availability.estimated",
    kind: DIFFERENCE_KINDS[place % 5] ?? "value",
    channel_id: -1001000000000 - place,
    pairs: 200_000 - place,
  }));
  const channel = {
    channel_link: null,
    title: "A channel of a very long name".repeat(3),
    pairs: 1,
    both_ok: 1,
  };
  const channels = groups.map(({ channel_id }) => ({ ...channel, channel_id, fields: {} }));
  const described = describeDisagreementGroups({ disagreement_groups: groups }, 8) ?? assert.fail();
  assert.equal(described, "3,999,810 disagreements, 1,599,972 of them in the largest 8 of 20 groups:");
  const rows = disagreementGroupRows({ disagreement_groups: groups, channels });
  const differences = { a_null: 0, b_null: 0, format: 99_999, order: 99_999, value: 99_999 };
  const counts = {
    ...{ both_null: 0, only_a: 0, only_b: 0, equal: 1, different: 1 },
    ...{ coverage_a: 1, coverage_b: 1, agreement: 1, agreement_where_both: 1 },
  };
  const fields = ComparisonSchema.shape.fields.parse({
    "time_availability.estimated": {
      ...{ kind: "list", words: [], all: counts, both_ok: counts, differences },
      similarity: { measure: "list_f1_of_alike", pairs: 2, mean: 0.5 },
    },
  });
  const lines = [
    described,
    ...formatTable(DISAGREEMENT_GROUP_HEADER, rows),
    ...formatTable(DIFFERENCE_HEADER, differenceRows({ fields })),
  ];
  for (const line of lines) assert.ok(line.length <= 80, line);
});
