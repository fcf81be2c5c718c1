import assert from "node:assert/strict";
import { ComparisonSchema } from "../../../lib/comparison/comparison_schema.ts";
import { overviewFieldRows } from "../../../lib/comparison/overview/overview_rows.ts";
import { type OverviewCell, OverviewSchema } from "../../../lib/comparison/overview/overview_schema.ts";
import { parseVersionList } from "../../../lib/comparison/overview/parse_version_list.ts";
import { summariseOverview } from "../../../lib/comparison/overview/summarise_overview.ts";
import { writeOverview } from "../../../lib/comparison/overview/write_overview.ts";
import { SeededRandom } from "../../../lib/core/seeded_random.ts";
import { storeMessages } from "../../support/stored_messages.ts";
import { storeOutputs } from "../../support/stored_outputs.ts";
import { openTestDatabase } from "../../support/test_database.ts";

const REQUEST = {
  versionA: "a",
  window: { since: null, until: null },
  channelIds: null,
  comparedAt: new Date("2026-02-01T00:00:00Z"),
};

/** Ten posts a day. */
function postsOf(days: number) {
  return Array.from({ length: days * 10 }, (_, at) => ({
    text: `post ${at}`,
    date: new Date(Date.UTC(2026, 0, 1 + Math.floor(at / 10), 3)).toISOString(),
  }));
}

Deno.test("several versions are compared with one, each in a folder of its own, and stand side by side", async () => {
  await using test = await openTestDatabase();
  const { sql } = test;
  const ids = await storeMessages(sql, postsOf(30));
  const store = async (version: string, chance: number, seed: number, keep = ids) => {
    const random = new SeededRandom(seed);
    await storeOutputs(
      sql,
      version,
      keep.map((rawId) => ({
        rawId,
        output: { start_date: "ASAP", assignment_code: random.chance(chance) ? "X1" : null },
      })),
    );
  };
  await store("a", 0.3, 1);
  await store("b", 0.3, 2);
  await store("c", 0.6, 3);
  await store("d", 0, 4, ids.slice(0, 200));
  await storeOutputs(sql, "none", []);
  const folder = await Deno.makeTempDir();
  try {
    const request = { ...REQUEST, versions: ["b", "c", "d", "none"] };
    const { overview, comparisons, reportPath } = await writeOverview(sql, request, folder);
    const read = async (file: string): Promise<unknown> =>
      JSON.parse(await Deno.readTextFile(`${folder}/${file}`));
    assert.deepEqual(OverviewSchema.parse(await read("overview.json")), overview);
    for (const [place, version] of request.versions.entries()) {
      const summary = ComparisonSchema.parse(await read(`${version}/summary.json`));
      assert.deepEqual(summary, comparisons[place]?.comparison);
      assert.equal(overview.versions[place]?.both_ok, summary.both_ok);
    }
    const codes = overview.fields["assignment_code"] ?? [];
    assert.deepEqual(codes.map(({ coverage }) => coverage?.finding), [
      "undecided",
      "more",
      "less",
      undefined,
    ]);
    assert.deepEqual(codes.map(({ agreement }) => agreement === null), [false, false, false, true]);
    const [row, ...others] = overviewFieldRows(overview);
    assert.equal(others.length, 1);
    assert.match(String(row?.[2]), /^ \+[\d.]+\* +\d+\.\d %$/);
    assert.match(String(row?.[1]), /^ +[-+]?[\d.]+  +\d+\.\d %$/);
    assert.equal(row?.[4], "");
    assert.deepEqual(others[0]?.slice(0, 2), ["start_date", "   0.0  100.0 %"]);
    const html = await Deno.readTextFile(reportPath);
    assert.match(html, /<a href="c\/report\.html">c<\/a>/);
    assert.match(html, /fills more<\/span>/);
    await assert.rejects(writeOverview(sql, { ...REQUEST, versions: ["b", "misspelt"] }, `${folder}/x`));
    await assert.rejects(Deno.stat(`${folder}/x`), Deno.errors.NotFound);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});

Deno.test("the p-values are adjusted for all versions, so that what is found among many takes more than what is found alone", async () => {
  await using test = await openTestDatabase();
  const { sql } = test;
  const ids = await storeMessages(sql, postsOf(8));
  // Seven of eight days differ: 2 / 2⁷ = 0.016 alone, of one field.
  const codeOf = (rawId: number) => (rawId - (ids[0] ?? 0)) % 10 === 0 && rawId - (ids[0] ?? 0) < 70;
  await storeOutputs(sql, "a", ids.map((rawId) => ({ rawId, output: { assignment_code: "X" } })));
  await storeOutputs(
    sql,
    "b",
    ids.map((rawId) => ({ rawId, output: { assignment_code: codeOf(rawId) ? null : "X" } })),
  );
  await storeOutputs(sql, "c", ids.map((rawId) => ({ rawId, output: { assignment_code: "X" } })));
  const folder = await Deno.makeTempDir();
  try {
    const fields = [{ path: "assignment_code", kind: "code", judgedBy: "exact" }] as const;
    const { comparisons } = await writeOverview(sql, { ...REQUEST, fields, versions: ["b", "c"] }, folder);
    const all = comparisons.map(({ comparison }) => comparison);
    const [alone] = summariseOverview(all.slice(0, 1)).fields["assignment_code"] ?? [];
    const [b, c] = summariseOverview(all).fields["assignment_code"] ?? [];
    const many = summariseOverview([...all, ...new Array(6).fill(all[1])]).fields["assignment_code"] ?? [];
    assert.deepEqual([rounded(alone), alone?.coverage?.finding], [2 / 2 ** 7, "less"]);
    assert.deepEqual([rounded(b), rounded(c)], [4 / 2 ** 7, 1]);
    assert.deepEqual([rounded(many[0]), many[0]?.coverage?.finding], [16 / 2 ** 7, "undecided"]);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});

function rounded(cell: OverviewCell | undefined): number {
  return Number(cell?.coverage?.p_adjusted.toFixed(9));
}

Deno.test("versions are named with commas between, each counts once, and none is a mistake", () => {
  assert.deepEqual(parseVersionList("v2, v3,v2,"), ["v2", "v3"]);
  assert.throws(() => parseVersionList(" , "), /it names none/);
});
