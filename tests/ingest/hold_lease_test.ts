import assert from "node:assert/strict";
import { UserError } from "../../lib/core/errors.ts";
import { holdLease } from "../../lib/ingest/hold_lease.ts";
import { holdSession, nameSession } from "../../lib/ingest/hold_session.ts";
import { openDatabase, type Sql } from "../../lib/store/database.ts";
import { acquireLease } from "../../lib/store/leases.ts";
import { formatSession } from "../../lib/telegram/telegram_session.ts";
import { openDatabaseProxy } from "../support/database_proxy.ts";
import { openTestDatabase } from "../support/test_database.ts";
import { until } from "../support/until.ts";

const NEVER = new AbortController().signal;
const SESSION = formatSession({ dcId: 2, hostname: "127.0.0.1", key: new Uint8Array(256).fill(7) });
const OPTIONS = { signal: NEVER, purpose: "live", leaseSeconds: 2 } as const;
const REQUEST = { name: "x", holder: "here:1:a", purpose: "live", leaseSeconds: 2 };

async function loadExpiry(sql: Sql): Promise<number> {
  const [row] = await sql<{ expires_at: Date }[]>`select expires_at from leases`;
  return row?.expires_at.getTime() ?? 0;
}

Deno.test("a session is refused to a second process while the first lives, and free after it", async () => {
  await using test = await openTestDatabase();
  const waited: string[] = [];
  {
    await using _held = await holdSession(test.sql, SESSION, OPTIONS);
    await assert.rejects(
      holdSession(test.sql, SESSION, {
        ...OPTIONS,
        purpose: "backfill",
        onWait: ({ purpose }) => waited.push(purpose),
      }),
      (error) => {
        assert(error instanceof UserError);
        assert.match(
          error.message,
          new RegExp(`a live run has had it since 20\\S+Z \\(process ${Deno.pid} on `),
        );
        assert.match(error.message, /RECOVERY_SESSION_STRING/);
        assert.doesNotMatch(error.message, /BwcHBwc/, "the session is not told");
        return true;
      },
    );
    assert.deepEqual(waited, ["live"]);
  }
  await using _next = await holdSession(test.sql, SESSION, OPTIONS);
  const [lease] = await test.sql`select name, holder from leases`;
  assert.equal(lease?.["name"], nameSession(SESSION));
});

Deno.test("a session has the same name in whichever form it is written", () => {
  const telethon = new Uint8Array(1 + 4 + 2 + 256).fill(7);
  telethon.set([2, 127, 0, 0, 1, 1, 187]);
  assert.equal(nameSession("1" + telethon.toBase64({ alphabet: "base64url" })), nameSession(SESSION));
});

Deno.test("the lease of a process that was killed is taken over once it has run out", async () => {
  await using test = await openTestDatabase();
  await acquireLease(test.sql, { ...REQUEST, holder: "dead:1:a", leaseSeconds: 1 });
  const held = await holdLease(test.sql, REQUEST, { signal: NEVER });
  assert("lost" in held);
  await held[Symbol.asyncDispose]();
});

Deno.test("a lease is kept beyond its time, and lost where another has taken it", async () => {
  await using test = await openTestDatabase();
  const held = await holdLease(test.sql, REQUEST, { signal: NEVER });
  assert("lost" in held);
  await using _held = held;
  const first = await loadExpiry(test.sql);
  await until(async () => await loadExpiry(test.sql) > first + 2100);
  assert.equal(held.lost.aborted, false);
  await test.sql`update leases set token = token + 1`;
  await until(() => held.lost.aborted);
  assert.match(String(held.lost.reason), /somebody else has it now/);
});

Deno.test("a lease is lost where the database is out for longer than it lasts, with a word on it", async () => {
  await using test = await openTestDatabase();
  await using proxy = openDatabaseProxy(test.url);
  await using database = await openDatabase({ DATABASE_URL: proxy.url }, { migrations: "ignore" });
  const troubles: string[] = [];
  const held = await holdLease(database.sql, REQUEST, {
    signal: NEVER,
    onTrouble: (sentence) => troubles.push(sentence),
  });
  assert("lost" in held);
  proxy.cut();
  const cutAt = performance.now();
  await until(() => held.lost.aborted);
  assert(performance.now() - cutAt > 1500);
  assert.match(String(held.lost.reason), /could not be kept for 2 s/);
  assert.equal(troubles.length, 1);
  const disposing = performance.now();
  await held[Symbol.asyncDispose]();
  assert(performance.now() - disposing < 4000, "the end does not wait for the database");
});

Deno.test("a lease survives an outage that is shorter than it lasts", async () => {
  await using test = await openTestDatabase();
  await using proxy = openDatabaseProxy(test.url);
  await using database = await openDatabase({ DATABASE_URL: proxy.url }, { migrations: "ignore" });
  const held = await holdLease(database.sql, { ...REQUEST, leaseSeconds: 30 }, { signal: NEVER });
  assert("lost" in held);
  await using _held = held;
  const first = await loadExpiry(test.sql);
  proxy.cut();
  proxy.mend();
  await until(async () => await loadExpiry(test.sql) > first);
  assert.equal(held.lost.aborted, false);
});
