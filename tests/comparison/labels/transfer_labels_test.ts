import assert from "node:assert/strict";
import { exportLabels } from "../../../lib/comparison/labels/export_labels.ts";
import { importLabels } from "../../../lib/comparison/labels/import_labels.ts";
import { type GoldLine, iterGoldFile } from "../../../lib/comparison/labels/iter_gold_file.ts";
import { GoldFieldsSchema } from "../../../lib/schema/gold_label.ts";
import { iterLabelledPosts, loadLabels, saveLabel } from "../../../lib/store/labels.ts";
import type { Sql } from "../../../lib/store/database.ts";
import { openTestDatabase } from "../../support/test_database.ts";

const NOW = new Date("2026-03-04T05:06:07Z");
const NEVER = new AbortController().signal;
const POST = { agency: "Fern", channel: "fernjobs", n: 1, raw: "Code: F1\nBishan, $40/hr, Mon 7pm" };
const GOLD = {
  assignment_code: "F1",
  address: ["Bishan"],
  start_date: null,
  rate: { min: 40, raw_text: "$40/hr" },
  time_availability: { explicit: { monday: ["19:00-19:00"], friday: [] } },
};

async function withFolder(work: (folder: string) => Promise<void>): Promise<void> {
  const folder = await Deno.makeTempDir();
  try {
    await work(folder);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

async function importLines(sql: Sql, folder: string, lines: readonly (object | string)[]) {
  const path = `${folder}/gold.jsonl`;
  const text = lines.map((line) => typeof line === "string" ? line : JSON.stringify(line)).join("\n");
  await Deno.writeTextFile(path, text);
  return await importFile(sql, folder, path);
}

async function importFile(sql: Sql, folder: string, path: string) {
  return await importLabels(sql, path, {
    labeler: "kim",
    now: NOW,
    rejectsPath: `${folder}/rejects.jsonl`,
    signal: NEVER,
  });
}

async function readGold(path: string): Promise<GoldLine[]> {
  return await Array.fromAsync(iterGoldFile(path, GoldFieldsSchema));
}

Deno.test("a hand-written gold file becomes one direct label a field, null included, and importing it again changes nothing", () =>
  withFolder(async (folder) => {
    await using test = await openTestDatabase();
    const first = await importLines(test.sql, folder, [{ ...POST, gold: GOLD }]);
    assert.deepEqual([first.posts, first.labels, first.added], [1, 6, 6]);
    const labels = await loadLabels(test.sql, null);
    assert.deepEqual(
      labels.map(({ field, value, verdict, labeler }) => [field, value, verdict, labeler]),
      [
        ["address", ["Bishan"], "direct", "kim"],
        ["assignment_code", "F1", "direct", "kim"],
        ["rate.min", 40, "direct", "kim"],
        ["rate.raw_text", "$40/hr", "direct", "kim"],
        ["start_date", null, "direct", "kim"],
        ["time_availability.explicit", ["monday 19:00-19:00"], "direct", "kim"],
      ],
    );
    const second = await importLines(test.sql, folder, [{ ...POST, gold: GOLD }]);
    assert.deepEqual([second.labels, second.unchanged], [6, 6]);
    assert.deepEqual(await loadLabels(test.sql, null), labels);
  }));

Deno.test("labels go to a file and into another database as they were, with all that is known of them, and back again byte for byte", () =>
  withFolder(async (folder) => {
    await using source = await openTestDatabase();
    await using target = await openTestDatabase();
    await importLines(source.sql, folder, [{ ...POST, gold: GOLD }, {
      ...POST,
      segment: 2,
      gold: { rate: { max: 50 } },
    }]);
    await source.sql.begin((transaction) =>
      saveLabel(transaction, { rawText: "another post", agency: "Moss", channel: "moss", n: 9 }, {
        id: crypto.randomUUID(),
        segment: 0,
        field: "nearest_mrt",
        value: ["Bishan"],
        alsoRight: ["Bishan MRT", "\u{1F4DA}"],
        verdict: "both",
        versionA: "rules_v1",
        versionB: "rules_v2",
        labeler: "lee",
        labeledAt: new Date("2026-04-05T06:07:08.901Z"),
        inclusionProbability: 0.1234567890123,
      })
    );
    const exported = await exportLabels(source.sql, `${folder}/one.jsonl`, NEVER);
    assert.deepEqual([exported.lines, exported.labels, exported.leftOut], [3, 8, 0]);

    const imported = await importFile(target.sql, folder, exported.file.path);
    assert.deepEqual([imported.posts, imported.added, imported.badLines], [3, 8, []]);
    assert.deepEqual(await loadLabels(target.sql, null), await loadLabels(source.sql, null));
    assert.deepEqual(
      await Array.fromAsync(iterLabelledPosts(target.sql)),
      await Array.fromAsync(iterLabelledPosts(source.sql)),
    );
    const again = await importFile(target.sql, folder, exported.file.path);
    assert.deepEqual([again.labels, again.unchanged], [8, 8]);
    assert.equal(
      (await exportLabels(target.sql, `${folder}/two.jsonl`, NEVER)).file.sha256,
      exported.file.sha256,
    );
  }));

Deno.test("what is exported can be scored: the labels of a line are those of a gold file", () =>
  withFolder(async (folder) => {
    await using test = await openTestDatabase();
    await importLines(test.sql, folder, [{ ...POST, gold: GOLD }]);
    const { file } = await exportLabels(test.sql, `${folder}/one.jsonl`, NEVER);
    const [line] = await readGold(file.path);
    assert.deepEqual(line?.kind === "label" ? line.label.gold : null, {
      ...GOLD,
      time_availability: { explicit: { monday: ["19:00-19:00"] } },
    });
  }));

Deno.test("a bad line is kept aside with its place and reason, all others are stored, and the totals add up", () =>
  withFolder(async (folder) => {
    await using test = await openTestDatabase();
    const result = await importLines(test.sql, folder, [
      "{oops",
      { ...POST, gold: { rate: { min: "forty" } } },
      { ...POST, gold: { rate: { min: 40 } } },
      { ...POST, gold: {}, labels: { "rate.min": originOf() } },
      { ...POST, gold: { rate: { max: 50 } }, labels: { "rate.max": { ...originOf(), version_a: null } } },
      { ...POST, raw: "", gold: {} },
    ]);
    assert.deepEqual([result.posts, result.added], [1, 1]);
    assert.deepEqual(result.badLines.map(({ lineNumber }) => lineNumber), [1, 2, 4, 5, 6]);
    assert.equal(result.posts + result.badLines.length, 6);
    assert.equal(result.added + result.corrected + result.unchanged + result.older, result.labels);
    const kept = (await Deno.readTextFile(`${folder}/rejects.jsonl`)).trim().split("\n").map((line) =>
      JSON.parse(line)
    );
    assert.deepEqual(kept.map(({ line_number }) => line_number), [1, 2, 4, 5, 6]);
    assert.equal(kept[0].line, "{oops");
    assert.match(kept[2].reason, /labels\.rate\.min: gold has no label of it/);
  }));

Deno.test("of two labels of a field that both tell their time the younger one holds, whichever is imported first", () =>
  withFolder(async (folder) => {
    await using test = await openTestDatabase();
    const older = { ...POST, gold: { rate: { min: 40 } }, labels: { "rate.min": originOf() } };
    const younger = {
      ...POST,
      gold: { rate: { min: 45 } },
      labels: { "rate.min": { ...originOf(), labeled_at: "2026-05-05T00:00:00Z" } },
    };
    assert.equal((await importLines(test.sql, folder, [older])).added, 1);
    assert.equal((await importLines(test.sql, folder, [younger])).corrected, 1);
    for (let time = 0; time < 2; time++) {
      assert.equal((await importLines(test.sql, folder, [older])).older, 1);
      assert.equal((await loadLabels(test.sql, null))[0]?.value, 45);
    }
  }));

function originOf() {
  return {
    id: crypto.randomUUID(),
    verdict: "a",
    version_a: "rules_v1",
    version_b: "rules_v2",
    also_right: null,
    labeler: "lee",
    labeled_at: "2026-04-04T00:00:00Z",
    inclusion_probability: null,
  };
}

Deno.test("labels of fields that are not labelled are counted as left out, so that all kinds add up", () =>
  withFolder(async (folder) => {
    await using test = await openTestDatabase();
    const gold = {
      ...GOLD,
      tutor_types: [{ canonical: "full_time" }],
      rate_breakdown: null,
      time_availability: { ...GOLD.time_availability, note: "flexible" },
      postal_code_estimated: ["570123"],
    };
    const counts = await importLines(test.sql, folder, [{ ...POST, gold }]);
    assert.deepEqual(Object.fromEntries(counts.notLabelled), {
      "time_availability.note": 1,
      tutor_types: 1,
      rate_breakdown: 1,
    });
    assert.deepEqual([counts.labels, counts.added, counts.badLines], [10, 7, []]);
    assert.ok((await loadLabels(test.sql, null)).some(({ field }) => field === "postal_code_estimated"));
  }));
