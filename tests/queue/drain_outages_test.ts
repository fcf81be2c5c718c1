import assert from "node:assert/strict";
import { runDrain } from "../../lib/queue/drain.ts";
import { type DrainTotals, sumCounts } from "../../lib/queue/drain_totals.ts";
import { openDatabase } from "../../lib/store/database.ts";
import { openDatabaseProxy } from "../support/database_proxy.ts";
import { until } from "../support/until.ts";
import { drainOptions, echo, enqueueAll, loadStatuses, openQueue } from "../support/stored_jobs.ts";
import { storeMessages } from "../support/stored_messages.ts";

function assertTotalsReconcile(totals: DrainTotals): void {
  const { claimed, ok, skipped, failed, retried, edited, late, released } = totals;
  assert.equal(
    ok + sumCounts(skipped) + sumCounts(failed) + retried + edited + late + released,
    claimed,
    "the totals reconcile",
  );
}

const STATEMENTS = ["queue_complete_and_claim", "queue_rescue", "queue_remaining", "queue_extend_leases"];
for (const statement of STATEMENTS) {
  for (const what of ["question", "answer"] as const) {
    Deno.test(`a connection lost with the ${what} of ${statement} costs no job and stops no drain`, async () => {
      await using queue = await openQueue(40);
      await using proxy = openDatabaseProxy(queue.url);
      await using database = await openDatabase({ DATABASE_URL: proxy.url }, { migrations: "ignore" });
      let done = 0;
      const { totals } = await runDrain(
        database.sql,
        drainOptions({ leaseSeconds: 0.9, waitForRetriesSeconds: 60 }),
        async (job) => {
          if (++done === 15) proxy.loseNext(statement, what);
          if (statement === "queue_extend_leases" && done >= 15) {
            await until(() => proxy.losses > 0);
          }
          return await echo(job);
        },
      );
      assert.equal(proxy.losses, 1, "the connection was lost as wished");
      assert.deepEqual(await loadStatuses(queue.sql), { ok: 40 });
      assertTotalsReconcile(totals);
    });
  }
}

Deno.test("results survive an outage that is longer than their lease", async () => {
  await using queue = await openQueue(30);
  await using proxy = openDatabaseProxy(queue.url);
  await using database = await openDatabase({ DATABASE_URL: proxy.url }, { migrations: "ignore" });
  let done = 0;
  const { totals } = await runDrain(
    database.sql,
    drainOptions({ leaseSeconds: 0.3, batchSize: 30, concurrency: 30 }),
    async (job) => {
      if (++done === 30) {
        proxy.cut();
        setTimeout(() => proxy.mend(), 650);
      }
      await new Promise((resolve) => setTimeout(resolve, 20));
      return await echo(job);
    },
  );
  assert.deepEqual([totals.ok, totals.late, totals.claimed], [30, 0, 30]);
});

Deno.test("Ctrl+C while the database cannot be reached does not wait for it for long", async () => {
  await using queue = await openQueue(30);
  await using proxy = openDatabaseProxy(queue.url);
  await using database = await openDatabase({ DATABASE_URL: proxy.url }, { migrations: "ignore" });
  const stop = new AbortController();
  let stoppedAt = 0;
  const drain = runDrain(database.sql, drainOptions({ signal: stop.signal }), (job) => {
    proxy.cut();
    setTimeout(() => {
      stoppedAt = performance.now();
      stop.abort();
    }, 300);
    return echo(job);
  });
  await assert.rejects(drain, { code: /CONNECTION_CLOSED|ECONNREFUSED|ECONNRESET/ });
  assert.ok(performance.now() - stoppedAt < 15_000);
});

Deno.test("a write that loses against an edit by deadlock is repeated", async () => {
  await using queue = await openQueue(2);
  const [first, second] = queue.rawIds;
  assert.ok(first && second);
  const isHeld = Promise.withResolvers<void>();
  const editInTheOtherOrder = () =>
    queue.sql.begin(async (transaction) => {
      // The drain's session finds the deadlock first and gives way.
      await transaction`set local deadlock_timeout = '1min'`;
      await transaction`select 1 from telegram_extractions where raw_id = ${second} for update`;
      isHeld.resolve();
      await until(async () => {
        const rows = await queue.sql`
          select 1 from pg_stat_activity
          where datname = current_database() and wait_event_type = 'Lock' and query like '%queue_complete%'`;
        return rows.length > 0;
      });
      await transaction`select 1 from telegram_extractions where raw_id = ${first} for update`;
    });
  let edit: Promise<void> | undefined;
  const { totals } = await runDrain(queue.sql, drainOptions({ concurrency: 2 }), async (job) => {
    edit ??= editInTheOtherOrder();
    await isHeld.promise;
    return await echo(job);
  });
  await edit;
  assert.deepEqual([totals.ok, totals.late], [2, 0]);
});

Deno.test("a drain that fails starts no more jobs", async () => {
  await using queue = await openQueue(30);
  let started = 0;
  const broken = runDrain(queue.sql, drainOptions({ batchSize: 30 }), async (job) => {
    if (++started === 8) await queue.sql`drop function queue_complete(text, json)`;
    await new Promise((resolve) => setTimeout(resolve, 5));
    return await echo(job);
  });
  await assert.rejects(broken, { code: "42883" });
  const startedBefore = started;
  await new Promise((resolve) => setTimeout(resolve, 50));
  assert.equal(started, startedBefore);
  assert.ok(started < 30);
});

Deno.test("a lasting drain that cannot hear notifications any more finds new jobs by asking", async () => {
  await using queue = await openQueue(1);
  await using proxy = openDatabaseProxy(queue.url);
  await using database = await openDatabase({ DATABASE_URL: proxy.url }, { migrations: "ignore" });
  const stop = new AbortController();
  const options = drainOptions({ oneshot: false, listens: true, signal: stop.signal });
  const { totals } = await runDrain(database.sql, options, async (job) => {
    if (job.text === "second") {
      stop.abort();
    } else {
      proxy.cut();
      await storeMessages(queue.sql, [{ text: "second" }], -1001000000002);
      await enqueueAll(queue.sql);
      proxy.mend();
    }
    return await echo(job);
  });
  assert.equal(totals.ok, 2);
});
