import assert from "node:assert/strict";
import { importLabels } from "../../../lib/comparison/labels/import_labels.ts";
import { scoreStoredVersion } from "../../../lib/comparison/labels/score_stored_version.ts";
import { UserError } from "../../../lib/core/errors.ts";
import { emptyAssignment } from "../../../lib/schema/tuition_assignment.ts";
import type { Sql } from "../../../lib/store/database.ts";
import { runModeFile } from "../../support/run_mode_file.ts";
import { storeMessages } from "../../support/stored_messages.ts";
import { storeOutputs } from "../../support/stored_outputs.ts";
import { openTestDatabase } from "../../support/test_database.ts";

const GOLD = { assignment_code: "A1", rate: { min: 40 }, start_date: null };

async function storeLabels(sql: Sql, raws: readonly string[], more: object = {}): Promise<void> {
  const path = await Deno.makeTempFile();
  try {
    const lines = raws.map((raw, n) =>
      JSON.stringify({ agency: `agency ${n}`, channel: "c", n, raw, gold: GOLD, ...more })
    );
    await Deno.writeTextFile(path, lines.join("\n"));
    const { badLines } = await importLabels(sql, path, {
      labeler: "kim",
      now: new Date(0),
      rejectsPath: `${path}.rejects`,
      signal: new AbortController().signal,
    });
    assert.deepEqual(badLines, []);
  } finally {
    await Deno.remove(path);
  }
}

Deno.test("a stored version is scored against the stored labels of the texts it has read, each once", async () => {
  await using test = await openTestDatabase();
  const rate = { ...emptyAssignment().rate, min: 40 };
  const [right = 0, wrong = 0, skipped = 0, repost = 0] = await storeMessages(test.sql, [
    { text: "right" },
    { text: "wrong" },
    { text: "skipped" },
    { text: "right" },
  ]);
  await storeOutputs(test.sql, "one", [
    { rawId: right, output: { assignment_code: "a1", rate } },
    { rawId: wrong, output: { assignment_code: "B1", rate, start_date: "soon" } },
    { rawId: skipped, status: "skipped" },
    { rawId: repost, status: "failed" },
  ]);
  await storeLabels(test.sql, ["right", "wrong", "skipped", "never read"]);
  const { total, byAgency, withoutOutput, unread } = await scoreStoredVersion(test.sql, "one");
  assert.equal(total.posts, 3);
  assert.equal(unread, 1);
  assert.deepEqual([...withoutOutput], [["skipped: not_an_assignment", 1]]);
  assert.deepEqual(total.fields["assignment_code"]?.exact, { p: 1 / 2, r: 1 / 3, f1: 0.4 });
  assert.equal(total.fields["rate.min"]?.exact.r, 2 / 3);
  assert.equal(total.fields["start_date"]?.exact.p, 0);
  assert.deepEqual(byAgency.map(({ agency }) => agency).sort(), ["agency 0", "agency 1", "agency 2"]);
  await assert.rejects(scoreStoredVersion(test.sql, "none"), UserError);

  const printed = await runModeFile("score_gold.ts", test.url, ["--version", "one"]);
  assert.equal(printed.code, 1, printed.text);
  assert.match(printed.text, /1 labelled post that one has not read/);
  assert.match(printed.text, /Scored 3 posts of one/);
  const both = await runModeFile("score_gold.ts", test.url, ["--version", "one", "--gold", "x.jsonl"]);
  assert.equal(both.code, 2);
});

Deno.test("where two values are right, either is a hit", async () => {
  await using test = await openTestDatabase();
  const [rawId = 0] = await storeMessages(test.sql, [{ text: "post" }]);
  await storeOutputs(test.sql, "one", [{ rawId, output: { assignment_code: "A-1" } }]);
  await storeLabels(test.sql, ["post"], {
    gold: { assignment_code: "A1" },
    labels: {
      assignment_code: {
        id: crypto.randomUUID(),
        verdict: "both",
        version_a: "x",
        version_b: "y",
        also_right: "A-1",
        labeler: "kim",
        labeled_at: "2026-01-01T00:00:00Z",
        inclusion_probability: null,
      },
    },
  });
  assert.equal((await scoreStoredVersion(test.sql, "one")).total.macro_f1, 1);
});
