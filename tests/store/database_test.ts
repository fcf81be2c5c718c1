import assert from "node:assert/strict";
import { UserError } from "../../lib/core/errors.ts";
import { openDatabase } from "../../lib/store/database.ts";
import { formatDatabaseUrl } from "../../lib/store/server_address.ts";
import { openTestDatabase, type TestDatabase } from "../support/test_database.ts";

/** Asserts that opening `url` ends with a UserError that matches. */
async function assertRefused(url: string, message: RegExp): Promise<void> {
  await assert.rejects(openDatabase({ DATABASE_URL: url }, { connectTimeoutSeconds: 1 }), (error) => {
    assert.ok(error instanceof UserError, String(error));
    assert.match(error.message, message);
    return true;
  });
}

function withChange(
  { database }: TestDatabase,
  change: { user?: string; password?: string; database?: string },
) {
  return formatDatabaseUrl({ ...database.address, ...change });
}

/** A server on this machine that answers each connection by `answer`. */
function openStranger(answer: (connection: Deno.TcpConn) => void): { url: string } & Disposable {
  const listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  const connections: Deno.TcpConn[] = [];
  (async () => {
    for await (const connection of listener) {
      connections.push(connection);
      answer(connection);
    }
  })();
  return {
    url: `postgres://u:p@127.0.0.1:${listener.addr.port}/d`,
    [Symbol.dispose]() {
      listener.close();
      for (const connection of connections) {
        try {
          connection.close();
        } catch {
          // `answer` has closed it.
        }
      }
    },
  };
}

Deno.test("a migrated database opens, and its large integers are numbers", async () => {
  await using test = await openTestDatabase();
  await using database = await openDatabase({ DATABASE_URL: test.url });
  const [row] = await database.sql`select 9007199254740991::int8 as id, count(*) from pg_am`;
  assert.equal(row?.id, Number.MAX_SAFE_INTEGER);
  assert.equal(typeof row?.count, "number");
  assert.equal(database.kind, "server");
  assert.doesNotMatch(database.description, /@/);
});

Deno.test("a database without our tables is behind, and says how to catch up", async () => {
  await using test = await openTestDatabase();
  await test.sql`drop schema public cascade`;
  await test.sql`create schema public`;
  await assertRefused(test.url, /^Database is \d+ migrations behind \(.+\); run: deno task db migrate$/);
  await (await openDatabase({ DATABASE_URL: test.url }, { migrations: "apply" })).close();
  await (await openDatabase({ DATABASE_URL: test.url })).close();
});

Deno.test("a connection that fails says why and what to do", async () => {
  await using test = await openTestDatabase();
  await assertRefused(withChange(test, { password: "wrong" }), /user or password is wrong/);
  await assertRefused(
    withChange(test, { database: "no_such" }),
    /\/no_such: the server has no such database/,
  );
  await assertRefused("postgres://u:p@127.0.0.1:1/d", /at 127\.0\.0\.1:1\/d: nothing listens there/);
  await assertRefused(
    "postgres://u:p@no-such-host.invalid/d",
    /there is no such host|name cannot be looked up/,
  );
});

Deno.test("a server that is no PostgreSQL is not waited for", async () => {
  using silent = openStranger(() => {});
  await assertRefused(silent.url, /no answer in time/);
  using rude = openStranger((connection) => connection.close());
  await assertRefused(rude.url, /is it a PostgreSQL server/);
});

Deno.test("SUPABASE_URL alone brings up where to find the connection string", async () => {
  await assert.rejects(
    openDatabase({ DATABASE_URL: null, SUPABASE_URL: "https://project.supabase.co" }),
    /^UserError: Cannot connect with SUPABASE_URL alone: set DATABASE_URL to the project's connection string/,
  );
});

Deno.test("a role that row-level security keeps from our tables is refused", async () => {
  await using test = await openTestDatabase();
  const role = `resift_reader_${crypto.randomUUID().slice(0, 8)}`;
  await test.sql.unsafe(`create role ${role} login password 'reader'`);
  try {
    const url = withChange(test, { user: role, password: "reader" });
    await assertRefused(
      url,
      new RegExp(`Cannot use this database as ${role}: row-level security hides our tables`),
    );
    await test.sql.unsafe(`grant select on schema_migrations to ${role}`);
    await assertRefused(url, /row-level security hides our tables/);
    await test.sql.unsafe(`alter role ${role} bypassrls`);
    await (await openDatabase({ DATABASE_URL: url })).close();
  } finally {
    await test.sql.unsafe(`drop owned by ${role}; drop role ${role}`).simple();
  }
});

Deno.test("a process ends by itself once it has closed its database", async () => {
  await using test = await openTestDatabase();
  const store = new URL("../../lib/store/database.ts", import.meta.url).href;
  const program = `
    const { openDatabase } = await import(${JSON.stringify(store)});
    const database = await openDatabase({ DATABASE_URL: ${JSON.stringify(test.url)} });
    await Promise.all([1, 2, 3].map(() => database.sql\`select 1\`));
    await database.close();`;
  const { code } = await new Deno.Command(Deno.execPath(), {
    args: ["eval", program],
    stderr: "inherit",
    signal: AbortSignal.timeout(20_000),
  }).output();
  assert.equal(code, 0);
});
