import assert from "node:assert/strict";
import { SeededRandom } from "../../lib/core/seeded_random.ts";
import type { Sql } from "../../lib/store/database.ts";
import { openQueue } from "../support/stored_jobs.ts";
import { editMessage } from "../support/stored_messages.ts";
import { until } from "../support/until.ts";

interface Totals {
  readonly claimed: number;
  readonly ok: number;
  readonly edited: number;
  readonly late: number;
  readonly released: number;
  readonly rescued: number;
}

/** A queue whose every move to `ok` is written down, so that "exactly once" can be counted. */
async function openWatchedQueue(count: number): ReturnType<typeof openQueue> {
  const queue = await openQueue(count);
  await queue.sql.unsafe(`
    create table completions (raw_id bigint not null);
    create function write_completion() returns trigger language plpgsql as $$
    begin
      insert into completions values (new.raw_id);
      return null;
    end $$;
    create trigger completion after update on telegram_extractions
    for each row when (old.status <> 'ok' and new.status = 'ok') execute function write_completion();
  `);
  return queue;
}

function startWorker(url: string, pauseMs: number, kind: "waits" | "computes" = "waits"): Deno.ChildProcess {
  return new Deno.Command(Deno.execPath(), {
    args: [
      "run",
      "-A",
      "--no-check",
      new URL("echo_worker.ts", import.meta.url).pathname,
      url,
      String(pauseMs),
      kind,
    ],
    stdout: "piped",
    stderr: "inherit",
  }).spawn();
}

async function readTotals(worker: Deno.ChildProcess): Promise<Totals> {
  const { code, stdout } = await worker.output();
  assert.equal(code, 0);
  return JSON.parse(new TextDecoder().decode(stdout));
}

async function countJobs(sql: Sql, status: string): Promise<number> {
  const [row] = await sql<{ count: number }[]>`
    select count(*) from telegram_extractions where status = ${status}`;
  return row?.count ?? 0;
}

async function assertEachOkOnceOnTheNewestText(sql: Sql, jobs: number): Promise<void> {
  const [row] = await sql`
    select
      count(*) filter (where e.status = 'ok' and e.canonical_json ->> 'text' = r.raw_text and e.content_sha256 = r.text_sha256) as good,
      (select count(*) from completions) as completions,
      (select count(distinct raw_id) from completions) as completed
    from telegram_extractions e join telegram_messages_raw r on r.id = e.raw_id`;
  assert.deepEqual(row, { good: jobs, completions: jobs, completed: jobs });
}

Deno.test("workers killed with kill -9 lose no job and do none twice", async () => {
  await using queue = await openWatchedQueue(400);
  const survivor = startWorker(queue.url, 20);
  for (let kill = 0; kill < 4; kill++) {
    const victim = startWorker(queue.url, 20);
    await until(async () => {
      const [row] = await queue.sql<{ claims: number }[]>`
        select count(*) as claims from telegram_extractions where worker = ${`echo:${victim.pid}`}`;
      return (row?.claims ?? 0) > 0;
    });
    victim.kill("SIGKILL");
    await victim.output();
  }
  await readTotals(survivor);
  const [row] = await queue.sql<
    { lost: number }[]
  >`select sum(lost_leases)::integer as lost from telegram_extractions`;
  assert.ok(row && row.lost >= 4, "each of the dead held jobs that others took over");
  await assertEachOkOnceOnTheNewestText(queue.sql, 400);
});

Deno.test("a worker frozen beyond its lease finds its late results refused", async () => {
  await using queue = await openWatchedQueue(60);
  const frozen = startWorker(queue.url, 200);
  await until(async () => await countJobs(queue.sql, "processing") > 0);
  frozen.kill("SIGSTOP");
  const held = await countJobs(queue.sql, "processing");
  assert.ok(held > 0);
  const other = await readTotals(startWorker(queue.url, 1));
  assert.ok(other.rescued >= held, "the leases ran out and the jobs were taken over");
  frozen.kill("SIGCONT");
  const late = await readTotals(frozen);
  assert.equal(late.late, held, "every late result was refused and counted");
  assert.equal(late.ok + other.ok, 60);
  await assertEachOkOnceOnTheNewestText(queue.sql, 60);
});

Deno.test("Ctrl+C finishes what is in flight and releases the rest at once", async () => {
  await using queue = await openWatchedQueue(100);
  const worker = startWorker(queue.url, 50);
  await until(async () => await countJobs(queue.sql, "ok") > 0);
  worker.kill("SIGINT");
  const totals = await readTotals(worker);
  assert.equal(totals.ok + totals.released, totals.claimed);
  assert.equal(await countJobs(queue.sql, "processing"), 0, "nothing has to wait for a lease to run out");
  assert.equal(await countJobs(queue.sql, "pending"), 100 - totals.ok);
  await readTotals(startWorker(queue.url, 1));
  await assertEachOkOnceOnTheNewestText(queue.sql, 100);
});

Deno.test("terminated sessions and edits in the middle of it leave every job ok on the newest text", async () => {
  await using queue = await openWatchedQueue(300);
  const random = new SeededRandom(2);
  const workers = [startWorker(queue.url, 10), startWorker(queue.url, 10)];
  let edits = 0;
  for (let step = 1; step <= 6; step++) {
    await until(async () => await countJobs(queue.sql, "ok") >= step * 30);
    await queue.sql`
      select pg_terminate_backend(pid) from pg_stat_activity
      where datname = current_database() and application_name = 'resift' and pid <> pg_backend_pid()
        and pid not in (select pid from pg_stat_activity where query like '%pg_terminate_backend%')
      order by backend_start desc limit 1`;
    const inFlight = await queue.sql<{ raw_id: number }[]>`
      select raw_id from telegram_extractions where status = 'processing' order by raw_id limit 5`;
    for (const { raw_id } of inFlight) {
      await editMessage(queue.sql, raw_id, `edited ${++edits}, ${random.next()}`);
    }
  }
  await Promise.all(workers.map((worker) => worker.output()));
  // What was edited after its job had ended is due again when it is enqueued; the completions of the first text are forgotten.
  await queue.sql`
    delete from completions using telegram_extractions e
    where completions.raw_id = e.raw_id and e.content_sha256 <> e.wanted_sha256`;
  await queue.sql`select * from queue_enqueue('v1', null, null, null, null, false, 0, 10000)`;
  await readTotals(startWorker(queue.url, 1));
  assert.ok(edits > 0, "some jobs were edited in flight");
  await assertEachOkOnceOnTheNewestText(queue.sql, 300);
});

Deno.test("jobs that compute and never wait let the heartbeats through", async () => {
  await using queue = await openWatchedQueue(200);
  let hasEnded = false;
  // The one batch takes twice the lease.
  const worker = readTotals(startWorker(queue.url, 30, "computes")).finally(() => hasEnded = true);
  await until(async () => {
    await queue.sql`select rescued from queue_rescue('v1', 100)`;
    return hasEnded;
  });
  const totals = await worker;
  assert.deepEqual([totals.ok, totals.late], [200, 0], "no lease ran out");
});
