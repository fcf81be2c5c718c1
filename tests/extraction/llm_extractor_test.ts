import assert from "node:assert/strict";
import { LimitError, UserError } from "../../lib/core/errors.ts";
import { sha256Hex } from "../../lib/core/fingerprint.ts";
import { TUITION } from "../../lib/extraction/tuition/tuition_domain.ts";
import type { Extractor } from "../../lib/extraction/extractor.ts";
import { openLlmExtractor } from "../../lib/extraction/llm_extractor.ts";
import { parseSettings } from "../../lib/runtime/settings.ts";
import { emptyAssignmentFields, TuitionAssignmentSchema } from "../../lib/schema/tuition_assignment.ts";
import { postInput } from "../../lib/extraction/post_input.ts";
import { FAULTS } from "../support/openai_faults.ts";
import { type OpenAiServerOptions, startOpenAiServer } from "../support/openai_server.ts";

const POST = "Code: QX12\nSec 2 Maths\nLocation: Bishan\nRate: $40/hr";
const TWO_POSTS = "Code: QX12\nSec 2 Maths\nLocation: Bishan\nRate: $40/hr\n\n" +
  "Code: QX13\nP5 Science\nLocation: Yishun\nRate: $30/hr";
const UNKNOWN_MODEL = {
  kind: "status",
  status: 404,
  error: { message: "The model 'test-model' does not exist", code: "model_not_found" },
} as const;
const { signal } = new AbortController();

Deno.test("a reply becomes the fields, completed by the domain, with what it took and was made with", async () => {
  const asked = await ask(POST, { reply: () => JSON.stringify({ assignment_code: "QX12" }) });
  assert.equal(asked.outcome.kind, "ok");
  if (asked.outcome.kind !== "ok") return;
  const { output, meta, usage } = asked.outcome;
  const { assignment_code, segments } = TuitionAssignmentSchema.parse(output);
  assert.deepEqual([assignment_code, segments], ["QX12", null]);
  assert.ok((usage?.promptTokens ?? 0) > 1000 && (usage?.completionTokens ?? 0) > 0);
  assert.equal(usage?.costUsd, null);
  const { source, file, variant } = Object(meta["prompt"]);
  assert.deepEqual([source, file, variant], ["live", "prompts/system_prompt_live.txt", null]);
  assert.deepEqual(meta["examples"], {
    enabled: false,
    variant: null,
    file: null,
    sha256: null,
    chars: null,
  });
  assert.deepEqual(meta["llm"], { model: "test-model", rung: "json_schema", replies: 1, cached: 0 });
  const [body] = asked.bodies;
  assert.equal(body?.temperature, 0);
  assert.equal(body?.max_tokens, 6144);
  assert.ok(body?.messages[1]?.content.includes(`<post>\n${POST}\n</post>`));
});

Deno.test("what is no assignment is skipped without asking", async () => {
  const { outcome, bodies } = await ask("Happy new year!");
  assert.deepEqual(outcome, { kind: "skip", reason: "non_assignment" });
  assert.equal(bodies.length, 0);
});

Deno.test("each assignment of a post is asked for alone, and one that cannot be read fails alone", async () => {
  const { outcome, bodies } = await ask(TWO_POSTS, {
    reply: ({ messages }) =>
      messages[1]?.content.includes("QX13") ? "No idea." : '{"assignment_code": "QX12"}',
  });
  assert.ok(bodies.every(({ messages }) => !/QX12[^]*QX13/.test(messages[1]?.content ?? "")));
  assert.equal(outcome.kind, "ok");
  if (outcome.kind !== "ok") return;
  const { segments } = TuitionAssignmentSchema.parse(outcome.output);
  assert.deepEqual(segments?.map((segment) => segment?.assignment_code ?? null), ["QX12", null]);
  assert.match(JSON.stringify(outcome.meta["compilation"]), /"error":"llm_invalid_json"/);
});

Deno.test("what may go well later is tried again, when the server asked for it", async () => {
  const found = [
    { fault: FAULTS.rateLimitMs, error: "llm_error", afterMs: 150 },
    { fault: FAULTS.rateLimitSeconds, error: "llm_error", afterMs: 2000 },
    { fault: FAULTS.unavailable, error: "llm_error", afterMs: null },
    { fault: FAULTS.cut, error: "llm_connection", afterMs: null },
    { fault: FAULTS.html, error: "llm_bad_response", afterMs: null },
  ];
  for (const { fault, error, afterMs } of found) {
    const { outcome } = await ask(POST, { fault: () => fault });
    assert.ok(outcome.kind === "retry_later");
    assert.deepEqual([outcome.error.error, outcome.afterMs, outcome.costsAttempt], [error, afterMs, true]);
  }
});

Deno.test("a server that does not answer in time is tried again", async () => {
  const { outcome } = await ask(POST, { fault: () => FAULTS.hang }, { LLM_TIMEOUT_SECONDS: "0.05" });
  assert.ok(outcome.kind === "retry_later");
  assert.equal(outcome.error.error, "llm_timeout");
  assert.match(outcome.error.message, /LLM_TIMEOUT_SECONDS/);
});

const REFUSALS = [[FAULTS.wrongKey, /LLM_API_KEY/], [UNKNOWN_MODEL, /LLM_MODEL_NAME/]] as const;

Deno.test("what the server refuses before it ever replied ends the run with the remedy", async () => {
  for (const [fault, remedy] of REFUSALS) {
    await assert.rejects(ask(POST, { fault: () => fault }, { LLM_API_KEY: "sk-secret" }), (error) => {
      assert.ok(error instanceof UserError);
      assert.match(error.message, remedy);
      assert.doesNotMatch(error.message, /sk-secret|QX12/);
      return true;
    });
  }
});

Deno.test("a server that refuses the first posts for whatever reason ends the run, and fails only those before", async () => {
  const tooLong = { kind: "status", status: 400, error: { code: "context_length_exceeded" } } as const;
  const { url, close } = startOpenAiServer({ fault: () => tooLong });
  try {
    const extractor = open({ LLM_API_URL: url, LLM_MODEL_NAME: "test-model" });
    for (let post = 1; post <= 4; post++) {
      assert.equal((await extractor.extract(postInput(POST), signal)).kind, "give_up");
    }
    await assert.rejects(extractor.extract(postInput(POST), signal), (error) => {
      assert.ok(error instanceof UserError);
      assert.match(error.message, /too long for the model.*\nThe run was stopped/);
      return true;
    });
  } finally {
    await close();
  }
});

Deno.test("what the server refuses later is given up, with the remedy", async () => {
  for (const [fault, remedy] of REFUSALS) {
    const { outcome, bodies } = await ask(POST, {
      reply: () => "Sorry?",
      fault: (index) => (index === 0 ? null : fault),
    }, { LLM_API_KEY: "sk-secret" });
    assert.ok(outcome.kind === "give_up");
    assert.equal(outcome.error.error, "llm_error");
    assert.match(outcome.error.message, remedy);
    assert.doesNotMatch(JSON.stringify(outcome.error), /sk-secret|QX12/);
    assert.equal(bodies.length, 2);
  }
});

Deno.test("a reply that cannot be read is asked for once more", async () => {
  let asked = 0;
  const { outcome } = await ask(POST, {
    reply: () => (asked++ === 0 ? "Sorry?" : '{"assignment_code": "QX12"}'),
  });
  assert.equal(outcome.kind, "ok");
});

Deno.test("a reply that cannot be read twice fails, and is kept", async () => {
  const reply = `I think ${"so ".repeat(2000)}`;
  const { outcome, bodies } = await ask(POST, { reply: () => reply });
  assert.ok(outcome.kind === "give_up");
  assert.equal(outcome.error.error, "llm_invalid_json");
  assert.deepEqual(outcome.error.details?.["reply"], {
    snippet: reply.slice(0, 4000),
    length: reply.length,
    sha256: sha256Hex(reply),
  });
  assert.equal(bodies.length, 2);
  assert.ok((outcome.usage?.completionTokens ?? 0) > 2000, "both replies are paid for");
});

Deno.test("a reply of another shape, one that was cut and one that was withheld fail by their names", async () => {
  const shape = await ask(POST, { reply: () => '{"rate": "cheap"}' });
  assert.ok(shape.outcome.kind === "give_up");
  assert.equal(shape.outcome.error.error, "validation_failed");
  const usage = { prompt_tokens: 1000, completion_tokens: 6144 };
  const cut = await ask(POST, { fault: () => ({ ...FAULTS.lengthReached, usage }) });
  assert.ok(cut.outcome.kind === "give_up");
  assert.match(cut.outcome.error.message, /LLM_MAX_TOKENS/);
  assert.deepEqual([cut.outcome.error.error, cut.bodies.length], ["llm_bad_response", 1]);
  const withheld = await ask(POST, { fault: () => FAULTS.refusal });
  assert.ok(withheld.outcome.kind === "give_up");
  assert.equal(withheld.outcome.error.error, "llm_error");
});

Deno.test("a reply that is cut before the limit of tokens names the model's context", async () => {
  const usage = { prompt_tokens: 4000, completion_tokens: 96 };
  const { outcome } = await ask(POST, { fault: () => ({ ...FAULTS.lengthReached, usage }) });
  assert.ok(outcome.kind === "give_up");
  assert.match(outcome.error.message, /cut after 96 tokens, where the model's context ends/);
});

Deno.test("what a model took to write nothing, or to decline, is counted and paid for", async () => {
  const usage = { prompt_tokens: 1000, completion_tokens: 2000 };
  const priced = { LLM_MODEL_NAME: "gpt-5-mini", MAX_COST_USD: "5" };
  for (const fault of [{ kind: "completion", content: "", usage }, { ...FAULTS.refusal, usage }] as const) {
    const { outcome } = await ask(POST, { fault: () => fault }, priced);
    assert.ok(outcome.kind !== "skip");
    assert.deepEqual([outcome.usage?.promptTokens, outcome.usage?.completionTokens], [1000, 2000]);
    assert.ok((outcome.usage?.costUsd ?? 0) > 0.001);
  }
});

Deno.test("a run that ends between two assignments of a post counts what the first has cost, and costs no attempt", async () => {
  const priced = { LLM_MODEL_NAME: "gpt-5-mini", MAX_COST_USD: "0.0001" };
  const reply = () => '{"assignment_code": "QX12"}';
  const server = startOpenAiServer({ reply });
  const stopped = startOpenAiServer({
    reply: () => {
      stopping.pace?.stopWaiting();
      return reply();
    },
  });
  const stopping = open({ ...priced, LLM_API_URL: stopped.url, MAX_COST_USD: "5", REQUESTS_PER_MINUTE: "1" });
  try {
    const spent = open({ ...priced, LLM_API_URL: server.url });
    for (const extractor of [spent, stopping]) {
      const outcome = await extractor.extract(postInput(TWO_POSTS), signal);
      assert.ok(outcome.kind === "retry_later");
      assert.deepEqual([outcome.error.error, outcome.costsAttempt], ["run_stopped", false]);
      assert.ok((outcome.usage?.costUsd ?? 0) > 0.0001);
    }
    await assert.rejects(spent.extract(postInput(TWO_POSTS), signal), LimitError);
    await assert.rejects(stopping.extract(postInput(TWO_POSTS), signal), { name: "AbortError" });
    assert.deepEqual([server.bodies.length, stopped.bodies.length], [1, 1]);
  } finally {
    await server.close();
    await stopped.close();
  }
});

Deno.test("a server that takes no schema is asked in plain text, and tokens it does not count stay unknown", async () => {
  const { outcome } = await ask(POST, { refusesSchema: true, reply: () => '{"assignment_code": "QX12"}' });
  assert.ok(outcome.kind === "ok");
  assert.equal(Object(outcome.meta["llm"]).rung, "text");
  const uncounted = await ask(POST, {
    fault: () => ({ ...FAULTS.noUsage, content: '{"start_date": null}' }),
  });
  assert.ok(uncounted.outcome.kind === "ok");
  const { promptTokens, completionTokens, costUsd } = uncounted.outcome.usage ?? {};
  assert.deepEqual([promptTokens, completionTokens, costUsd], [null, null, null]);
});

Deno.test("without a model, or with costs that nothing bounds, it does not start", () => {
  const remote = { LLM_API_URL: "https://api.example.com", LLM_MODEL_NAME: "gpt-5-mini" };
  const cases = [
    [{ LLM_API_URL: "http://localhost:1" }, /LLM_MODEL_NAME/],
    [remote, /set MAX_COST_USD/],
    [{ ...remote, LLM_MODEL_NAME: "unheard-of", MAX_COST_USD: "1" }, /prices\.json/],
    [{ ...remote, MAX_COST_USD: "1", LLM_SYSTEM_PROMPT_VARIANT: "none" }, /system_prompt_none/],
  ] as const;
  for (const [environment, says] of cases) {
    assert.throws(() => open(environment), (error) => error instanceof UserError && says.test(error.message));
  }
  assert.equal(open({ ...remote, MAX_COST_USD: "1" }).model, "gpt-5-mini");
  assert.equal(open({ LLM_API_URL: "http://127.0.0.1:1234/v1", LLM_MODEL_NAME: "mine" }).model, "mine");
});

Deno.test("the fingerprint follows the model, the prompt, the examples and the limit of tokens", () => {
  const base = { LLM_MODEL_NAME: "mine" };
  const fingerprints = [
    base,
    { LLM_MODEL_NAME: "other" },
    { ...base, LLM_SYSTEM_PROMPT_TEXT: "Read it." },
    { ...base, LLM_INCLUDE_EXAMPLES: "1" },
    { ...base, LLM_MAX_TOKENS: "100" },
  ].map((environment) => JSON.stringify(open(environment).fingerprint));
  assert.equal(new Set(fingerprints).size, fingerprints.length);
  const elsewhere = open({ ...base, LLM_API_URL: "http://127.0.0.1:1", LLM_TIMEOUT_SECONDS: "5" });
  assert.equal(JSON.stringify(elsewhere.fingerprint), fingerprints[0], "where and how long do not matter");
});

Deno.test("every key of the fields is there, however little a model says", async () => {
  const { outcome } = await ask(POST, { reply: () => '{"start_date": null}' });
  assert.ok(outcome.kind === "ok");
  assert.deepEqual(Object.keys(Object(outcome.output)), [
    ...Object.keys(emptyAssignmentFields()),
    "segments",
  ]);
});

function open(environment: Record<string, string>): Extractor {
  return openLlmExtractor(TUITION, {}, parseSettings({ environment, dotEnv: {} }).values, null);
}

async function ask(text: string, server: OpenAiServerOptions = {}, environment: Record<string, string> = {}) {
  const { url, bodies, close } = startOpenAiServer(server);
  try {
    const extractor = open({ LLM_API_URL: url, LLM_MODEL_NAME: "test-model", ...environment });
    return { outcome: await extractor.extract(postInput(text), signal), bodies };
  } finally {
    await close();
  }
}
