import assert from "node:assert/strict";
import { openLlmExtractor } from "../../lib/extraction/llm_extractor.ts";
import { runVersion } from "../../lib/extraction/run_version.ts";
import { TUITION } from "../../lib/extraction/tuition/tuition_domain.ts";
import { ReplyCache } from "../../lib/llm/reply_cache.ts";
import type { DrainTotals } from "../../lib/queue/drain_totals.ts";
import { parseSettings } from "../../lib/runtime/settings.ts";
import type { Sql } from "../../lib/store/database.ts";
import { FAULTS } from "../support/openai_faults.ts";
import {
  type ChatBody,
  type OpenAiServer,
  type OpenAiServerOptions,
  startOpenAiServer,
} from "../support/openai_server.ts";
import { storeMessages } from "../support/stored_messages.ts";
import { openTestDatabase } from "../support/test_database.ts";

const POST = "Code: QX12\nSec 2 Maths\nLocation: Bishan\nRate: $40/hr";
const OTHER_POST = "Code: QX13\nP5 Science\nLocation: Yishun\nRate: $30/hr";
/** Local, with a price: the figures are those of a model that costs. */
const PRICED = { LLM_MODEL_NAME: "gpt-5-mini" };
const NEVER = new AbortController().signal;

/** What a row keeps of the replies it took. */
interface Figures {
  readonly status: string;
  readonly prompt: number | null;
  readonly completion: number | null;
  readonly cost: number | null;
  readonly latency: number | null;
  readonly replies: number | null;
  readonly cached: number | null;
}
const ALL_CACHED = { prompt: 0, completion: 0, cost: 0, latency: null };

async function withPosts(
  texts: readonly string[],
  options: OpenAiServerOptions,
  work: (sql: Sql, server: OpenAiServer) => Promise<void>,
): Promise<void> {
  await using test = await openTestDatabase();
  await storeMessages(test.sql, texts.map((text) => ({ text })));
  const server = startOpenAiServer({ latencyMs: 3, ...options });
  try {
    await work(test.sql, server);
  } finally {
    await server.close();
  }
}

/** Enqueues and drains a version as a process of its own would. */
async function drain(
  sql: Sql,
  server: OpenAiServer,
  version: string,
  environment: Record<string, string> = {},
): Promise<{ readonly totals: DrainTotals; readonly requests: number }> {
  const before = server.bodies.length;
  const { values: settings } = parseSettings({
    environment: { LLM_API_URL: server.url, ...PRICED, ...environment },
    dotEnv: {},
  });
  await using replies = settings.LLM_CACHE ? new ReplyCache(sql, { signal: NEVER }) : null;
  const { totals } = await runVersion(sql, openLlmExtractor(TUITION, {}, settings, replies), settings, {
    version,
    window: { since: null, until: null },
    channelIds: null,
    signal: NEVER,
  });
  return { totals, requests: server.bodies.length - before };
}

async function loadFigures(sql: Sql, version: string): Promise<Figures[]> {
  const rows = await sql<Figures[]>`
    select status, prompt_tokens as prompt, completion_tokens as completion, cost_usd::float8 as cost, latency_ms as latency,
      (meta -> 'llm' -> 'replies')::integer as replies, (meta -> 'llm' -> 'cached')::integer as cached
    from telegram_extractions where pipeline_version = ${version} order by latency_ms nulls last, raw_id`;
  return [...rows];
}

function codeAsAnswer({ messages }: ChatBody): string {
  const [, post = ""] = /<post>\n([^]*)\n<\/post>/.exec(messages[1]?.content ?? "") ?? [];
  return JSON.stringify({ assignment_code: /QX\d+/.exec(post)?.[0] ?? null });
}

Deno.test("a replay sends nothing, costs nothing and gives the same outputs, whatever may be spent", async () => {
  await withPosts([POST, OTHER_POST], { reply: codeAsAnswer }, async (sql, server) => {
    const first = await drain(sql, server, "first");
    assert.deepEqual([first.requests, first.totals.ok, first.totals.cachedReplies], [2, 2, 0]);
    for (const { prompt, cost, latency, replies, cached } of await loadFigures(sql, "first")) {
      assert.ok((prompt ?? 0) > 1000 && (cost ?? 0) > 0 && (latency ?? 0) >= 3);
      assert.deepEqual([replies, cached], [1, 0]);
    }
    const { requests, totals } = await drain(sql, server, "second", { MAX_COST_USD: "0" });
    const { ok, promptTokens, completionTokens, costUsd, cachedReplies } = totals;
    assert.deepEqual([requests, ok, cachedReplies], [0, 2, 2]);
    assert.deepEqual([promptTokens, completionTokens, costUsd], [0, 0, 0]);
    const row = { status: "ok", ...ALL_CACHED, replies: 1, cached: 1 };
    assert.deepEqual(await loadFigures(sql, "second"), [row, row]);
    const outputs = await sql`
      select from telegram_extractions a join telegram_extractions b using (raw_id, canonical_json)
      where a.pipeline_version = 'first' and b.pipeline_version = 'second'`;
    assert.equal(outputs.length, 2);
  });
});

Deno.test("LLM_CACHE=0 asks again and keeps nothing, and so does all that changes what is asked", async () => {
  await withPosts([POST], { reply: codeAsAnswer }, async (sql, server) => {
    assert.equal((await drain(sql, server, "off", { LLM_CACHE: "0" })).requests, 1);
    assert.equal((await sql`select from llm_replies`).length, 0);
    const changes: Record<string, string>[] = [
      {},
      { LLM_MODEL_NAME: "gpt-5" },
      { LLM_MAX_TOKENS: "6000" },
      { LLM_SYSTEM_PROMPT_TEXT: "Read the post." },
      { LLM_INCLUDE_EXAMPLES: "1" },
    ];
    for (const [at, change] of changes.entries()) {
      assert.equal((await drain(sql, server, `asked_${at}`, change)).requests, 1, JSON.stringify(change));
      assert.equal((await drain(sql, server, `again_${at}`, change)).requests, 0, JSON.stringify(change));
    }
    assert.equal((await drain(sql, server, "off_again", { LLM_CACHE: "0" })).requests, 1);
  });
});

Deno.test("what failed is asked for anew by the next run, and only that", async () => {
  let isMending = false;
  const reply = (body: ChatBody) => {
    const answer = codeAsAnswer(body);
    return answer.includes("QX13") && !isMending ? "As a model, I cannot." : answer;
  };
  await withPosts([POST, OTHER_POST], { reply }, async (sql, server) => {
    const first = await drain(sql, server, "v");
    assert.deepEqual([first.requests, first.totals.failed], [3, { llm_invalid_json: 1 }]);
    isMending = true;
    const second = await drain(sql, server, "v");
    assert.deepEqual([second.requests, second.totals.ok, second.totals.cachedReplies], [1, 1, 0]);
  });
});

Deno.test("a post with several items that was put off goes on, in another process too, where it was", async () => {
  const later = { ...FAULTS.rateLimitSeconds, headers: { "retry-after": "3600" } };
  const fault = (index: number) => (index === 1 ? later : null);
  await withPosts([`${POST}\n\n${OTHER_POST}`], { reply: codeAsAnswer, fault }, async (sql, server) => {
    const first = await drain(sql, server, "v", { WAIT_FOR_RETRIES_S: "0" });
    assert.deepEqual([first.requests, first.totals.retried], [2, 1]);
    await sql`update telegram_extractions set run_after = now()`;
    const { requests, totals } = await drain(sql, server, "v");
    assert.deepEqual(
      [requests, totals.ok, totals.cachedReplies],
      [1, 1, 1],
      "only the second item is asked for",
    );
    const [row] = await loadFigures(sql, "v");
    assert.deepEqual([row?.replies, row?.cached], [2, 1]);
    assert.equal(row?.prompt, totals.promptTokens, "what this run paid, for one item");
    assert.ok((row?.prompt ?? 0) > 1000 && Math.abs((first.totals.promptTokens) - totals.promptTokens) < 10);
    const [output] = await sql`
      select jsonb_path_query_array(canonical_json, '$.segments[*].assignment_code') as codes from telegram_extractions`;
    assert.deepEqual(output?.["codes"], ["QX12", "QX13"]);
  });
});

Deno.test("a post and its reposts, under way at once, are paid for once", async () => {
  await withPosts([POST, POST, POST], { reply: codeAsAnswer, latencyMs: 50 }, async (sql, server) => {
    const { requests, totals } = await drain(sql, server, "v");
    assert.deepEqual([requests, totals.ok, totals.cachedReplies], [1, 3, 2]);
    const [paid, ...reposts] = await loadFigures(sql, "v");
    assert.ok((paid?.cost ?? 0) > 0 && (paid?.latency ?? 0) >= 50);
    const row = { status: "ok", ...ALL_CACHED, replies: 1, cached: 1 };
    assert.deepEqual(reposts, [row, row]);
  });
});

Deno.test("a server that never replied in this run stops it early, however much was in the cache", async () => {
  const fault = (index: number) => (index === 0 ? null : FAULTS.wrongKey);
  await withPosts([POST], { reply: codeAsAnswer, fault }, async (sql, server) => {
    await drain(sql, server, "first");
    await storeMessages(sql, [{ text: OTHER_POST }], -1001000000002);
    await assert.rejects(drain(sql, server, "second"), /check LLM_API_KEY\nThe run was stopped/);
  });
});
