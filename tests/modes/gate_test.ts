import assert from "node:assert/strict";
import { ComparisonSchema } from "../../lib/comparison/comparison_schema.ts";
import { OverviewSchema } from "../../lib/comparison/overview/overview_schema.ts";
import { scoreStoredVersion } from "../../lib/comparison/labels/score_stored_version.ts";
import { SeededRandom } from "../../lib/core/seeded_random.ts";
import { OUT_FOLDER } from "../../lib/files/out_folder.ts";
import { emptyAssignment } from "../../lib/schema/tuition_assignment.ts";
import type { Sql } from "../../lib/store/database.ts";
import { saveLabel } from "../../lib/store/labels.ts";
import { runModeFile } from "../support/run_mode_file.ts";
import { storeMessages } from "../support/stored_messages.ts";
import { storeOutputs } from "../support/stored_outputs.ts";
import { openTestDatabase, type TestDatabase } from "../support/test_database.ts";

const DAYS = 40;
const POSTS_A_DAY = 5;

/** Posts of 40 days, and labels of them: B is right in rate.min where A is not in about one of five, both in assignment_code. */
async function storeLabelled(sql: Sql): Promise<void> {
  const random = new SeededRandom(11);
  const posts = Array.from({ length: DAYS * POSTS_A_DAY }, (_, index) => {
    const day = Math.floor(index / POSTS_A_DAY);
    const date = new Date(Date.UTC(2026, 0, 1 + day, 4, index % POSTS_A_DAY)).toISOString();
    const rate = 30 + index % 40;
    return { text: `Code A${index}, ${rate} an hour`, date, code: `A${index}`, rate };
  });
  const ids = await storeMessages(sql, posts);
  const { rate: noRate } = emptyAssignment();
  const outputs = posts.map(({ code, rate }, index) => ({
    rawId: ids[index] ?? 0,
    output: { assignment_code: code, rate: { ...noRate, min: rate } },
  }));
  await storeOutputs(
    sql,
    "one",
    outputs.map((stored) => {
      const { output } = stored;
      return random.chance(0.2)
        ? { ...stored, output: { ...output, rate: { ...noRate, min: random.chance(0.5) ? null : 5 } } }
        : stored;
    }),
  );
  await storeOutputs(sql, "two", outputs);
  await sql.begin(async (transaction) => {
    for (const [index, { text, code, rate }] of posts.entries()) {
      const post = { rawText: text, agency: "a", channel: "c", n: index };
      for (const [field, value] of [["assignment_code", code], ["rate.min", rate]] as const) {
        await saveLabel(transaction, post, {
          id: crypto.randomUUID(),
          segment: 0,
          field,
          value,
          alsoRight: null,
          verdict: "direct",
          versionA: null,
          versionB: null,
          labeler: "kim",
          labeledAt: new Date(0),
          inclusionProbability: null,
        });
      }
    }
  });
}

async function compare(test: TestDatabase, name: string, ...args: string[]) {
  return await runModeFile("compare_versions.ts", test.url, [
    ...["--a", "one", "--name", name],
    ...(args.includes("--b") ? [] : ["--b", "two"]),
    ...args,
  ]);
}

async function withFolder(run: (name: string, folder: string) => Promise<void>): Promise<void> {
  const name = `gate_test_${crypto.randomUUID()}`;
  try {
    await run(name, `${OUT_FOLDER}/${name}`);
  } finally {
    await Deno.remove(`${OUT_FOLDER}/${name}`, { recursive: true }).catch(() => {});
  }
}

Deno.test("a gate is passed with exit code 0, and named where it is not with exit code 1", async () => {
  await using test = await openTestDatabase();
  await storeLabelled(test.sql);
  await withFolder(async (name, folder) => {
    const passed = await compare(test, name, "--gate", "rate.min:better,macro:not_worse,rate.min:fills_more");
    assert.equal(passed.code, 0, passed.text);
    assert.match(passed.text, /^Gate: passed, 3 of 3 rules\.$/m);
    assert.match(passed.text, /^B is better +rate\.min$/m);
    const { gate, labels, labels_macro } = ComparisonSchema.parse(
      JSON.parse(await Deno.readTextFile(`${folder}/summary.json`)),
    );
    assert.deepEqual(gate?.rules.map(({ passed }) => passed), [true, true, true]);
    assert.equal(labels["rate.min"]?.test?.clusters, DAYS);
    assert.equal(labels_macro?.fields, 2);

    const failed = await compare(
      test,
      name,
      ...["--gate", "assignment_code:better,rate.min:alike,postal_code:not_worse,rate.min:better"],
    );
    assert.equal(failed.code, 1, failed.text);
    assert.match(failed.text, /^Gate: NOT passed, 1 of 4 rules\.$/m);
    assert.match(
      failed.text,
      /^ {2}assignment_code:better FAILED: 0\.0 points, -2\.0 to \+2\.0, over 200 labels/m,
    );
    assert.match(failed.text, /^ {2}rate\.min:alike FAILED: /m);
    assert.match(failed.text, /^ {2}postal_code:not_worse undecided: no label of it/m);
    assert.match(failed.text, /^ {2}rate\.min:better passed: /m);
    const html = await Deno.readTextFile(`${folder}/report.html`);
    assert.match(html, /Gate: NOT passed/);
    assert.match(html, /Right and wrong, by labels/);
  });
});

Deno.test("of several versions each has to pass, judged together in the overview", async () => {
  await using test = await openTestDatabase();
  await storeLabelled(test.sql);
  await test.sql`
    insert into pipeline_versions (version, extractor, fingerprint, recorded_at)
    select 'three', extractor, fingerprint, recorded_at from pipeline_versions where version = 'one'`;
  await test.sql`
    insert into telegram_extractions (raw_id, pipeline_version, status, attempts, wanted_sha256, content_sha256, canonical_json, meta)
    select raw_id, 'three', status, attempts, wanted_sha256, content_sha256, canonical_json, meta
    from telegram_extractions where pipeline_version = 'one'`;
  await withFolder(async (name, folder) => {
    const { code, text } = await compare(test, name, "--b", "two,three", "--gate", "rate.min:better");
    assert.equal(code, 1, text);
    assert.match(text, /^two\nGate: passed, 1 of 1 rule\.$/m);
    assert.match(text, /^three\nGate: NOT passed, 0 of 1 rule\.\n {2}rate\.min:better FAILED: 0\.0 points/m);
    assert.match(text, /^rate\.min +[-+]\d[\d.]*\* +\d+\.\d % better +0\.0 +100\.0 %$/m);
    const overview = OverviewSchema.parse(JSON.parse(await Deno.readTextFile(`${folder}/overview.json`)));
    assert.deepEqual(overview.versions.map(({ gate }) => gate?.passed), [true, false]);
    const own = ComparisonSchema.parse(JSON.parse(await Deno.readTextFile(`${folder}/two/summary.json`)));
    assert.equal(own.gate, null, "a version of several is judged where all are known");
    assert.match(
      await Deno.readTextFile(`${folder}/overview.html`),
      /<h3>three<\/h3>\n<p><b>Gate: NOT passed/,
    );
    const alone = await compare(test, name, "--b", "two", "--gate", "rate.min:better");
    assert.equal(alone.code, 0, alone.text);
  });
});

Deno.test("a gate that cannot be read is a mistake of whoever wrote it, before anything is compared", async () => {
  await using test = await openTestDatabase();
  await withFolder(async (name) => {
    const { code, text } = await compare(test, name, "--gate", "rate.mn:better");
    assert.equal(code, 2, text);
    assert.match(text, /no field is called "rate\.mn"; the nearest are rate\.min/);
  });
});

Deno.test("an experiment has its gate too", async () => {
  await using test = await openTestDatabase();
  await storeMessages(test.sql, [{ text: "Code A1, $40 an hour, P5 Math at Bedok" }]);
  await withFolder(async (name) => {
    const window = ["--since-iso", "2026-01-01T00:00:00Z", "--until-iso", "2026-02-01T00:00:00Z"];
    const { code, text } = await runModeFile("ab_experiment.ts", test.url, [
      ...[...window, "--name", name, "--gate", "macro:better"],
    ]);
    assert.equal(code, 1, text);
    assert.match(
      text,
      /^ {2}macro:better undecided: no label of any field; label some: deno task label\n +--a/m,
    );
  });
});

Deno.test("compare and score agree on what is right by the same labels", async () => {
  await using test = await openTestDatabase();
  await storeLabelled(test.sql);
  await withFolder(async (name, folder) => {
    await compare(test, name);
    const { labels } = ComparisonSchema.parse(JSON.parse(await Deno.readTextFile(`${folder}/summary.json`)));
    for (const [version, side] of [["one", "only_a_right"], ["two", "only_b_right"]] as const) {
      const { total } = await scoreStoredVersion(test.sql, version);
      for (const path of ["assignment_code", "rate.min"]) {
        const counts = labels[path] ?? assert.fail(path);
        const score = total.fields[path] ?? assert.fail(path);
        assert.equal(counts.both_right + counts[side], score.right, `${version} ${path}`);
        assert.equal(
          counts.both_right + counts.only_a_right + counts.only_b_right + counts.neither_right,
          score.labels,
        );
      }
    }
  });
});
