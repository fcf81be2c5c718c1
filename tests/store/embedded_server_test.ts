import assert from "node:assert/strict";
import { dirname } from "node:path";
import { fileURLToPath } from "node:url";
import { type Database, openDatabase, openEmbeddedDatabase } from "../../lib/store/database.ts";
import { readEmbeddedConnection } from "../../lib/store/embedded_connection.ts";
import { chooseEmbeddedPlace, type EmbeddedPlace } from "../../lib/store/embedded_place.ts";
import { readPostmaster } from "../../lib/store/embedded_postmaster.ts";
import { startEmbeddedServer, stopEmbeddedServer } from "../../lib/store/embedded_server.ts";

interface Checkout extends AsyncDisposable {
  readonly folder: string;
  readonly place: EmbeddedPlace;
}

/** An empty checkout with a server of its own to come. */
async function openCheckout({ mode = 0o755, durable = false } = {}): Promise<Checkout> {
  const folder = await Deno.makeTempDir({ prefix: "resift_checkout_" });
  await Deno.chmod(folder, mode);
  const place = chooseEmbeddedPlace("postgres", { checkout: folder, durable });
  return {
    folder,
    place,
    async [Symbol.asyncDispose]() {
      await stopEmbeddedServer(place);
      await Deno.remove(dirname(place.home), { recursive: true });
      await Deno.remove(folder, { recursive: true });
    },
  };
}

async function loadAnswer({ sql }: Database): Promise<number | undefined> {
  const [row] = await sql<{ answer: number }[]>`select 42 as answer`;
  return row?.answer;
}

function postmasterId(place: EmbeddedPlace): number {
  const postmaster = readPostmaster(place);
  assert.ok(postmaster, "the server does not run");
  return postmaster.pid;
}

Deno.test("four processes that start one cold server at the same time all reach it", async () => {
  await using checkout = await openCheckout();
  const client = fileURLToPath(new URL("../support/embedded_client.ts", import.meta.url));
  const racers = await Promise.all(
    [1, 2, 3, 4].map(() =>
      new Deno.Command(Deno.execPath(), {
        args: ["run", "--allow-all", "--quiet", client, checkout.folder],
        stderr: "inherit",
      }).output()
    ),
  );
  const answers = racers.map(({ stdout }) => JSON.parse(new TextDecoder().decode(stdout)));
  assert.deepEqual(racers.map(({ code }) => code), [0, 0, 0, 0]);
  assert.equal(new Set(answers.map(({ port }) => port)).size, 1);
  assert.equal(new Set(answers.map(({ pid }) => pid)).size, 4);
});

Deno.test("a server whose first process was killed starts again with its rows", async () => {
  await using checkout = await openCheckout({ durable: true });
  {
    await using database = await openEmbeddedDatabase(checkout.place, {});
    await database.sql`create table kept as select 1 as row`;
  }
  Deno.kill(postmasterId(checkout.place), "SIGKILL");
  await using database = await openEmbeddedDatabase(checkout.place, {});
  assert.equal((await database.sql`select * from kept`).length, 1);
});

Deno.test({
  name: "a dead first process that nobody reaps does not keep the server from starting",
  ignore: Deno.build.os !== "linux",
  fn: async () => {
    await using checkout = await openCheckout();
    await startEmbeddedServer(checkout.place);
    await stopEmbeddedServer(checkout.place);
    await using _parent = await startUnderCarelessParent(checkout.place);
    const zombie = postmasterId(checkout.place);
    Deno.kill(zombie, "SIGKILL");
    await waitFor(() => /\) Z /.test(Deno.readTextFileSync(`/proc/${zombie}/stat`)));

    await using database = await openEmbeddedDatabase(checkout.place, {});
    assert.equal(await loadAnswer(database), 42);
    assert.notEqual(postmasterId(checkout.place), zombie);
  },
});

Deno.test("a killed first process that is not gone yet is waited for", async () => {
  await using checkout = await openCheckout();
  const { place } = checkout;
  await startEmbeddedServer(place);
  const left = Deno.readTextFileSync(`${place.home}/data/postmaster.pid`);
  await stopEmbeddedServer(place);
  // What looks like the server, but listens nowhere, as a process does between closing its sockets and its end.
  const program = `${checkout.folder}/postgres`;
  Deno.copyFileSync("/bin/sleep", program);
  const dying = new Deno.Command(program, { args: ["0.5"], ...(place.runAs ?? {}), cwd: "/" }).spawn();
  Deno.writeTextFileSync(`${place.home}/data/postmaster.pid`, left.replace(/^\d+/, String(dying.pid)));

  await using database = await openEmbeddedDatabase(place, {});
  await dying.status;
  assert.equal(await loadAnswer(database), 42);
});

/** Runs the server as the child of a program that never waits for its children. */
async function startUnderCarelessParent(place: EmbeddedPlace): Promise<AsyncDisposable> {
  const software = [...Deno.readDirSync(place.home)].find(({ name }) => name.startsWith("software-"))?.name;
  const parent = new Deno.Command("sh", {
    args: [
      "-c",
      '"$0" -D "$1" & exec sleep 600',
      `${place.home}/${software}/bin/postgres`,
      `${place.home}/data`,
    ],
    ...(place.runAs ?? {}),
    cwd: "/",
    stdin: "null",
    stdout: "null",
    stderr: "null",
  }).spawn();
  await waitFor(() => readPostmaster(place)?.ready === true);
  return {
    async [Symbol.asyncDispose]() {
      parent.kill("SIGKILL");
      await parent.status;
    },
  };
}

async function waitFor(condition: () => boolean): Promise<void> {
  for (const deadline = performance.now() + 20_000; !condition();) {
    assert.ok(performance.now() < deadline, "waited in vain");
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}

Deno.test("a server whose port was taken in the meantime starts on another and remembers that", async () => {
  await using checkout = await openCheckout();
  const { port } = await startEmbeddedServer(checkout.place);
  await stopEmbeddedServer(checkout.place);
  using _squatter = Deno.listen({ hostname: "127.0.0.1", port });

  await using database = await openEmbeddedDatabase(checkout.place, {});
  assert.equal(await loadAnswer(database), 42);
  assert.notEqual(database.address.port, port);
  assert.equal(readEmbeddedConnection(checkout.place)?.port, database.address.port);
});

Deno.test("stopping ends the connections of others, and the next one to ask starts the server again", async () => {
  await using checkout = await openCheckout();
  await using other = await openEmbeddedDatabase(checkout.place, {});
  const waiting = assert.rejects(other.sql`select pg_sleep(60)`.execute());
  assert.equal(await stopEmbeddedServer(checkout.place), true);
  await waiting;
  assert.equal(await stopEmbeddedServer(checkout.place), false);

  await using database = await openEmbeddedDatabase(checkout.place, {});
  assert.equal(await loadAnswer(database), 42);
  assert.equal(await loadAnswer(other), 42);
});

Deno.test("what a start that was killed left half done does not disturb the next", async () => {
  await using checkout = await openCheckout();
  for (const name of ["data.unfinished", "software-18.4.0-beta.17.unfinished"]) {
    await Deno.mkdir(`${checkout.place.home}/${name}`, { recursive: true });
    await Deno.writeTextFile(`${checkout.place.home}/${name}/PG_VERSION`, "18\n");
  }
  await using database = await openEmbeddedDatabase(checkout.place, {});
  assert.equal(await loadAnswer(database), 42);
});

Deno.test({
  name: "root's server works for a checkout that no other user can reach",
  ignore: Deno.uid() !== 0,
  fn: async () => {
    await using checkout = await openCheckout({ mode: 0o700 });
    assert.match(checkout.place.home, /^\/var\/lib\/resift\/[0-9a-f]{12}\/postgres$/);
    await using database = await openEmbeddedDatabase(checkout.place, {});
    assert.equal(await loadAnswer(database), 42);
  },
});

Deno.test("the password is in a file that no other user can read, and the server asks for it", async () => {
  await using checkout = await openCheckout();
  const { port } = await startEmbeddedServer(checkout.place);
  const { mode } = await Deno.stat(`${checkout.place.home}/connection.json`);
  assert.equal((mode ?? 0) & 0o777, 0o600);
  assert.deepEqual(
    [...Deno.readDirSync(checkout.place.home)].filter(({ name }) => /password/.test(name)),
    [],
  );
  await assert.rejects(
    openDatabase({ DATABASE_URL: `postgres://postgres:guess@127.0.0.1:${port}/postgres` }),
    /Cannot connect to PostgreSQL at 127\.0\.0\.1:\d+\/postgres: user or password is wrong/,
  );
});

Deno.test("data of another major version is refused and left alone", async () => {
  await using checkout = await openCheckout();
  await Deno.mkdir(`${checkout.place.home}/data`, { recursive: true });
  await Deno.writeTextFile(`${checkout.place.home}/data/PG_VERSION`, "17\n");
  await assert.rejects(
    startEmbeddedServer(checkout.place),
    /Cannot start the embedded PostgreSQL 18: .*data was made by PostgreSQL 17; /,
  );
  assert.equal(await Deno.readTextFile(`${checkout.place.home}/data/PG_VERSION`), "17\n");
});
