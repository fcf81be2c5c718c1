import assert from "node:assert/strict";
import { UserError } from "../../lib/core/errors.ts";
import { chooseRetryOptions } from "../../lib/extraction/choose_worker_options.ts";
import { extractPosts, type PostsOptions } from "../../lib/extraction/extract_posts.ts";
import { openLlmExtractor } from "../../lib/extraction/llm_extractor.ts";
import { postInput } from "../../lib/extraction/post_input.ts";
import { TUITION } from "../../lib/extraction/tuition/tuition_domain.ts";
import { finishedJobs } from "../../lib/queue/drain_totals.ts";
import { parseSettings } from "../../lib/runtime/settings.ts";
import { FAULTS } from "../support/openai_faults.ts";
import { type OpenAiServerOptions, startOpenAiServer } from "../support/openai_server.ts";

const POST = "Code: QX12\nSec 2 Maths\nLocation: Bishan\nRate: $40/hr";
const REPLY = '{"assignment_code": "QX12"}';
const QUICK = { EXTRACTION_WORKER_BACKOFF_BASE_S: "0.01", EXTRACTION_WORKER_BACKOFF_MAX_S: "0.02" };

Deno.test("posts are extracted several at a time, and the outcomes stand in the order of the posts", async () => {
  const texts = [...Array.from({ length: 12 }, (_, at) => POST.replace("12", `${at}`)), "Happy new year!"];
  const { extracted, server } = await extract(texts, {
    latencyMs: [5, 30],
    reply: ({ messages }) => `{"assignment_code": "${/QX\d+/.exec(messages[1]?.content ?? "")?.[0]}"}`,
  });
  const codes = extracted.outcomes.map((outcome) =>
    outcome.kind === "ok" ? Object(outcome.output).assignment_code : outcome.kind
  );
  assert.deepEqual(codes, [...Array.from({ length: 12 }, (_, at) => `QX${at}`), "skip"]);
  assert.ok(server.largestConcurrency > 1 && server.largestConcurrency <= 4, `${server.largestConcurrency}`);
  const { ok, skipped, claimed, promptTokens, completionTokens } = extracted.totals;
  assert.deepEqual([ok, skipped, claimed], [12, { non_assignment: 1 }, 13]);
  assert.ok(promptTokens > 12_000 && completionTokens > 0);
});

Deno.test("a try that failed for a while is repeated, and one that fails each time is a failed post", async () => {
  const progress: number[] = [];
  const { extracted } = await extract(
    [POST, POST.replace("QX12", "QX99")],
    {
      reply: () => REPLY,
      fault: (index, { messages }) =>
        messages[1]?.content.includes("QX99") ? FAULTS.serverError : index < 2 ? FAULTS.rateLimitMs : null,
    },
    { onProgress: (totals) => progress.push(finishedJobs(totals)) },
  );
  const { ok, failed, retried, claimed } = extracted.totals;
  assert.deepEqual({ ok, failed }, { ok: 1, failed: { llm_error: 1 } });
  assert.equal(ok + 1 + retried, claimed, "every try is counted");
  assert.deepEqual(extracted.outcomes.map(({ kind }) => kind), ["ok", "give_up"]);
  assert.equal(progress.at(-1), 2);
});

Deno.test("a server that nobody runs stops the extraction with one message", async () => {
  await assert.rejects(
    extract(Array.from({ length: 50 }, () => POST), {}, { url: "http://127.0.0.1:1" }),
    (error) =>
      error instanceof UserError && /127\.0\.0\.1:1.*\nThe run was stopped: no reply/.test(error.message),
  );
});

Deno.test("a server that goes down and stays away stops the extraction once retries are waited for no longer", async () => {
  const texts = Array.from({ length: 50 }, (_, at) => POST.replace("12", `${at}`));
  await assert.rejects(
    extract(texts, { reply: () => REPLY, fault: (index) => (index < 5 ? null : FAULTS.unavailable) }),
    (error) =>
      error instanceof UserError &&
      /status 503.*\nThe run was stopped: .*WAIT_FOR_RETRIES_S/.test(error.message),
  );
});

Deno.test("a stop ends the extraction at once, a wait included", async () => {
  const stop = new AbortController();
  const extraction = extract(
    [POST],
    { fault: () => FAULTS.rateLimitSeconds },
    { signal: stop.signal, onProgress: () => stop.abort() },
  );
  await assert.rejects(extraction, { name: "AbortError" });
});

async function extract(
  texts: readonly string[],
  serverOptions: OpenAiServerOptions,
  { url, ...changes }: Partial<PostsOptions> & { readonly url?: string } = {},
) {
  const server = startOpenAiServer(serverOptions);
  try {
    const { values: settings } = parseSettings({
      environment: {
        ...QUICK,
        LLM_API_URL: url ?? server.url,
        LLM_MODEL_NAME: "test-model",
        WAIT_FOR_RETRIES_S: "5",
      },
      dotEnv: {},
    });
    const extractor = openLlmExtractor(TUITION, {}, settings, null);
    const extracted = await extractPosts(extractor, texts.map((text) => postInput(text)), {
      ...chooseRetryOptions(settings),
      concurrency: extractor.defaultConcurrency,
      signal: new AbortController().signal,
      ...changes,
    });
    return { extracted, server };
  } finally {
    await server.close();
  }
}
