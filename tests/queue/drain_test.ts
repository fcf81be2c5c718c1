import assert from "node:assert/strict";
import { runDrain } from "../../lib/queue/drain.ts";
import { emptyDrainTotals } from "../../lib/queue/drain_totals.ts";
import { openDatabase } from "../../lib/store/database.ts";
import { drainOptions, echo, enqueueAll, loadStatuses, openQueue } from "../support/stored_jobs.ts";
import { editMessage, storeMessages } from "../support/stored_messages.ts";
import { openTestServer } from "../support/test_server.ts";
import { until } from "../support/until.ts";

Deno.test("a one-shot drain does every job once and ends", async () => {
  await using queue = await openQueue(137);
  const seen: number[] = [];
  const { totals, remaining } = await runDrain(queue.sql, drainOptions(), (job) => {
    seen.push(job.rawId);
    return echo(job);
  });
  assert.deepEqual(seen.toSorted((a, b) => a - b), queue.rawIds);
  assert.deepEqual(totals, { ...emptyDrainTotals(), claimed: 137, ok: 137 });
  assert.deepEqual(remaining, { due: 0, dueSoon: 0, dueLater: 0, leased: 0, nextInMs: null });
  const [{ wrong } = { wrong: -1 }] = await queue.sql<{ wrong: number }[]>`
    select count(*) as wrong from telegram_extractions e join telegram_messages_raw r on r.id = e.raw_id
    where e.canonical_json ->> 'text' is distinct from r.raw_text or e.content_sha256 <> r.text_sha256 or e.status <> 'ok'`;
  assert.equal(wrong, 0, "each output belongs to its own message");
});

Deno.test("no more than CONCURRENCY jobs are in flight, and all slots are used", async () => {
  await using queue = await openQueue(60);
  let inFlight = 0;
  let most = 0;
  await runDrain(queue.sql, drainOptions({ concurrency: 7 }), async (job) => {
    most = Math.max(most, ++inFlight);
    await new Promise((resolve) => setTimeout(resolve, 1));
    inFlight--;
    return await echo(job);
  });
  assert.equal(most, 7);
});

Deno.test("MAX_JOBS claims no more than that many and leaves the rest pending", async () => {
  await using queue = await openQueue(30);
  const { totals, remaining } = await runDrain(queue.sql, drainOptions({ maxJobs: 12 }), echo);
  assert.equal(totals.ok, 12);
  assert.equal(remaining.due, 18);
  assert.deepEqual(await loadStatuses(queue.sql), { ok: 12, pending: 18 });
});

Deno.test("a write that has to wait holds no other job up, and MAX_JOBS counts what is being claimed", async () => {
  await using queue = await openQueue(60);
  await using other = await openDatabase({ DATABASE_URL: queue.url }, { maxConnections: 1 });
  const isLocked = Promise.withResolvers<void>();
  let lock: Promise<void> | undefined;
  const lockUntilTheOthersAreDone = (rawId: number) =>
    other.sql.begin(async (transaction) => {
      await transaction`select 1 from telegram_extractions where raw_id = ${rawId} for update`;
      isLocked.resolve();
      await until(async () => ((await loadStatuses(queue.sql))["ok"] ?? 0) >= 20);
    });
  const { totals } = await runDrain(queue.sql, drainOptions({ maxJobs: 40 }), async (job) => {
    lock ??= lockUntilTheOthersAreDone(job.rawId);
    await isLocked.promise;
    return await echo(job);
  });
  await lock;
  assert.deepEqual([totals.claimed, totals.ok], [40, 40]);
});

Deno.test("a failed try is repeated until it succeeds, and success clears the error", async () => {
  await using queue = await openQueue(5);
  const { totals } = await runDrain(queue.sql, drainOptions(), (job) =>
    job.attempts < 3
      ? Promise.resolve({
        kind: "retry_later",
        afterMs: null,
        costsAttempt: true,
        error: { error: "llm_timeout", message: "no answer" },
      })
      : echo(job));
  assert.deepEqual([totals.ok, totals.retried, totals.claimed], [5, 10, 15]);
  const rows = await queue.sql`select distinct attempts, error_json from telegram_extractions`;
  assert.deepEqual([...rows], [{ attempts: 3, error_json: null }]);
});

Deno.test("a job that keeps failing is tried MAX_ATTEMPTS times and keeps its last reason", async () => {
  await using queue = await openQueue(2);
  const { totals } = await runDrain(queue.sql, drainOptions(), (job) =>
    Promise.resolve({
      kind: "retry_later",
      afterMs: 0,
      costsAttempt: true,
      error: { error: "llm_timeout", message: `try ${job.attempts}` },
    }));
  assert.deepEqual([totals.failed, totals.retried], [{ llm_timeout: 2 }, 4]);
  const [row] = await queue.sql`select distinct status, error_json from telegram_extractions`;
  assert.deepEqual(row, { status: "failed", error_json: { error: "llm_timeout", message: "try 3" } });
});

Deno.test("a one-shot drain waits for a retry that falls due within WAIT_FOR_RETRIES_S", async () => {
  await using queue = await openQueue(1);
  const { totals } = await runDrain(
    queue.sql,
    drainOptions(),
    (job) =>
      job.attempts > 1 ? echo(job) : Promise.resolve({
        kind: "retry_later",
        afterMs: 400,
        costsAttempt: true,
        error: { error: "llm_rate_limit", message: "come back in a moment" },
      }),
  );
  assert.deepEqual([totals.retried, totals.ok], [1, 1]);
});

Deno.test("a retry that falls due beyond WAIT_FOR_RETRIES_S does not hold a one-shot drain up, and is named", async () => {
  await using queue = await openQueue(3);
  const { totals, remaining } = await runDrain(queue.sql, drainOptions(), () =>
    Promise.resolve({
      kind: "retry_later",
      afterMs: 3_600_000,
      costsAttempt: true,
      error: { error: "llm_rate_limit", message: "come back in an hour" },
    }));
  assert.equal(totals.retried, 3);
  assert.equal(remaining.dueLater, 3);
});

Deno.test("skipping and giving up are final and carry their reasons", async () => {
  await using queue = await openQueue(2);
  const { totals } = await runDrain(queue.sql, drainOptions(), (job) =>
    Promise.resolve(
      job.rawId === queue.rawIds[0]
        ? { kind: "skip", reason: "forward" }
        : { kind: "give_up", error: { error: "validation_failed", message: "rate.min is above rate.max" } },
    ));
  assert.deepEqual([totals.skipped, totals.failed], [{ forward: 1 }, { validation_failed: 1 }]);
});

Deno.test("an edit during extraction returns the job, and its last output is made from the newest text", async () => {
  await using queue = await openQueue(1);
  const [rawId] = queue.rawIds;
  assert.ok(rawId);
  const { totals } = await runDrain(queue.sql, drainOptions(), async (job) => {
    if (job.text === "text 1") await editMessage(queue.sql, rawId, "text 1, edited");
    return await echo(job);
  });
  assert.deepEqual([totals.edited, totals.ok, totals.claimed], [1, 1, 2]);
  const [row] = await queue.sql`select status, attempts, canonical_json from telegram_extractions`;
  assert.deepEqual(row, { status: "ok", attempts: 1, canonical_json: { text: "text 1, edited" } });
});

Deno.test("a result that comes after its job was claimed by another is refused and counted", async () => {
  await using queue = await openQueue(1);
  let isFirst = true;
  const { totals } = await runDrain(queue.sql, drainOptions(), async (job) => {
    if (isFirst) {
      isFirst = false;
      await queue.sql`update telegram_extractions set lease_expires_at = now() - interval '1 second'`;
      await queue.sql`select * from queue_rescue('v1', 10)`;
      await queue.sql`select * from queue_claim('v1', 'another worker', 1, 0.2)`;
      return { kind: "ok", output: { text: "too late" }, meta: {} };
    }
    return await echo(job);
  });
  assert.deepEqual([totals.late, totals.ok, totals.rescued], [1, 1, 1]);
  const [row] = await queue.sql`select canonical_json, lost_leases from telegram_extractions`;
  assert.deepEqual(row, { canonical_json: { text: "text 1" }, lost_leases: 2 });
});

Deno.test("a job that takes its worker down time after time fails instead of coming back for ever", async () => {
  await using queue = await openQueue(1);
  for (let crash = 0; crash < 3; crash++) {
    await queue.sql`select * from queue_claim('v1', 'crashing worker', 1, 0)`;
    await queue.sql`select * from queue_rescue('v1', 3)`;
  }
  const [row] = await queue.sql`
    select status, attempts, error_json ->> 'error' as error from telegram_extractions`;
  assert.deepEqual(row, { status: "failed", attempts: 0, error: "lease_lost" });
});

Deno.test("a rescue leaves the jobs of other versions and leases that have not run out", async () => {
  await using queue = await openQueue(2);
  await queue.sql`insert into pipeline_versions (version) values ('v2')`;
  await queue.sql`
    insert into telegram_extractions (raw_id, pipeline_version, wanted_sha256)
    select raw_id, 'v2', wanted_sha256 from telegram_extractions`;
  await queue.sql`select * from queue_claim('v1', 'dead', 1, 0)`;
  await queue.sql`select * from queue_claim('v1', 'alive', 1, 60)`;
  await queue.sql`select * from queue_claim('v2', 'dead', 2, 0)`;
  const [row] = await queue.sql`select rescued, failed from queue_rescue('v1', 10)`;
  assert.deepEqual(row, { rescued: 1, failed: 0 });
  const left = await queue.sql`
    select pipeline_version || ' ' || worker as job from telegram_extractions where status = 'processing' order by 1`;
  assert.deepEqual(left.map(({ job }) => job), ["v1 alive", "v2 dead", "v2 dead"]);
});

Deno.test("a job whose lease was lost is told to stop, and one that waits behind it is not begun", async () => {
  await using queue = await openQueue(2);
  const begun: number[] = [];
  const { totals } = await runDrain(
    queue.sql,
    drainOptions({ concurrency: 1, leaseSeconds: 0.3, maxJobs: 2 }),
    async (job, signal) => {
      begun.push(job.rawId);
      await queue.sql`update telegram_extractions set claim_id = claim_id + 1000, worker = 'another'`;
      await new Promise((resolve) => signal.addEventListener("abort", resolve));
      return await echo(job);
    },
  );
  assert.equal(begun.length, 1);
  assert.deepEqual([totals.late, totals.claimed], [2, 2]);
});

Deno.test("heartbeats keep the lease of a job that takes longer than it", async () => {
  await using queue = await openQueue(1);
  const { totals } = await runDrain(queue.sql, drainOptions({ leaseSeconds: 0.3 }), async (job) => {
    const [claim] = await queue.sql`select lease_expires_at from telegram_extractions`;
    let isExtended = false;
    while (!isExtended) {
      const [row] = await queue.sql`
        select lease_expires_at > ${
        claim?.["lease_expires_at"]
      }::timestamptz + interval '0.3 second' as "isExtended"
        from telegram_extractions`;
      isExtended = row?.["isExtended"] === true;
    }
    await queue.sql`select * from queue_rescue('v1', 10)`;
    return await echo(job);
  });
  assert.deepEqual([totals.ok, totals.late], [1, 0]);
});

Deno.test("a stop finishes what is in flight and releases the rest without costing attempts", async () => {
  await using queue = await openQueue(40);
  const stop = new AbortController();
  let inFlight = 0;
  const { totals } = await runDrain(queue.sql, drainOptions({ signal: stop.signal }), async (job) => {
    if (++inFlight === 4) stop.abort();
    await new Promise((resolve) => setTimeout(resolve, 1));
    return await echo(job);
  });
  assert.equal(totals.ok, 4, "the jobs in flight were finished");
  assert.equal(totals.released + totals.ok, totals.claimed);
  assert.deepEqual(await loadStatuses(queue.sql), { ok: 4, pending: 36 });
  const [row] = await queue
    .sql`select max(attempts) as attempts from telegram_extractions where status = 'pending'`;
  assert.equal(row?.["attempts"], 0);
});

Deno.test("a value that jsonb cannot hold costs that one job and not its batch", async () => {
  await using queue = await openQueue(9);
  const { totals } = await runDrain(
    queue.sql,
    drainOptions({ concurrency: 9 }),
    (job) =>
      job.rawId === queue.rawIds[4]
        ? Promise.resolve({ kind: "ok", output: ["not", "an", "object"], meta: {} })
        : echo(job),
  );
  assert.deepEqual([totals.ok, totals.failed], [8, { persist_failed: 1 }]);
});

Deno.test("terminated connections lose nothing", async () => {
  await using queue = await openQueue(200);
  await using killer = await openDatabase({ DATABASE_URL: queue.url }, { maxConnections: 1 });
  let done = 0;
  const { totals } = await runDrain(queue.sql, drainOptions(), async (job) => {
    if (++done % 50 === 0) {
      await killer.sql`
        select pg_terminate_backend(pid) from pg_stat_activity
        where datname = current_database() and pid <> pg_backend_pid() and backend_type = 'client backend'`;
    }
    return await echo(job);
  });
  assert.deepEqual(await loadStatuses(queue.sql), { ok: 200 });
  assert.equal(totals.ok + totals.late + totals.released, totals.claimed);
});

const isPooled = await (async () => {
  await using server = await openTestServer();
  return server.state.pooled;
})();

Deno.test({
  name: `a lasting drain is woken by the notification of new jobs${
    isPooled ? " (not here: a pooler delivers none)" : ""
  }`,
  ignore: isPooled,
  fn: async () => {
    await using queue = await openQueue(1);
    const stop = new AbortController();
    const draining = runDrain(
      queue.sql,
      drainOptions({ oneshot: false, listens: true, idleSeconds: 600, signal: stop.signal }),
      async (job) => {
        if (job.text === "text 1") {
          // The queue is empty from here on: only the notification can bring the second job before the idle time is over.
          await storeMessages(queue.sql, [{ text: "second" }], -1001000000002);
          setTimeout(() => void enqueueAll(queue.sql), 50);
        } else {
          stop.abort();
        }
        return await echo(job);
      },
    );
    const { totals } = await draining;
    assert.equal(totals.ok, 2);
  },
});

Deno.test("several drains share a version without doing a job twice", async () => {
  await using queue = await openQueue(300);
  const seen: number[] = [];
  const drains = ["a", "b", "c"].map((worker) =>
    runDrain(queue.sql, drainOptions({ worker }), (job) => {
      seen.push(job.rawId);
      return echo(job);
    })
  );
  const reports = await Promise.all(drains);
  assert.equal(reports.reduce((sum, { totals }) => sum + totals.ok, 0), 300);
  assert.equal(new Set(seen).size, seen.length);
});

Deno.test("a text that was changed without a word to its jobs is read as it stands, once", async () => {
  await using queue = await openQueue(1);
  await queue.sql`update telegram_messages_raw set raw_text = 'corrected by hand'`;
  const { totals } = await runDrain(queue.sql, drainOptions({ maxJobs: 20 }), echo);
  assert.deepEqual([totals.ok, totals.edited], [1, 0]);
  const [row] = await queue.sql`select canonical_json from telegram_extractions`;
  assert.deepEqual(row, { canonical_json: { text: "corrected by hand" } });
});

Deno.test("an output that is nested too deep costs that one job", async () => {
  await using queue = await openQueue(9);
  const deep = JSON.parse(`${"[".repeat(20_000)}${"]".repeat(20_000)}`);
  const { totals } = await runDrain(
    queue.sql,
    drainOptions({ concurrency: 9 }),
    (job) =>
      job.rawId === queue.rawIds[4] ? Promise.resolve({ kind: "ok", output: { deep }, meta: {} }) : echo(job),
  );
  assert.deepEqual([totals.ok, totals.failed], [8, { persist_failed: 1 }]);
});
