import assert from "node:assert/strict";
import { sha256Hex } from "../../lib/core/fingerprint.ts";
import type { Reply } from "../../lib/llm/chat.ts";
import { ReplyCache } from "../../lib/llm/reply_cache.ts";
import { openDatabase, type Sql } from "../../lib/store/database.ts";
import { openDatabaseProxy } from "../support/database_proxy.ts";
import { openTestDatabase } from "../support/test_database.ts";

const REPLY: Reply = {
  text: '{"a": 1}',
  isCut: false,
  usage: { promptTokens: 30, completionTokens: 4, cachedPromptTokens: 20 },
  model: "test-model-1",
  latencyMs: 12,
  rung: "json_schema",
  isCached: true,
};
const NEVER = new AbortController().signal;

function requestOf(text: string) {
  return { sha256: sha256Hex(text), url: "http://localhost:1234/v1", model: "test-model" };
}

/** The same database, its statements counted. */
function countStatements(sql: Sql): { readonly sql: Sql; readonly counts: { statements: number } } {
  const counts = { statements: 0 };
  const apply = (target: Sql, self: unknown, args: unknown[]): unknown => {
    counts.statements++;
    return Reflect.apply(target, self, args);
  };
  return { sql: new Proxy(sql, { apply }), counts };
}

Deno.test("64 jobs at once look up and save their replies in a statement each, and disposing waits until they are stored", async () => {
  await using test = await openTestDatabase();
  const { sql, counts } = countStatements(test.sql);
  const requests = Array.from({ length: 64 }, (_, at) => requestOf(`request ${at}`));
  {
    await using cache = new ReplyCache(sql, { signal: NEVER });
    assert.deepEqual(
      new Set(await Promise.all(requests.map(({ sha256 }) => cache.find(sha256)))),
      new Set([null]),
    );
    for (const [at, request] of requests.entries()) cache.save(request, { ...REPLY, text: `reply ${at}` });
  }
  assert.equal(counts.statements, 2);
  assert.equal((await test.sql`select from llm_replies`).length, 64);
  await using cache = new ReplyCache(sql, { signal: NEVER });
  const found = await Promise.all(requests.map(({ sha256 }) => cache.find(sha256)));
  assert.deepEqual(found, requests.map((_, at) => ({ ...REPLY, text: `reply ${at}` })));
  assert.equal(counts.statements, 3);
});

Deno.test("a later reply to the same request takes the place of the one before", async () => {
  await using test = await openTestDatabase();
  const request = requestOf("request");
  for (const text of ["first", "second", "third"]) {
    await using cache = new ReplyCache(test.sql, { signal: NEVER });
    if (text === "second") cache.save(request, { ...REPLY, text: "overtaken in the same turn" });
    cache.save(request, { ...REPLY, text, usage: null });
  }
  await using cache = new ReplyCache(test.sql, { signal: NEVER });
  assert.deepEqual(await cache.find(request.sha256), { ...REPLY, text: "third", usage: null });
});

Deno.test("an outage is waited for: nothing that is in the cache is paid for again", async () => {
  await using test = await openTestDatabase();
  await using proxy = openDatabaseProxy(test.url);
  await using database = await openDatabase({ DATABASE_URL: proxy.url }, { migrations: "ignore" });
  const troubles: string[] = [];
  const mend = (sentence: string) => {
    troubles.push(sentence);
    proxy.mend();
  };
  {
    await using cache = new ReplyCache(database.sql, { signal: NEVER, onTrouble: mend });
    proxy.cut();
    cache.save(requestOf("request"), REPLY);
  }
  await using cache = new ReplyCache(database.sql, { signal: NEVER, onTrouble: mend });
  proxy.cut();
  assert.deepEqual(await cache.find(requestOf("request").sha256), REPLY);
  assert.equal(troubles.length, 2);
  assert.match(troubles[0] ?? "", /^A statement failed \(.*\); trying again$/);
});

Deno.test("a cache that cannot be used says so once, has nothing and keeps nothing", async () => {
  await using test = await openTestDatabase();
  await test.sql`drop table llm_replies`;
  const troubles: string[] = [];
  await using cache = new ReplyCache(test.sql, {
    signal: NEVER,
    onTrouble: (sentence) => troubles.push(sentence),
  });
  const { sha256 } = requestOf("request");
  assert.deepEqual(await Promise.all([cache.find(sha256), cache.find(sha256), cache.find(sha256Hex("b"))]), [
    null,
    null,
    null,
  ]);
  cache.save(requestOf("request"), REPLY);
  assert.equal(await cache.find(sha256), null);
  assert.deepEqual(troubles, [
    'The cache of replies cannot be used (relation "llm_replies" does not exist); from here on each is paid for and none kept',
  ]);
});
