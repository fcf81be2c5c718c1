import { parse } from "@std/csv/parse";
import { DOMParser } from "linkedom";
import assert from "node:assert/strict";
import { ComparisonSchema } from "../../lib/comparison/comparison_schema.ts";
import { writeComparison } from "../../lib/comparison/write_comparison.ts";
import { numberedMessages, storeMessages } from "../support/stored_messages.ts";
import { storeOutputs } from "../support/stored_outputs.ts";
import { openTestDatabase } from "../support/test_database.ts";

const REQUEST = {
  versionA: "a",
  versionB: "b",
  window: { since: null, until: null },
  channelIds: null,
  comparedAt: new Date("2026-02-01T00:00:00Z"),
};

Deno.test("a comparison is written as a summary, a CSV of every pair and a page that needs nothing else", async () => {
  await using test = await openTestDatabase();
  const folder = await Deno.makeTempDir();
  try {
    const hostile = `<script>alert("x")</script> & 'quoted'`;
    const [one = 0, two = 0] = await storeMessages(test.sql, [{ text: hostile }, { text: "text 2" }]);
    await storeOutputs(test.sql, "a", [
      { rawId: one, output: { additional_remarks: `${hostile}\nsecond line` } },
      { rawId: two, output: { assignment_code: "X2" } },
    ]);
    await storeOutputs(test.sql, "b", [{ rawId: one, model: "m" }, { rawId: two, status: "failed" }]);

    const first = await writeComparison(test.sql, REQUEST, `${folder}/here`);
    assert.equal(first.files, "new");
    const summary = ComparisonSchema.parse(JSON.parse(await Deno.readTextFile(first.summaryPath)));
    assert.deepEqual(summary, first.comparison);

    const rows = parse(await Deno.readTextFile(first.csvPath), { skipFirstRow: true });
    assert.deepEqual(
      rows.map((row) => [row["raw_id"], row["status_b"], row["model_b"], row["additional_remarks_a"]]),
      [[String(one), "ok", "m", `${hostile}\nsecond line`], [String(two), "failed", "", ""]],
    );

    const html = await Deno.readTextFile(first.reportPath);
    const document = new DOMParser().parseFromString(html, "text/html");
    assert.equal(document.querySelectorAll("link, img, iframe").length, 0);
    assert.equal(document.querySelectorAll("script").length, 1);
    assert.equal(document.querySelector("pre")?.textContent, hostile);
    assert.equal(document.querySelector(".case dd")?.textContent, `${hostile}\nsecond line`);
    assert.match(document.body.textContent ?? "", /Too few to tell\s*\d+\s*additional_remarks/);
    assert.doesNotMatch(
      html.replace(/<style>.*?<\/style>/s, "").replace(/no word means better or worse/, ""),
      /\b(better|worse)\b/i,
    );

    assert.equal((await writeComparison(test.sql, REQUEST, `${folder}/here`)).files, "replaced");
    const report = await Deno.readTextFile(first.reportPath);
    const window = { since: new Date("2030-01-01T00:00:00Z"), until: null };
    const empty = await writeComparison(test.sql, { ...REQUEST, window }, `${folder}/here`);
    assert.equal(empty.files, "kept");
    assert.equal(await Deno.readTextFile(first.reportPath), report);
    assert.deepEqual(
      [...Deno.readDirSync(`${folder}/here`)].filter(({ name }) => name.endsWith(".unfinished")),
      [],
    );
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});

Deno.test("a comparison that fails leaves the files of an earlier one as they were", async () => {
  await using test = await openTestDatabase();
  const folder = await Deno.makeTempDir();
  try {
    const outputs = (await storeMessages(test.sql, numberedMessages(3))).map((rawId) => ({ rawId }));
    await storeOutputs(test.sql, "a", outputs);
    await storeOutputs(test.sql, "b", outputs);
    const { csvPath } = await writeComparison(test.sql, REQUEST, folder);
    const before = await Deno.readTextFile(csvPath);
    await assert.rejects(() => writeComparison(test.sql, REQUEST, folder, { signal: AbortSignal.abort() }));
    assert.equal(await Deno.readTextFile(csvPath), before);
    await assert.rejects(() =>
      writeComparison(test.sql, { ...REQUEST, versionB: "c" }, `${folder}/misspelt`)
    );
    assert.deepEqual([...Deno.readDirSync(folder)].map(({ name }) => name).sort(), [
      "report.html",
      "side_by_side.csv",
      "summary.json",
      "summary.schema.json",
    ]);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});

Deno.test("versions that share no output are written too, and the page says that there is nothing to compare", async () => {
  await using test = await openTestDatabase();
  const folder = await Deno.makeTempDir();
  try {
    await storeOutputs(test.sql, "a", []);
    await storeOutputs(test.sql, "b", []);
    const { reportPath, comparison } = await writeComparison(test.sql, REQUEST, folder);
    assert.equal(comparison.pairs, 0);
    assert.equal(comparison.fields["rate.min"]?.both_ok.coverage_a, null);
    assert.match(await Deno.readTextFile(reportPath), /nothing to compare yet/);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});
