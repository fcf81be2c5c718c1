import assert from "node:assert/strict";
import {
  enqueuedRows,
  outcomeRows,
  plannedRunRows,
  usageRows,
} from "../../../lib/comparison/experiment/describe_experiment.ts";
import { planRemarks } from "../../../lib/comparison/experiment/plan_remarks.ts";
import {
  type ExperimentRequest,
  planExperiment,
} from "../../../lib/comparison/experiment/plan_experiment.ts";
import {
  type ExperimentHooks,
  isExperimentComplete,
  runExperiment,
} from "../../../lib/comparison/experiment/run_experiment.ts";
import { ReplyCache } from "../../../lib/llm/reply_cache.ts";
import { emptyDrainTotals } from "../../../lib/queue/drain_totals.ts";
import { parseSettings } from "../../../lib/runtime/settings.ts";
import type { Sql } from "../../../lib/store/database.ts";
import { FAULTS } from "../../support/openai_faults.ts";
import { startOpenAiServer } from "../../support/openai_server.ts";
import { editMessage, storeMessages } from "../../support/stored_messages.ts";
import { openTestDatabase } from "../../support/test_database.ts";

const NEVER = new AbortController().signal;
const PLAIN = { EXTRACTOR: "rules", FIELD_COMPLETION: "off" } as const;
const FULL = { EXTRACTOR: "rules", FIELD_COMPLETION: "full" } as const;
const NOBODY = "http://127.0.0.1:1";

Deno.test("both configurations extract the same messages, and the totals of each reconcile", async () => {
  await using test = await openTestDatabase();
  await storeMessages(test.sql, [...posts(5), { text: "Happy new year!" }, { text: "", kind: "service" }]);
  const { plan, report, totals, versions } = await run(test.sql, { runA: PLAIN, runB: FULL });
  assert.ok(isExperimentComplete(plan, report));
  assert.deepEqual(
    await countByStatus(test.sql),
    [
      [versions[0], "ok", 5],
      [versions[0], "skipped", 1],
      [versions[1], "ok", 5],
      [versions[1], "skipped", 1],
    ].sort(),
  );
  for (const rows of [enqueuedRows(report), outcomeRows(totals)]) {
    for (const column of [1, 2]) {
      const counts = rows.map((row) => Number(row[column]));
      assert.equal(counts.slice(0, -1).reduce((sum, count) => sum + count, 0), counts.at(-1));
    }
  }
  const again = await run(test.sql, { runA: PLAIN, runB: FULL });
  assert.deepEqual(again.versions, versions);
  assert.equal(again.report[0]?.worker?.totals.claimed, 0);
  assert.equal(
    (await run(test.sql, { runA: PLAIN, runB: FULL, force: true })).report[1]?.worker?.totals.claimed,
    6,
  );
});

Deno.test("a server that both ask gets the requests of both from the start, in the same order, and no more at a time", async () => {
  await using test = await openTestDatabase();
  await storeMessages(test.sql, posts(24));
  const server = startOpenAiServer({ reply: () => '{"assignment_code": "QX0"}', latencyMs: 10 });
  try {
    const { report } = await run(
      test.sql,
      { runA: { LLM_MODEL_NAME: "one" }, runB: { LLM_MODEL_NAME: "two" }, concurrency: 2 },
      { LLM_API_URL: server.url },
    );
    assert.deepEqual(report.map(({ worker }) => worker?.totals.ok), [24, 24]);
  } finally {
    await server.close();
  }
  const asked = server.bodies.map(({ model, messages }) => ({ model, post: messages[1]?.content ?? "" }));
  const postsOf = (name: string) => asked.filter(({ model }) => model === name).map(({ post }) => post);
  assert.deepEqual(postsOf("one"), postsOf("two"));
  for (const name of ["one", "two"]) {
    const share = asked.slice(0, 24).filter(({ model }) => model === name).length;
    assert.ok(share >= 6, `${share} of the first 24 requests are of ${name}`);
  }
  assert.equal(server.largestConcurrency, 2);
});

Deno.test("a server that nobody runs, or that refuses the key, stops both runs with one message that names the run", async () => {
  const refusing = startOpenAiServer({ fault: () => FAULTS.wrongKey });
  try {
    for (const [url, problem] of [[NOBODY, /127\.0\.0\.1:1/], [refusing.url, /check LLM_API_KEY/]] as const) {
      await using test = await openTestDatabase();
      await storeMessages(test.sql, posts(60));
      const failing = { EXTRACTOR: "llm", LLM_MODEL_NAME: "m", LLM_API_URL: url } as const;
      await assert.rejects(run(test.sql, { runA: FULL, runB: failing }), (error) => {
        assert.ok(error instanceof Error);
        assert.match(error.message, /^Run B: /);
        assert.match(error.message, problem);
        assert.match(
          error.message,
          /\nBoth runs were stopped; what is done is stored, and the same command goes on\./,
        );
        return true;
      });
      const rows = await test.sql`
        select 1 from telegram_extractions where status in ('processing', 'failed') or (llm_model = 'm' and attempts > 1)`;
      assert.equal(rows.length, 0);
      assert.equal((await run(test.sql, { runA: FULL, runB: PLAIN })).report[0]?.worker?.remaining.due, 0);
    }
  } finally {
    await refusing.close();
  }
});

Deno.test("a run that cannot go on stops the other, which stores what it has in flight and gives back the rest", async () => {
  await using test = await openTestDatabase();
  await storeMessages(test.sql, posts(400));
  const server = startOpenAiServer({ reply: () => '{"assignment_code": "QX0"}', latencyMs: 50 });
  const model = { EXTRACTOR: "llm", LLM_MODEL_NAME: "m" } as const;
  const told: string[] = [];
  try {
    await assert.rejects(
      run(
        test.sql,
        {
          runA: { ...model, LLM_API_URL: server.url },
          runB: { ...model, LLM_API_URL: NOBODY, LLM_MAX_TOKENS: 99 },
        },
        {},
        { onStop: (sentence) => told.push(sentence) },
      ),
      /^UserError: Run B: /,
    );
  } finally {
    await server.close();
  }
  assert.deepEqual(told, ["Run B cannot go on; finishing what the other has in flight"]);
  assert.ok(server.bodies.length < 400, `${server.bodies.length} of 400 posts were asked for`);
  const counts = await countByStatus(test.sql);
  assert.equal(counts.find(([, status]) => status === "ok")?.[2] ?? 0, server.bodies.length);
  assert.ok(!counts.some(([, status]) => status === "processing"));
});

Deno.test("a stopped experiment finishes what is in flight in both runs and releases the rest", async () => {
  await using test = await openTestDatabase();
  await storeMessages(test.sql, posts(40));
  const controller = new AbortController();
  let replies = 0;
  const server = startOpenAiServer({
    latencyMs: 5,
    reply: () => {
      if (++replies === 10) controller.abort();
      return '{"assignment_code": "QX0"}';
    },
  });
  const models = { runA: { LLM_MODEL_NAME: "one" }, runB: { LLM_MODEL_NAME: "two" } };
  try {
    const stopped = await run(test.sql, models, { LLM_API_URL: server.url }, { signal: controller.signal });
    const totals = stopped.report.map(({ worker }) => worker?.totals);
    for (const of of totals) assert.equal(of?.claimed, Number(of?.ok) + Number(of?.released));
    assert.ok(!isExperimentComplete(stopped.plan, stopped.report));
    assert.equal((await countByStatus(test.sql)).some(([, status]) => status === "processing"), false);
    const { report } = await run(test.sql, models, { LLM_API_URL: server.url });
    assert.deepEqual(report.map(({ worker }) => worker?.remaining.due), [0, 0]);
    assert.equal(server.bodies.length, 80, "what was done before was not asked again");
  } finally {
    await server.close();
  }
});

Deno.test("MAX_JOBS limits each run, to the same messages", async () => {
  await using test = await openTestDatabase();
  await storeMessages(test.sql, posts(20));
  const { report, plan } = await run(test.sql, { runA: PLAIN, runB: FULL, maxJobs: 7 });
  assert.deepEqual(report.map(({ worker }) => worker?.totals.claimed), [7, 7]);
  assert.ok(isExperimentComplete(plan, report));
  const rows = await test.sql`
    select raw_id from telegram_extractions where status = 'ok' group by raw_id having count(*) = 2`;
  assert.equal(rows.length, 7);
});

Deno.test("the live version stays as it is: an experiment goes beside it, or compares it untouched", async () => {
  await using test = await openTestDatabase();
  const [first = 0] = await storeMessages(test.sql, posts(4));
  const named = { ...FULL, EXTRACTION_PIPELINE_VERSION: "shown" };
  await run(test.sql, { runA: PLAIN, runB: named });
  await test.sql`update pipeline_versions set promoted_at = now() where version = 'shown'`;
  const live = async () => [
    ...await test
      .sql`select e.*, e.xmin::text from telegram_extractions e where pipeline_version = 'shown' order by raw_id`,
  ];
  const before = await live();

  await run(test.sql, { runA: PLAIN, runB: FULL, force: true });
  const beside = await run(test.sql, { runA: { ...PLAIN, HARD_VALIDATE_MODE: "enforce" }, runB: named });
  assert.equal(beside.report[1]?.worker, null);
  assert.match(planRemarks(beside.plan).join("\n"), /B is live and up to date/);
  await assert.rejects(
    run(test.sql, { runA: PLAIN, runB: named, force: true }),
    /is live, and 4 posts would be extracted anew/,
  );
  assert.deepEqual(await live(), before);

  await editMessage(test.sql, first, "Code: QX99\nSec 3 Maths");
  const edited = await live();
  await assert.rejects(
    run(test.sql, { runA: PLAIN, runB: named }),
    /is live, and 1 post would be extracted anew/,
  );
  assert.deepEqual(await live(), edited);
});

Deno.test("a version is named after its configuration, and one that was made with another is refused before anything happens", async () => {
  await using test = await openTestDatabase();
  await storeMessages(test.sql, posts(2));
  const { versions } = await run(test.sql, {
    runA: PLAIN,
    runB: { ...FULL, EXTRACTION_PIPELINE_VERSION: "mine" },
  });
  assert.match(versions[0] ?? "", /^rules_[0-9a-f]{8}$/);
  await assert.rejects(
    run(test.sql, { runA: FULL, runB: { ...PLAIN, EXTRACTION_PIPELINE_VERSION: "mine" } }),
    /Cannot run B as version "mine"[^]*options\.field_completion: full -> off[^]*leave it out: the name then follows/,
  );
  const same = { ...PLAIN, EXTRACTION_PIPELINE_VERSION: "mine" };
  await assert.rejects(run(test.sql, { runA: same, runB: same }), /Cannot compare "mine" with itself/);
  assert.equal((await test.sql`select 1 from pipeline_versions`).length, 2);
});

Deno.test("the same rules twice can differ in nothing, and the same model twice is the noise floor", async () => {
  await using test = await openTestDatabase();
  await storeMessages(test.sql, posts(1));
  const rules = await plan(test.sql, { runA: FULL, runB: FULL });
  assert.match(planRemarks(rules).join("\n"), /nothing can differ/);
  assert.equal(rules.runs[1].version, `${rules.runs[0].version}_again`);
  const model = { EXTRACTOR: "llm", LLM_MODEL_NAME: "org/m" } as const;
  const noise = await plan(test.sql, { runA: model, runB: model });
  assert.ok(noise.isNoiseFloor);
  assert.match(noise.runs[0].version, /^llm_org-m_[0-9a-f]{8}$/);
  assert.match(planRemarks(noise).join("\n"), /noise floor/);
});

Deno.test("runs that ask the same share the replies, unless nothing but chance is to differ", async () => {
  await using test = await openTestDatabase();
  await storeMessages(test.sql, posts(12));
  await using replies = new ReplyCache(test.sql, { signal: NEVER });
  const server = startOpenAiServer({ reply: () => '{"assignment_code": "QX0"}', latencyMs: 2 });
  const environment = { LLM_MODEL_NAME: "m", LLM_API_URL: server.url };
  const off = { FIELD_COMPLETION: "off" } as const;
  try {
    const shared = await run(test.sql, { runA: off, runB: {} }, environment, {}, replies);
    assert.equal(server.bodies.length, 12);
    const cached = usageRows(shared.plan, shared.totals).find(([name]) => name === "replies from the cache");
    assert.equal(Number(cached?.[1]) + Number(cached?.[2]), 12);
    const noise = await run(test.sql, { runA: off, runB: off, force: true }, environment, {}, replies);
    assert.ok(noise.plan.isNoiseFloor);
    assert.doesNotMatch(planRemarks(noise.plan).join("\n"), /there already/);
    assert.equal(server.bodies.length, 12 + 24);
    const kept = await plan(test.sql, { runA: off, runB: off }, environment, replies);
    assert.match(planRemarks(kept).join("\n"), /there already are compared as they are/);
    const own = { ...off, LLM_CACHE: false, HARD_VALIDATE_MODE: "off" } as const;
    await run(test.sql, { runA: own, runB: {} }, environment, {}, replies);
    assert.equal(server.bodies.length, 12 + 24 + 12, "a run's own LLM_CACHE decides for it");
  } finally {
    await server.close();
  }
});

Deno.test("a noise floor asks A's questions once more, whatever is stored or cached, and shares its server with what else asks", async () => {
  await using test = await openTestDatabase();
  await storeMessages(test.sql, posts(12));
  await using replies = new ReplyCache(test.sql, { signal: NEVER });
  const server = startOpenAiServer({ reply: () => '{"assignment_code": "QX0"}', latencyMs: 2 });
  const environment = { LLM_MODEL_NAME: "m", LLM_API_URL: server.url, REQUESTS_PER_MINUTE: "6000" };
  const wishes = { runA: {}, runB: { LLM_MODEL_NAME: "other" }, concurrency: 6 };
  try {
    await run(test.sql, wishes, environment, {}, replies);
    assert.equal(server.bodies.length, 24);
    const { plan: planned, report, versions } = await run(
      test.sql,
      { ...wishes, noiseFloor: true },
      environment,
      {},
      replies,
    );
    assert.deepEqual(planned.runs.map(({ side, due }) => [side, due]), [["A", 0], ["B", 0], ["A again", 12]]);
    assert.equal(versions[2], `${versions[0]}_again`);
    assert.deepEqual(planned.runs.map(({ concurrency }) => concurrency), [6, 6, 6]);
    assert.deepEqual(report.map(({ worker }) => worker?.totals.ok ?? 0), [0, 0, 12]);
    assert.equal(report[2]?.worker?.totals.cachedReplies, 0);
    assert.deepEqual(server.bodies.slice(24).map(({ model }) => model), new Array(12).fill("m"));

    const anew = await plan(test.sql, { ...wishes, noiseFloor: true, force: true }, environment, replies);
    assert.deepEqual(anew.runs.map(({ concurrency }) => concurrency), [2, 2, 2]);
    assert.equal(anew.runs[0].settings.REQUESTS_PER_MINUTE, 2000);
    assert.match(
      planRemarks(anew).join("\n"),
      /A, B and A again ask the same server: each has a third of what/,
    );
    assert.deepEqual(plannedRunRows(anew).map((row) => row.length), plannedRunRows(anew).map(() => 4));
  } finally {
    await server.close();
  }
});

Deno.test("a noise floor is refused where it would say nothing, and not run where it is 0", async () => {
  await using test = await openTestDatabase();
  await storeMessages(test.sql, posts(1));
  const noiseFloor = true;
  const rules = await plan(test.sql, { runA: PLAIN, runB: FULL, noiseFloor });
  assert.equal(rules.runs.length, 2);
  assert.match(planRemarks(rules).join("\n"), /its noise floor is 0, and NOISE_FLOOR runs nothing/);
  const model = { EXTRACTOR: "llm", LLM_MODEL_NAME: "m", EXTRACTION_PIPELINE_VERSION: "mine" } as const;
  await assert.rejects(
    plan(test.sql, { runA: model, runB: { ...model, EXTRACTION_PIPELINE_VERSION: "other" }, noiseFloor }),
    /both runs have the same configuration, which is the noise floor by itself; leave NOISE_FLOOR out/,
  );
  await assert.rejects(
    plan(test.sql, {
      runA: model,
      runB: { ...PLAIN, EXTRACTION_PIPELINE_VERSION: "mine_again" },
      noiseFloor,
    }),
    /Cannot compare "mine_again" with itself/,
  );
  await test.sql`
    insert into pipeline_versions (version, extractor, fingerprint, recorded_at, mixed_with)
    values ('mine', 'llm', ${
    JSON.stringify(
      (await plan(test.sql, { runA: model, runB: PLAIN })).runs[0].extractor.fingerprint,
    )
  }::text::jsonb, now(), '[{"llm": "x"}]')`;
  await assert.rejects(
    plan(test.sql, { runA: model, runB: PLAIN, noiseFloor }),
    /Cannot run A as version "mine": it holds outputs of 2 configurations, and a noise floor is that of one\./,
  );
});

Deno.test("a plan tells what a model can cost at most, and that it is not known", async () => {
  await using test = await openTestDatabase();
  await storeMessages(test.sql, [...posts(3), { text: "Happy new year!" }]);
  const priced = { EXTRACTOR: "llm", LLM_MODEL_NAME: "gpt-5-mini", LLM_MAX_TOKENS: 1000 } as const;
  const known = await plan(test.sql, { runA: FULL, runB: priced });
  assert.equal(known.runs[0].cost?.mostUsd, 0);
  assert.equal(known.runs[1].cost?.requests, 3);
  assert.ok((known.runs[1].cost?.mostUsd ?? 0) > 3 * 1000 * 2e-6);
  assert.equal((await plan(test.sql, { runA: FULL, runB: priced, maxJobs: 2 })).runs[1].cost?.requests, 2);
  assert.equal(
    (await plan(test.sql, { runA: FULL, runB: { ...priced, LLM_MODEL_NAME: "x" } })).runs[1].cost,
    null,
  );
});

Deno.test("a run's setting that would do nothing is a mistake", async () => {
  await using test = await openTestDatabase();
  await assert.rejects(
    plan(test.sql, { runA: { EXTRACTOR: "rules", LLM_MODEL_NAME: "m" }, runB: FULL }),
    /Run A: LLM_MODEL_NAME would do nothing: its extractor is rules; add EXTRACTOR: "llm"/,
  );
  await assert.rejects(
    plan(test.sql, { runA: FULL, runB: { LLM_MODEL_NAME: "m", LLM_EXAMPLES_VARIANT: "foo" } }),
    /Run B: LLM_EXAMPLES_VARIANT would do nothing; add LLM_INCLUDE_EXAMPLES: true/,
  );
});

function posts(count: number): { text: string }[] {
  return Array.from(
    { length: count },
    (_, at) => ({ text: `Code: QX${at}\nSec 2 Maths\nLocation: Bishan 570123\nRate: $40/hr` }),
  );
}

type Wishes = Pick<ExperimentRequest, "runA" | "runB"> & Partial<ExperimentRequest>;

async function plan(
  sql: Sql,
  wishes: Wishes,
  environment: Record<string, string> = {},
  replies: ReplyCache | null = null,
) {
  const request = {
    window: { since: null, until: null },
    channelIds: null,
    maxMessagesPerChannel: null,
    noiseFloor: false,
    force: false,
    maxJobs: null,
    concurrency: null,
    ...wishes,
  };
  return await planExperiment(sql, parseSettings({ environment, dotEnv: {} }).values, request, replies);
}

async function run(
  sql: Sql,
  wishes: Wishes,
  environment: Record<string, string> = {},
  hooks: Partial<ExperimentHooks> = {},
  replies: ReplyCache | null = null,
) {
  const planned = await plan(sql, wishes, environment, replies);
  let totals = planned.runs.map(emptyDrainTotals);
  const report = await runExperiment(sql, planned, {
    signal: NEVER,
    ...hooks,
    onProgress: (runs) => {
      totals = runs.map((run) => run.totals);
      hooks.onProgress?.(runs);
    },
  });
  return { plan: planned, report, totals, versions: planned.runs.map(({ version }) => version) };
}

async function countByStatus(sql: Sql): Promise<unknown[][]> {
  const rows = await sql`
    select pipeline_version, status, count(*) as jobs from telegram_extractions group by 1, 2 order by 1, 2`;
  return rows.map((row) => [row["pipeline_version"], row["status"], row["jobs"]]);
}
