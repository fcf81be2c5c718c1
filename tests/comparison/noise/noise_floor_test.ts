import assert from "node:assert/strict";
import { compareVersions } from "../../../lib/comparison/compare_versions.ts";
import type { ComparisonRequest } from "../../../lib/comparison/count_pairs.ts";
import { ComparisonSchema } from "../../../lib/comparison/comparison_schema.ts";
import { reportHtml } from "../../../lib/comparison/report/report_html.ts";
import { SeededRandom } from "../../../lib/core/seeded_random.ts";
import { emptyAssignmentFields } from "../../../lib/schema/tuition_assignment.ts";
import type { Sql } from "../../../lib/store/database.ts";
import { storeMessages } from "../../support/stored_messages.ts";
import { type StoredOutput, storeOutputs } from "../../support/stored_outputs.ts";
import { openTestDatabase } from "../../support/test_database.ts";

const REQUEST: ComparisonRequest = {
  versionA: "a",
  versionB: "b",
  noiseVersion: "a_again",
  window: { since: null, until: null },
  channelIds: null,
  comparedAt: new Date("2026-02-01T00:00:00Z"),
};

/** Says of a version that it was made as A was. */
async function makeLikeA(sql: Sql, version: string): Promise<void> {
  await sql`
    update pipeline_versions set fingerprint = (select fingerprint from pipeline_versions where version = 'a')
    where version = ${version}`;
}

/** Posts of so many days, so many an hour. */
function postsOf(days: number, postsPerDay: number) {
  return Array.from({ length: days * postsPerDay }, (_, at) => ({
    text: `post ${at}`,
    date: new Date(Date.UTC(2026, 0, 1 + Math.floor(at / postsPerDay), 3)).toISOString(),
  }));
}

/** What a model says that is in two minds about the start date of each tenth post, and sometimes leaves the code out. */
function drawOutputs(rawIds: readonly number[], seed: number): StoredOutput[] {
  const random = new SeededRandom(seed);
  return rawIds.map((rawId) => ({
    rawId,
    output: {
      nearest_mrt: ["Bishan"],
      assignment_code: random.chance(0.03) ? null : "X1",
      start_date: rawId % 10 === 0 ? random.pick(["ASAP", "soon"]) : "Monday",
    },
  }));
}

Deno.test("another run of A's configuration is within A's noise, and what B changes beside it is beyond", async () => {
  await using test = await openTestDatabase();
  const { sql } = test;
  const ids = await storeMessages(sql, postsOf(40, 60));
  await storeOutputs(sql, "a", drawOutputs(ids, 1));
  await storeOutputs(sql, "a_again", drawOutputs(ids, 2));
  await makeLikeA(sql, "a_again");
  await storeOutputs(
    sql,
    "b",
    drawOutputs(ids, 3).map(({ rawId, output }) => ({
      rawId,
      output: { ...output, start_date: rawId % 7 === 0 ? "next week" : output?.start_date ?? null },
    })),
  );
  const compared = await compareVersions(sql, REQUEST);
  const { noise, fields } = compared.comparison;
  assert.deepEqual([noise?.version, noise?.pairs, noise?.clusters, noise?.cached], ["a_again", 2400, 40, 0]);
  assert.deepEqual(Object.keys(noise?.fields ?? {}), ["assignment_code", "nearest_mrt", "start_date"]);
  assert.equal(noise?.fields["start_date"]?.finding, "beyond_noise");
  assert.notEqual(noise?.fields["assignment_code"]?.finding, "beyond_noise");
  assert.equal(noise?.fields["nearest_mrt"]?.finding, "within_noise");
  assert.deepEqual(fields["start_date"]?.words, ["differs"]);
  const asRun = await compareVersions(sql, { ...REQUEST, versionB: "a_again", noiseVersion: null });
  assert.equal(asRun.comparison.noise, null);
  // The same rate as a comparison of A with its further run has.
  const counts = asRun.comparison.fields["start_date"]?.both_ok ?? assert.fail();
  assert.ok(
    Math.abs((noise?.fields["start_date"]?.differs_from_again ?? 0) - (1 - (counts.agreement ?? 0))) < 1e-9,
  );
  const stored = JSON.parse(JSON.stringify(compared.comparison));
  assert.deepEqual(ComparisonSchema.parse(stored), compared.comparison);
  assert.match(await reportHtml(compared), /Noise floor[^]*>beyond<\/td>/);
});

Deno.test("a field that differs within noise says so in its words", async () => {
  await using test = await openTestDatabase();
  const { sql } = test;
  const ids = await storeMessages(sql, postsOf(90, 60));
  await storeOutputs(sql, "a", drawOutputs(ids, 1));
  await storeOutputs(sql, "a_again", drawOutputs(ids, 2));
  await storeOutputs(sql, "b", drawOutputs(ids, 6));
  await makeLikeA(sql, "a_again");
  const { comparison } = await compareVersions(sql, REQUEST);
  assert.deepEqual(comparison.fields["start_date"]?.words, ["differs", "within_noise"]);
});

Deno.test("only assignments with an output of the same text in all three count, whatever their pages and segments", async () => {
  await using test = await openTestDatabase();
  const { sql } = test;
  const ids = await storeMessages(sql, postsOf(10, 350));
  const compilation = (...codes: readonly (string | null)[]) => ({
    output: {
      segments: codes.map((code) => ({
        ...emptyAssignmentFields(),
        assignment_code: code,
        start_date: "Mon",
      })),
    },
    meta: { compilation: { segments: codes.map((code) => ({ code })) } },
  });
  const [both = 0, onlyInB = 0, skipped = 0, older = 0] = ids;
  const plain = (keep: (place: number) => boolean, code: string) =>
    ids.slice(4).filter((_, place) => keep(place)).map((rawId) => ({
      rawId,
      output: { assignment_code: code },
    }));
  await storeOutputs(sql, "a", [
    { rawId: both, ...compilation("X1", "X2", "X3") },
    { rawId: onlyInB },
    { rawId: skipped },
    { rawId: older },
    ...plain((place) => place % 3 !== 0, "X"),
  ]);
  await storeOutputs(sql, "b", [
    { rawId: both, ...compilation("X2", "X1", "X3") },
    { rawId: onlyInB },
    { rawId: skipped },
    { rawId: older },
    ...plain((place) => place % 5 !== 0, "X"),
  ]);
  await storeOutputs(sql, "a_again", [
    { rawId: both, ...compilation("X3", "X2") },
    { rawId: skipped, status: "skipped" },
    { rawId: older, readOlderText: true },
    ...plain((place) => place % 7 !== 0, "Y"),
  ]);
  await makeLikeA(sql, "a_again");
  const { comparison: { noise } } = await compareVersions(sql, REQUEST);
  const inAll = ids.slice(4).filter((_, place) => place % 3 !== 0 && place % 5 !== 0 && place % 7 !== 0);
  // Two of the three segments, paired by their codes.
  assert.equal(noise?.pairs, inAll.length + 2);
  const codes = noise?.fields["assignment_code"] ?? assert.fail();
  assert.deepEqual([codes.pairs, codes.differs_from_b], [inAll.length + 2, 0]);
  assert.ok(Math.abs(codes.differs_from_again - inAll.length / (inAll.length + 2)) < 1e-12);
  assert.equal(codes.finding, "within_noise");
});

Deno.test("a version that is no further run of A is refused with what differs and what to do", async () => {
  await using test = await openTestDatabase();
  const { sql } = test;
  const [rawId = 0] = await storeMessages(sql, postsOf(1, 1));
  for (const version of ["a", "b", "other", "mixed", "undrained"]) {
    await storeOutputs(sql, version, [{ rawId }]);
  }
  await makeLikeA(sql, "mixed");
  await sql`update pipeline_versions set mixed_with = '[{"rules": "sha256:x"}]' where version = 'mixed'`;
  await sql`
    update pipeline_versions set fingerprint = null, extractor = null, recorded_at = null where version = 'undrained'`;
  for (
    const [noiseVersion, problem] of [
      ["other", /another configuration\.\n {2}rules: sha256:a -> sha256:other\n.*deno task ab --noise-floor/],
      ["a", /it is A itself/],
      ["b", /it is B itself/],
      ["mixed", /2 configurations that cannot be told apart/],
      ["undrained", /no worker has drained "undrained" yet/],
      ["misspelt", /Cannot find the version "misspelt"/],
    ] as const
  ) {
    await assert.rejects(compareVersions(sql, { ...REQUEST, noiseVersion }), (error) => {
      assert.ok(error instanceof Error);
      assert.equal(error.name, "UserError");
      assert.match(error.message, problem);
      return true;
    });
  }
});
