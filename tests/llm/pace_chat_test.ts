import assert from "node:assert/strict";
import { createChat } from "../../lib/llm/chat.ts";
import { ChatError } from "../../lib/llm/chat_error.ts";
import { paceChat, type PacedChat, type PaceOptions } from "../../lib/llm/pace_chat.ts";
import { type Fault, FAULTS } from "../support/openai_faults.ts";
import { type OpenAiServer, type OpenAiServerOptions, startOpenAiServer } from "../support/openai_server.ts";

const REQUEST = { system: "Answer.", user: "A post", schema: null };
const NEVER = new AbortController().signal;

async function withServer(
  options: OpenAiServerOptions,
  pace: Partial<PaceOptions>,
  run: (chat: PacedChat, server: OpenAiServer) => Promise<void>,
): Promise<void> {
  const server = startOpenAiServer(options);
  try {
    const chat = createChat({
      url: server.url,
      apiKey: null,
      model: "test-model",
      timeoutMs: 5000,
      maxTokens: 100,
    });
    await run(
      paceChat(chat, { requestsPerMinute: null, tokensPerMinute: null, maxTokens: 100, ...pace }),
      server,
    );
  } finally {
    await server.close();
  }
}

async function kindOf(answer: Promise<unknown>): Promise<string> {
  try {
    await answer;
    return "reply";
  } catch (error) {
    return error instanceof ChatError ? error.kind : String(error);
  }
}

Deno.test("a server that fails time after time is left alone, then tried with one request", async () => {
  const circuitBreaker = { failures: 3, openMs: 200 };
  let isDown = true;
  const fault = () => (isDown ? FAULTS.unavailable : null);
  await withServer({ fault }, { circuitBreaker }, async (chat, server) => {
    for (let time = 0; time < 3; time++) assert.equal(await kindOf(chat.complete(REQUEST, NEVER)), "server");
    await assert.rejects(chat.complete(REQUEST, NEVER), (error) => {
      assert.ok(error instanceof ChatError);
      assert.deepEqual([error.kind, error.isTransient], ["circuit_open", true]);
      assert.ok(error.retryAfterMs !== null && error.retryAfterMs <= 200);
      assert.match(error.message, /status 503 \(and so 3 times in a row\)$/);
      return true;
    });
    assert.deepEqual([server.bodies.length, chat.hasReplied], [3, false]);
    isDown = false;
    let kind = "circuit_open";
    while (kind === "circuit_open") kind = await kindOf(chat.complete(REQUEST, NEVER));
    assert.deepEqual([kind, server.bodies.length, chat.hasReplied], ["reply", 4, true]);
  });
});

Deno.test("after a server turned requests away, half as many are under way at once", async () => {
  let turnsAway = true;
  const fault = () => (turnsAway ? FAULTS.rateLimitMs : null);
  await withServer({ fault, latencyMs: 20 }, {}, async (chat, server) => {
    assert.equal(chat.concurrencyLimit, null);
    const kinds = await Promise.all(Array.from({ length: 8 }, () => kindOf(chat.complete(REQUEST, NEVER))));
    assert.deepEqual([...new Set(kinds)], ["rate_limit"]);
    assert.deepEqual([server.largestConcurrency, chat.concurrencyLimit], [8, 4]);
    turnsAway = false;
    for (let time = 0; time < 4; time++) await chat.complete(REQUEST, NEVER);
    assert.equal(chat.concurrencyLimit, 5, "it creeps back");
  });
});

Deno.test("a wait that the server asked for holds back all requests", async () => {
  const fault = (index: number) => (index === 0 ? FAULTS.rateLimitMs : null);
  await withServer({ fault }, {}, async (chat) => {
    assert.equal(await kindOf(chat.complete(REQUEST, NEVER)), "rate_limit");
    const startedAt = performance.now();
    await Promise.all([chat.complete(REQUEST, NEVER), chat.complete(REQUEST, NEVER)]);
    assert.ok(performance.now() - startedAt >= 140, "150 ms were asked for");
  });
});

Deno.test("requests are spaced as their number a minute says, and a stop ends the wait", async () => {
  await withServer({}, { requestsPerMinute: 600 }, async (chat, server) => {
    const startedAt = performance.now();
    await Promise.all([1, 2, 3].map(() => chat.complete(REQUEST, NEVER)));
    assert.ok(performance.now() - startedAt >= 195, "two gaps of 100 ms");
    const stop = new AbortController();
    const waiting = kindOf(chat.complete(REQUEST, stop.signal));
    stop.abort(new Error("stopped"));
    assert.match(await waiting, /AbortError|stopped/);
    assert.equal(server.bodies.length, 3);
  });
});

Deno.test("why nothing is sent can be told: the server is down, or asked to wait", async () => {
  let found: Fault = FAULTS.rateLimitSeconds;
  const circuitBreaker = { failures: 1, openMs: 10_000 };
  await withServer({ fault: () => found }, { circuitBreaker }, async (chat) => {
    const before = chat.pause;
    assert.equal(before, null);
    assert.equal(await kindOf(chat.complete(REQUEST, NEVER)), "rate_limit");
    const asked = chat.pause;
    assert.ok(
      asked?.reason === "asked" && asked.waitMs > 1000 && asked.waitMs <= 2000,
      JSON.stringify(asked),
    );
  });
  found = FAULTS.unavailable;
  await withServer({ fault: () => found }, { circuitBreaker }, async (chat) => {
    assert.equal(await kindOf(chat.complete(REQUEST, NEVER)), "server");
    const down = chat.pause;
    assert.ok(down?.reason === "down" && down.waitMs > 9000 && down.waitMs <= 10_000, JSON.stringify(down));
  });
});

Deno.test("once the run stops, requests that wait are given up, and those under way go on", async () => {
  await withServer({ latencyMs: 50 }, { requestsPerMinute: 1 }, async (chat, server) => {
    const underWay = kindOf(chat.complete(REQUEST, NEVER));
    const waiting = kindOf(chat.complete(REQUEST, NEVER));
    chat.stopWaiting();
    assert.match(await waiting, /AbortError/);
    assert.equal(await underWay, "reply");
    assert.match(await kindOf(chat.complete(REQUEST, NEVER)), /AbortError/);
    assert.equal(server.bodies.length, 1);
  });
});

Deno.test("no more requests are under way than were said, and all are answered", async () => {
  await withServer({ latencyMs: 5 }, {}, async (chat, server) => {
    chat.limitConcurrency(3);
    await Promise.all(Array.from({ length: 12 }, () => chat.complete(REQUEST, NEVER)));
    assert.equal(server.largestConcurrency, 3);
    assert.equal(server.bodies.length, 12);
  });
});
