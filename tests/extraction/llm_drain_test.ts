import assert from "node:assert/strict";
import { TUITION } from "../../lib/extraction/tuition/tuition_domain.ts";
import type { Extractor } from "../../lib/extraction/extractor.ts";
import { openLlmExtractor } from "../../lib/extraction/llm_extractor.ts";
import { runVersion, type VersionRunReport } from "../../lib/extraction/run_version.ts";
import { parseSettings } from "../../lib/runtime/settings.ts";
import { iterSampleMessages } from "../../lib/samples/iter_sample_messages.ts";
import type { SampleMessage } from "../../lib/samples/sample_message.ts";
import type { AssignmentTruth } from "../../lib/samples/write_assignment.ts";
import { TuitionAssignmentSchema } from "../../lib/schema/tuition_assignment.ts";
import type { Sql } from "../../lib/store/database.ts";
import { FAULTS } from "../support/openai_faults.ts";
import { type ChatBody, type OpenAiServerOptions, startOpenAiServer } from "../support/openai_server.ts";
import { storeMessages } from "../support/stored_messages.ts";
import { openTestDatabase } from "../support/test_database.ts";

const POSTS = 50;
const POST = "Code: QX12\nSec 2 Maths\nLocation: Bishan\nRate: $40/hr";

Deno.test("50 posts go through a model to stored outputs that say what the posts say", async () => {
  await using test = await openTestDatabase();
  const messages = sampleAssignments(POSTS);
  assert.ok(new Set(messages.map(({ truth }) => truth.kind)).size === 2, "single assignments and several");
  const rawIds = await storeMessages(test.sql, messages.map(({ text }) => ({ text })));
  const { report, server } = await drain(test.sql, { reply: (body) => answerTruly(body, messages) });
  assert.deepEqual(report.totals.ok, POSTS);
  assert.deepEqual([report.version, report.totals.failed], ["recorded", {}]);
  const rows = await test.sql`
    select raw_id, canonical_json, llm_model, prompt_tokens, completion_tokens, cost_usd, latency_ms, meta
    from telegram_extractions where status = 'ok'`;
  const stored = new Map(rows.map((row) => [row["raw_id"], row]));
  for (const [at, message] of messages.entries()) {
    const row = stored.get(rawIds[at]);
    const { segments, ...whole } = TuitionAssignmentSchema.parse(row?.["canonical_json"]);
    const codes = (segments ?? [whole]).map((fields) => fields?.assignment_code);
    assert.deepEqual(codes, truthsOf(message).map(({ assignment_code }) => assignment_code), message.text);
    const asked = Object(row?.["meta"]).llm.replies;
    assert.equal(asked, segments?.length ?? 1);
    assert.equal(row?.["llm_model"], "test-model");
    assert.ok(row?.["prompt_tokens"] > 1500 * asked && row?.["completion_tokens"] > 0);
    assert.deepEqual([row?.["cost_usd"], typeof row?.["latency_ms"]], [null, "number"]);
  }
  const sums = rows.reduce((sum, row) => sum + row["prompt_tokens"], 0);
  assert.equal(report.totals.promptTokens, sums);
  assert.ok(server.bodies.every(({ response_format }) => response_format?.type === "json_schema"));
  assert.ok(server.largestConcurrency > 1 && server.largestConcurrency <= 4);
});

Deno.test("a job that was turned away is done when the server asked for it", async () => {
  await using test = await openTestDatabase();
  await storeMessages(test.sql, [{ text: POST }]);
  const { report, server } = await drain(test.sql, {
    fault: (index) => (index === 0 ? FAULTS.rateLimitMs : null),
    reply: () => '{"assignment_code": "QX12"}',
  });
  const { ok, retried, failed } = report.totals;
  assert.deepEqual({ ok, retried, failed, requests: server.bodies.length }, {
    ok: 1,
    retried: 1,
    failed: {},
    requests: 2,
  });
});

Deno.test("a job whose replies cannot be read fails with the reply beside it", async () => {
  await using test = await openTestDatabase();
  await storeMessages(test.sql, [{ text: POST }]);
  const { report } = await drain(test.sql, { reply: () => "As a model, I cannot." });
  assert.deepEqual(report.totals.failed, { llm_invalid_json: 1 });
  const [row] = await test.sql`select error_json, completion_tokens, meta from telegram_extractions`;
  const { error, details } = Object(row?.["error_json"]);
  assert.deepEqual([error, details.reply.snippet], ["llm_invalid_json", "As a model, I cannot."]);
  assert.ok(row?.["completion_tokens"] > 0);
  assert.equal(Object(row?.["meta"]).prompt.source, "live");
});

Deno.test("a run that has spent its limit stops with a remedy and leaves the rest pending", async () => {
  await using test = await openTestDatabase();
  await storeMessages(
    test.sql,
    Array.from({ length: 20 }, (_, at) => ({ text: POST.replace("12", `${at}`) })),
  );
  await assert.rejects(
    () =>
      drain(
        test.sql,
        { reply: () => '{"assignment_code": "QX12"}' },
        { LLM_MODEL_NAME: "gpt-5-mini", MAX_COST_USD: "0.001" },
      ),
    /Stopped at MAX_COST_USD/,
  );
  const rows = await test.sql`
    select status, count(*)::int as jobs, sum(cost_usd)::float8 as cost, max(attempts) as attempts
    from telegram_extractions group by status order by status`;
  const [ok, pending] = rows;
  assert.deepEqual([ok?.["status"], pending?.["status"], rows.length], ["ok", "pending", 2]);
  assert.ok(ok?.["jobs"] < 10 && ok?.["cost"] >= 0.001);
  assert.equal(pending?.["attempts"], 0);
});

Deno.test("a server that nobody runs, or that refuses the key, stops the run with one message and costs no job its last try", async () => {
  const cases: [OpenAiServerOptions, Record<string, string>, RegExp][] = [
    [
      { fault: () => FAULTS.wrongKey },
      {},
      /status 401; check LLM_API_KEY\nThe run was stopped: no reply has come yet/,
    ],
    [{}, { LLM_API_URL: "http://127.0.0.1:1" }, /127\.0\.0\.1:1.*\nThe run was stopped/],
  ];
  for (const [options, environment, message] of cases) {
    await using test = await openTestDatabase();
    await storeMessages(
      test.sql,
      Array.from({ length: 40 }, (_, at) => ({ text: POST.replace("12", `${at}`) })),
    );
    await assert.rejects(() => drain(test.sql, options, environment), message);
    const rows = await test
      .sql`select status, max(attempts) as attempts from telegram_extractions group by status`;
    assert.deepEqual(rows.map(({ status }) => status), ["pending"]);
    assert.ok(rows[0]?.["attempts"] <= 1);
  }
});

Deno.test("a run that is stopped while the server wants it to wait gives back what was not asked, at once", async () => {
  await using test = await openTestDatabase();
  await storeMessages(
    test.sql,
    Array.from({ length: 30 }, (_, at) => ({ text: POST.replace("12", `${at}`) })),
  );
  const stop = new AbortController();
  const startedAt = performance.now();
  const { report, server } = await drain(
    test.sql,
    {
      fault: (
        index,
      ) => (index === 10 ? { ...FAULTS.rateLimitSeconds, headers: { "retry-after": "60" } } : null),
      reply: () => '{"assignment_code": "QX12"}',
    },
    {},
    (extractor) => {
      const timer = setInterval(() => {
        if (extractor.pace?.pause?.reason === "asked") stop.abort();
      }, 10);
      stop.signal.addEventListener("abort", () => clearInterval(timer));
      return stop.signal;
    },
  );
  assert.ok(performance.now() - startedAt < 30_000, "60 s were asked for");
  const { ok, retried, released, claimed } = report.totals;
  assert.deepEqual([retried, ok + retried + released, claimed], [1, 30, 30]);
  assert.ok(server.bodies.length < 20);
  const rows = await test
    .sql`select max(attempts) as attempts from telegram_extractions where status = 'pending' and error_json is null`;
  assert.equal(rows[0]?.["attempts"], 0, "nothing was tried");
});

function sampleAssignments(count: number): SampleMessage[] {
  const messages = iterSampleMessages({
    seed: 11,
    messagesPerChannel: 12,
    since: new Date("2026-01-01T00:00:00Z"),
  });
  const texts = new Set<string>();
  return [...messages].filter(({ disposition, truth, text }) => {
    if (disposition.status !== "ok" || truth.kind === "none" || texts.has(text)) return false;
    texts.add(text);
    return true;
  }).slice(0, count);
}

function truthsOf({ truth }: SampleMessage): readonly AssignmentTruth[] {
  return truth.kind === "assignment"
    ? [truth.fields]
    : truth.kind === "compilation"
    ? truth.segments.map(({ fields }) => fields)
    : [];
}

/** What a model would answer that knows what the generated posts say; the code tells the assignments of one post apart. */
function answerTruly({ messages }: ChatBody, samples: readonly SampleMessage[]): string {
  const [, post = ""] = /<post>\n([^]*)\n<\/post>/.exec(messages[1]?.content ?? "") ?? [];
  const truths = samples.filter(({ text }) => text === post || text.includes(post.split("\n\n")[0] ?? ""))
    .flatMap(truthsOf);
  const truth =
    truths.find(({ assignment_code }) =>
      typeof assignment_code === "string" && post.includes(assignment_code)
    ) ?? truths[0];
  const rates = Object.entries(truth?.rate_breakdown ?? {}).map(([tutor_type, rate]) => ({
    tutor_type,
    ...rate,
  }));
  return JSON.stringify({ ...TUITION.answer.empty(), ...truth, rate_breakdown: rates });
}

async function drain(
  sql: Sql,
  options: OpenAiServerOptions,
  environment: Record<string, string> = {},
  chooseSignal: (extractor: Extractor) => AbortSignal = () => new AbortController().signal,
) {
  const server = startOpenAiServer(options);
  try {
    const { values: settings } = parseSettings({
      environment: { LLM_API_URL: server.url, LLM_MODEL_NAME: "test-model", ...environment },
      dotEnv: {},
    });
    const extractor = openLlmExtractor(TUITION, {}, settings, null);
    const report: VersionRunReport = await runVersion(sql, extractor, settings, {
      version: "asked",
      window: { since: null, until: null },
      channelIds: null,
      signal: chooseSignal(extractor),
    });
    return { report, server };
  } finally {
    await server.close();
  }
}
