import assert from "node:assert/strict";
import { cacheChat } from "../../lib/llm/cache_chat.ts";
import { type Chat, type ChatOptions, type ChatRequest, createChat, type Reply } from "../../lib/llm/chat.ts";
import { ChatError } from "../../lib/llm/chat_error.ts";
import { ReplyCache } from "../../lib/llm/reply_cache.ts";
import type { Sql } from "../../lib/store/database.ts";
import { FAULTS } from "../support/openai_faults.ts";
import { type OpenAiServer, type OpenAiServerOptions, startOpenAiServer } from "../support/openai_server.ts";
import { openTestDatabase } from "../support/test_database.ts";

const REQUEST: ChatRequest = { system: "Answer.", user: "A post", schema: null };
const SCHEMA = { name: "answer", jsonSchema: { type: "object", properties: {} } };
const NEVER = new AbortController().signal;

type Setup = {
  readonly sql: Sql;
  readonly server: OpenAiServer;
  /** A chat as a process of its own would have it: nothing is shared but the database. */
  open(changes?: Partial<ChatOptions>, isReadable?: (reply: Reply) => boolean): Chat;
  /** Waits until all replies are stored. */
  flush(): Promise<void>;
};

async function withServer(options: OpenAiServerOptions, run: (setup: Setup) => Promise<void>): Promise<void> {
  await using test = await openTestDatabase();
  const server = startOpenAiServer(options);
  const caches: ReplyCache[] = [];
  const flush = async () => {
    for (const cache of caches) await cache[Symbol.asyncDispose]();
  };
  try {
    await run({
      sql: test.sql,
      server,
      open(changes, isReadable = () => true) {
        const chosen = {
          url: server.url,
          apiKey: null,
          model: "test-model",
          timeoutMs: 5000,
          maxTokens: 100,
          ...changes,
        };
        const cache = new ReplyCache(test.sql, { signal: NEVER });
        caches.push(cache);
        return cacheChat(createChat(chosen), { cache, maxTokens: chosen.maxTokens, isReadable });
      },
      flush,
    });
  } finally {
    await flush();
    await server.close();
  }
}

Deno.test("the same request is paid for once, and its reply comes back as it was, marked", async () => {
  await withServer(
    { reply: () => "A reply, 📚 and \\u0041", latencyMs: 5 },
    async ({ open, flush, server }) => {
      const paid = await open().complete({ ...REQUEST, schema: SCHEMA }, NEVER);
      await flush();
      const again = await open().complete({ ...REQUEST, schema: SCHEMA }, NEVER);
      assert.deepEqual(again, { ...paid, latencyMs: Math.round(paid.latencyMs), isCached: true });
      assert.deepEqual([paid.isCached, server.bodies.length], [false, 1]);
    },
  );
});

Deno.test("whatever reaches the model tells requests apart", async () => {
  await withServer({}, async ({ open, flush, server }) => {
    const asks: [Partial<ChatOptions>, ChatRequest][] = [
      [{}, REQUEST],
      [{ model: "other-model" }, REQUEST],
      [{ maxTokens: 99 }, REQUEST],
      [{ url: server.url.replace("127.0.0.1", "localhost") }, REQUEST],
      [{}, { ...REQUEST, system: "Answer!" }],
      [{}, { ...REQUEST, user: "Another post" }],
      [{}, { ...REQUEST, schema: SCHEMA }],
      [{}, { ...REQUEST, schema: { ...SCHEMA, name: "other" } }],
      [{}, { ...REQUEST, schema: { ...SCHEMA, jsonSchema: { type: "object" } } }],
    ];
    for (const [changes, request] of [...asks, ...asks]) {
      await open(changes).complete(request, NEVER);
      await flush();
    }
    assert.equal(server.bodies.length, asks.length);
  });
});

Deno.test("a reply that cannot be read is not kept, and one that no longer can is asked for anew and replaced", async () => {
  let asked = 0;
  await withServer({ reply: () => `reply ${++asked}` }, async ({ sql, open, flush }) => {
    const isUnreadable = () => false;
    const replies: string[] = [];
    const ask = async (isReadable?: (reply: Reply) => boolean) => {
      replies.push((await open({}, isReadable).complete(REQUEST, NEVER)).text);
      await flush();
    };
    await ask(isUnreadable);
    assert.equal((await sql`select from llm_replies`).length, 0);
    await ask();
    await ask();
    await ask(({ text }) => text !== "reply 2");
    await ask();
    assert.deepEqual(replies, ["reply 1", "reply 2", "reply 2", "reply 3", "reply 3"]);
  });
});

Deno.test("a reply that was cut, or that the database cannot hold, is not kept and does no harm", async () => {
  const said = [FAULTS.lengthReached, { kind: "completion", content: "a\0b" }, {
    kind: "completion",
    content: "half \ud83d",
  }, { kind: "completion", content: "whole" }] as const;
  await withServer({ fault: (index) => said[index] ?? null }, async ({ sql, open, flush }) => {
    for (let time = 0; time < said.length; time++) {
      const reply = await open().complete(REQUEST, NEVER);
      assert.deepEqual([reply.isCached, reply.text], [false, said[time]?.content]);
      await flush();
    }
    assert.deepEqual([...await sql`select reply_text from llm_replies`], [{ reply_text: "whole" }]);
  });
});

Deno.test("requests that are alike and under way at once are paid for once, also where they fail", async () => {
  let fault: typeof FAULTS.unavailable | null = null;
  await withServer({ latencyMs: 30, fault: () => fault }, async ({ open, server, flush }) => {
    const chat = open();
    const replies = await Promise.all(Array.from({ length: 8 }, () => chat.complete(REQUEST, NEVER)));
    assert.deepEqual(replies.map(({ isCached }) => isCached), [false, ...Array(7).fill(true)]);
    assert.equal(server.bodies.length, 1);
    assert.equal((await chat.complete(REQUEST, NEVER)).isCached, true, "also where it is not stored yet");
    await flush();
    fault = FAULTS.unavailable;
    const failures = await Promise.allSettled(
      Array.from({ length: 3 }, () => chat.complete({ ...REQUEST, user: "Another" }, NEVER)),
    );
    assert.ok(
      failures.every((failure) => failure.status === "rejected" && failure.reason instanceof ChatError),
    );
    assert.equal(server.bodies.length, 2);
  });
});

Deno.test("what a model took to decline is told once, to the first who asked", async () => {
  const usage = { prompt_tokens: 1000, completion_tokens: 2000 };
  const fault = { ...FAULTS.refusal, usage };
  await withServer({ latencyMs: 30, fault: () => fault }, async ({ open, server }) => {
    const chat = open();
    const failures = await Promise.all(
      Array.from({ length: 3 }, () => chat.complete(REQUEST, NEVER).catch((error: unknown) => error)),
    );
    const told = failures.map((error) => error instanceof ChatError && [error.kind, error.usage !== null]);
    assert.deepEqual(told, [["declined", true], ["declined", false], ["declined", false]]);
    assert.equal(server.bodies.length, 1);
  });
});

Deno.test("a request that is given up leaves asking to the next that waits for the same", async () => {
  await withServer({ fault: (index) => (index === 0 ? FAULTS.hang : null) }, async ({ open, server }) => {
    const chat = open();
    const [first, second, third] = [new AbortController(), new AbortController(), new AbortController()];
    const asked = [first, second, third].map(({ signal }) =>
      chat.complete(REQUEST, signal).then(({ isCached }) => isCached, (error) => String(error))
    );
    second.abort("the second was given up");
    assert.equal(await asked[1], "the second was given up");
    while (server.bodies.length === 0) await new Promise((resolve) => setTimeout(resolve, 1));
    first.abort("the first was given up");
    assert.deepEqual(await Promise.all(asked), ["the first was given up", "the second was given up", false]);
    assert.equal(server.bodies.length, 2);
  });
});

Deno.test("a request that waits for the cache can be given up", async () => {
  await withServer({}, async ({ sql, open, server }) => {
    const isLocked = Promise.withResolvers<void>();
    const isGivenUp = Promise.withResolvers<void>();
    const locked = sql.begin(async (transaction) => {
      await transaction`lock table llm_replies`;
      isLocked.resolve();
      await isGivenUp.promise;
    });
    await isLocked.promise;
    const abort = new AbortController();
    const asked = open().complete(REQUEST, abort.signal);
    abort.abort(new Error("given up"));
    await assert.rejects(asked, /^Error: given up$/);
    isGivenUp.resolve();
    await locked;
    assert.equal(server.bodies.length, 0);
  });
});
