import type { Sql } from "../../lib/store/database.ts";
import type { ChaosServer } from "./chaos_server.ts";
import type { ChaosWork } from "./chaos_work.ts";
import type { Fault } from "./fault.ts";
import { isOutOfResources } from "./insist.ts";
import type { WorkerStation } from "./worker_station.ts";

/** What faults are done to. */
export interface Victims {
  readonly server: ChaosServer;
  /** A way to the server that no fault but the server's own can cut. */
  readonly sql: Sql;
  readonly work: ChaosWork;
  readonly station: WorkerStation;
  /** How many messages one `enqueue` lets in. */
  readonly addition: number;
}

const BUSY_WITHIN_MS = 3000;
const TAKES_EFFECT_WITHIN_MS = 10_000;
const LOOK_EVERY_MS = 10;

/**
 * Makes sure that the worker it is meant for has something to lose, and does the fault.
 *
 * @returns Whether it took effect, once all that it broke is mended.
 */
export async function injectFault(fault: Fault, victims: Victims): Promise<boolean> {
  const { server, sql, work, station, addition } = victims;
  const { version } = station.kind;
  if (fault.kind !== "force" && fault.kind !== "enqueue") await makeBusy(victims);
  switch (fault.kind) {
    case "kill":
      return station.signal("SIGKILL");
    case "interrupt":
      return station.signal("SIGINT");
    case "freeze":
      return await freeze(station, fault.forMs);
    case "restart_immediate":
    case "restart_fast":
      await server.stop(fault.kind === "restart_fast" ? "fast" : "immediate");
      await pause(fault.forMs);
      await server.start();
      return true;
    case "crash":
      return await crashSession(sql, work, server);
    case "terminate":
      return await terminateSessions(sql, work, fault.all);
    case "stall":
      station.proxy.stall();
      await pause(fault.forMs);
      station.proxy.mend();
      return true;
    case "cut":
      return await cutLine(fault, station);
    case "full_disk":
      return await fillDisk(sql, server, fault.forMs);
    case "edit":
      return await work.editInFlight(version, fault.messages, fault.back) > 0;
    case "enqueue":
      work.letIn(addition);
      await work.enqueue(version);
      return true;
    case "force":
      await work.force(version);
      return true;
  }
}

/** Waits until the worker holds jobs, and sees to it that there are some; goes on in a while where that cannot be had. */
async function makeBusy({ work, station }: Victims): Promise<void> {
  const { version } = station.kind;
  for (const until = performance.now() + BUSY_WITHIN_MS; performance.now() < until;) {
    const name = station.nameEnd;
    if (name !== null && await work.holdsJobs(version, name)) return;
    if (await work.countPending(version) === 0) await work.force(version);
    await pause(LOOK_EVERY_MS);
  }
}

async function freeze(station: WorkerStation, forMs: number): Promise<boolean> {
  const name = station.nameEnd;
  if (!station.signal("SIGSTOP")) return false;
  await pause(forMs);
  return station.nameEnd === name && station.signal("SIGCONT");
}

async function cutLine(fault: Extract<Fault, { kind: "cut" }>, { proxy }: WorkerStation): Promise<boolean> {
  if (fault.at === "once") {
    proxy.cut();
    await pause(fault.forMs);
    proxy.mend();
    return true;
  }
  const before = proxy.losses;
  proxy.loseNext(fault.at, fault.loses);
  return await happens(() => proxy.losses > before);
}

const WORKERS = "datname = current_database() and application_name = 'resift'";

async function terminateSessions(sql: Sql, work: ChaosWork, all: boolean): Promise<boolean> {
  const rows = await work.ask(() =>
    sql`
      select pg_terminate_backend(pid) from (
        select pid from pg_stat_activity where ${sql.unsafe(WORKERS)} order by random() limit ${
      all ? null : 1
    }
      ) chosen`
  );
  return rows.length > 0;
}

/** The server ends all other sessions too, because they share memory with the one that crashed, and starts itself anew. */
async function crashSession(sql: Sql, work: ChaosWork, server: ChaosServer): Promise<boolean> {
  const [row] = await work.ask(() =>
    sql<{ pid: number }[]>`
      select pid from pg_stat_activity where ${sql.unsafe(WORKERS)} order by random() limit 1`
  );
  if (row === undefined) return false;
  Deno.kill(row.pid, "SIGKILL");
  await server.start();
  return true;
}

/** A full disk counts once the server has met it. */
async function fillDisk(sql: Sql, { disk, start }: ChaosServer, forMs: number): Promise<boolean> {
  if (typeof disk === "string") return false;
  disk.fill();
  try {
    const isMet = await happens(async () => {
      try {
        await sql`create temporary table filler on commit drop as select n from generate_series(1, 100000) as n`;
        return false;
      } catch (error) {
        return isOutOfResources(error) || !await answers(sql);
      }
    });
    await pause(forMs);
    return isMet;
  } finally {
    disk.empty();
    await start();
  }
}

async function answers(sql: Sql): Promise<boolean> {
  return await sql`select 1`.then(() => true, () => false);
}

async function happens(ask: () => boolean | Promise<boolean>): Promise<boolean> {
  for (const until = performance.now() + TAKES_EFFECT_WITHIN_MS; performance.now() < until;) {
    if (await ask()) return true;
    await pause(LOOK_EVERY_MS);
  }
  return false;
}

async function pause(ms: number): Promise<void> {
  await new Promise((resolve) => setTimeout(resolve, ms));
}
