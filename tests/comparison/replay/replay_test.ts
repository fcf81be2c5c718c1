import assert from "node:assert/strict";
import { decisiveReplays, describeReplays } from "../../../lib/comparison/replay/describe_replays.ts";
import { compareVersions } from "../../../lib/comparison/compare_versions.ts";
import { parseGate } from "../../../lib/comparison/gate/parse_gate.ts";
import {
  describeChosen,
  overviewFieldHeader,
  overviewVersionRows,
} from "../../../lib/comparison/overview/overview_rows.ts";
import { OverviewSchema } from "../../../lib/comparison/overview/overview_schema.ts";
import { writeOverview } from "../../../lib/comparison/overview/write_overview.ts";
import { planReplay } from "../../../lib/comparison/replay/plan_replay.ts";
import { parseReplayOptions } from "../../../lib/comparison/replay/replay_options.ts";
import { UserError } from "../../../lib/core/errors.ts";
import { OUT_FOLDER } from "../../../lib/files/out_folder.ts";
import type { Sql } from "../../../lib/store/database.ts";
import { runModeFile } from "../../support/run_mode_file.ts";
import { CHANNEL_ID, numberedMessages, storeMessages } from "../../support/stored_messages.ts";
import { storeOutputs } from "../../support/stored_outputs.ts";
import { openTestDatabase } from "../../support/test_database.ts";

const OTHER_CHANNEL = -1001000000002;
const QUERY = { versionA: "a", versionB: "b", window: { since: null, until: null }, channelIds: null };

/** 12 posts in two channels: the rates of every third differ, and the codes of every fourth are spelt otherwise. */
async function storeDisagreements(sql: Sql): Promise<number[]> {
  const rawIds = [
    ...await storeMessages(sql, numberedMessages(6)),
    ...await storeMessages(sql, numberedMessages(6), OTHER_CHANNEL),
  ];
  const outputs = (side: "a" | "b") =>
    rawIds.map((rawId, place) => ({
      rawId,
      output: {
        assignment_code: side === "b" && place % 4 === 0 ? "X1" : "X-1",
        rate: { min: side === "b" && place % 3 === 0 ? 40 : 30, max: null, raw_text: null },
      },
    }));
  await storeOutputs(sql, "a", outputs("a"));
  await storeOutputs(sql, "b", outputs("b"));
  return rawIds;
}

Deno.test("a replay takes the posts that disagree, each once, by field, kind and channel", async () => {
  await using test = await openTestDatabase();
  const { sql } = test;
  const rawIds = await storeDisagreements(sql);
  const at = (places: readonly number[]) => places.map((place) => rawIds[place] ?? 0);
  const plan = (filter: object) => planReplay(sql, { ...QUERY, version: "c", ...filter });

  const all = await plan({});
  assert.deepEqual(all.rawIds, at([0, 3, 4, 6, 8, 9]));
  assert.equal(all.messages, 12);
  assert.deepEqual(all.groups, [
    { path: "assignment_code", channelId: CHANNEL_ID, posts: 2 },
    { path: "rate.min", channelId: CHANNEL_ID, posts: 2 },
    { path: "rate.min", channelId: OTHER_CHANNEL, posts: 2 },
    { path: "assignment_code", channelId: OTHER_CHANNEL, posts: 1 },
  ]);
  assert.deepEqual((await plan({ path: "rate.min" })).rawIds, at([0, 3, 6, 9]));
  assert.deepEqual((await plan({ kind: "format" })).rawIds, at([0, 4, 8]));
  assert.deepEqual((await plan({ path: "rate.min", kind: "format" })).rawIds, []);
  assert.deepEqual((await plan({ channelIds: [OTHER_CHANNEL] })).rawIds, at([6, 8, 9]));
  assert.equal((await sql`select from pipeline_versions where version = 'c'`).length, 0);
});

Deno.test("the posts go neither to one of the two versions, nor to the live one", async () => {
  await using test = await openTestDatabase();
  const { sql } = test;
  await storeDisagreements(sql);
  await storeOutputs(sql, "shown", []);
  await sql`update pipeline_versions set promoted_at = now() where version = 'shown'`;
  for (const version of ["a", "b", "shown"]) {
    await assert.rejects(planReplay(sql, { ...QUERY, version }), UserError);
  }
});

Deno.test("a dry run enqueues nothing, and a comparison with a replayed version says what it cannot tell", async () => {
  await using test = await openTestDatabase();
  const { sql } = test;
  const rawIds = await storeDisagreements(sql);
  const enqueue = (...args: readonly string[]) =>
    runModeFile("mode3_reparse_enqueue_from_raw.ts", test.url, [
      ...["--disagreeing", "a,b", "--disagreement-field", "rate.min", "--pipeline-version-override", "c"],
      ...args,
    ]);
  const countJobs = async () =>
    (await sql`select from telegram_extractions where pipeline_version = 'c'`).length;

  const dry = await enqueue("--dry-run");
  assert.equal(dry.code, 0, dry.text);
  assert.match(dry.text, /4 of 12 messages disagree between "a" and "b" in rate\.min/);
  assert.match(dry.text, /rate\.min +Test channel +2\n/);
  assert.match(dry.text, /Dry run: nothing was enqueued/);
  assert.equal(await countJobs(), 0);

  const done = await enqueue("--page-size", "3");
  assert.equal(done.code, 0, done.text);
  assert.match(done.text, /new jobs +4\n/);
  assert.match((await enqueue()).text, /queued or in flight already +4\n/);
  assert.equal(await countJobs(), 4);

  await sql`delete from telegram_extractions where pipeline_version = 'c'`;
  await storeOutputs(sql, "c", rawIds.filter((_, place) => place % 3 === 0).map((rawId) => ({ rawId })));
  const compare = async (versionA: string, versionB: string) =>
    (await compareVersions(sql, { ...QUERY, versionA, versionB, comparedAt: new Date(0) })).comparison;
  const comparison = await compare("a", "c");
  assert.deepEqual(comparison.replays, [{
    ...{ version: "c", version_a: "a", version_b: "b", path: "rate.min", kind: null, posts: 4 },
  }]);
  assert.match(
    describeReplays(decisiveReplays(comparison)).join(" "),
    /"c" got 4 posts because "a" and "b" disagree on them/,
  );
  assert.deepEqual(describeReplays(decisiveReplays(await compare("a", "b"))), []);

  const folder = await Deno.makeTempDir();
  try {
    const gate = { rules: parseGate("rate.min:alike", [{ path: "rate.min" }]), marginPoints: null };
    const request = { ...QUERY, versions: ["b", "c"], comparedAt: new Date(0), gate };
    const { overview, overviewPath, reportPath } = await writeOverview(sql, request, folder);
    assert.deepEqual(overviewFieldHeader(overview), ["field", "b", "c †"]);
    assert.deepEqual(overviewVersionRows(overview).map(([name]) => name), ["a", "b", "c †"]);
    assert.match(
      describeChosen(overview).join(" "),
      /^† Compared over chosen posts only: c\. Version "c" got 4/,
    );
    assert.match(await Deno.readTextFile(reportPath), /report\.html">c †<\/a>.*† Compared over chosen/s);
    const written: unknown = JSON.parse(await Deno.readTextFile(overviewPath));
    assert.deepEqual(
      OverviewSchema.parse(written).versions.map(({ replays }) => replays),
      [[], comparison.replays],
    );
    const reasons = overview.versions.map(({ gate }) => gate?.rules[0]?.reason);
    assert.doesNotMatch(reasons[0] ?? "", /chosen/);
    assert.equal(reasons[1], "undecided: B holds only posts chosen because versions disagree on them");
  } finally {
    await Deno.remove(folder, { recursive: true });
  }

  const name = `test-${crypto.randomUUID()}`;
  const shown = await runModeFile("compare_versions.ts", test.url, [
    ...["--a", "a", "--b", "c", "--gate", "rate.min:alike", "--name", name],
  ]);
  await Deno.remove(`${OUT_FOLDER}/${name}`, { recursive: true });
  assert.equal(shown.code, 1, shown.text);
  assert.match(shown.stdout, /"c" got 4 posts because "a" and "b" disagree on them/);
  assert.match(shown.stdout, /Gate: NOT passed.*undecided: B holds only\s+posts chosen because/s);
});

Deno.test("what only a replay has is refused without one", () => {
  const nothing = {
    DISAGREEING: null,
    DISAGREEMENT_FIELD: null,
    DISAGREEMENT_KIND: null,
    DRY_RUN: false,
    MAX_MESSAGES_PER_CHANNEL: null,
  };
  assert.equal(parseReplayOptions(nothing), null);
  assert.deepEqual(parseReplayOptions({ ...nothing, DISAGREEING: "a,b", DISAGREEMENT_KIND: "value" }), {
    ...{ versionA: "a", versionB: "b", path: null, kind: "value" },
  });
  for (
    const wrong of [
      { DISAGREEMENT_FIELD: "rate.min" },
      { DISAGREEMENT_KIND: "value" as const },
      { DRY_RUN: true },
      { DISAGREEING: "a,a" },
      { DISAGREEING: "a,b", MAX_MESSAGES_PER_CHANNEL: 5 },
    ]
  ) assert.throws(() => parseReplayOptions({ ...nothing, ...wrong }), UserError);
});
