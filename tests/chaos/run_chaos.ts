import { formatDuration } from "../../lib/runtime/format_number.ts";
import type { Printer } from "../../lib/runtime/printer.ts";
import { openProgress } from "../../lib/runtime/progress.ts";
import { type Database, openDatabase, type Sql } from "../../lib/store/database.ts";
import { type ChaosReport, formatChaosReport, isSound } from "./chaos_report.ts";
import { type ChaosServer, openChaosServer } from "./chaos_server.ts";
import { ChaosWork } from "./chaos_work.ts";
import { disturb } from "./disturb.ts";
import { countDone, emptyVerdict, judgeLedger } from "./judge_ledger.ts";
import { judgeWorkers } from "./judge_workers.ts";
import { ASKER, FORCER, loadLedger, openLedger } from "./ledger.ts";
import { loadFinalState } from "./load_final_state.ts";
import type { ChaosRunPlan } from "./plan_chaos_run.ts";
import { planFaults } from "./plan_faults.ts";
import { Watchdog } from "./watchdog.ts";
import { type EndedWorker, type WorkerKind, WorkerStation } from "./worker_station.ts";

/** What a run has of its surroundings. */
export interface ChaosSurroundings {
  readonly printer: Printer;
  readonly signal: AbortSignal;
  /** What must be removed, at once and without waiting, when the process ends. */
  readonly mess: Set<() => void>;
  /** Ends the process. */
  readonly giveUp: (sentence: string) => void;
}

/** Outputs as short as the posts, so large that each write fills a socket many times, and those of the real mode. */
const VERSIONS: readonly WorkerKind[] = [
  { version: "small", does: { copies: 0, longestJobMs: 60 } },
  { version: "large", does: { copies: 100, longestJobMs: 5 } },
  { version: "rules", does: "rules" },
];
const WORKERS: readonly WorkerKind[] = [...VERSIONS, ...VERSIONS];
/** What the rules make of the same messages in peace. */
const CALM: WorkerKind = { version: "calm", does: "rules" };

/** The share of the messages that is there from the start. */
const FIRST_SHARE = 0.6;
const STEP_LIMIT_MS = 120_000;
const DRAIN_LIMIT_MS = 300_000;

/**
 * Does the faults of a plan and prints what came of it.
 *
 * @returns Whether nothing was lost or done twice, and all else is in order.
 */
export async function runChaos(plan: ChaosRunPlan, surroundings: ChaosSurroundings): Promise<boolean> {
  const { printer, signal, mess, giveUp } = surroundings;
  const startedAt = performance.now();
  using dog = new Watchdog(giveUp);
  const server = await dog.watch("the start of the server", STEP_LIMIT_MS, openChaosServer);
  mess.add(server.removeAtOnce);
  const { disk } = server;
  if (typeof disk === "string") printer.print(`SKIPPED: no fault of a full disk, because ${disk}`);
  await using asker = await openPool(server, ASKER, "apply");
  await using forcer = await openPool(server, FORCER, "ignore");
  const { sql } = asker;
  await openLedger(sql);

  const ended: EndedWorker[] = [];
  const openStation = (kind: WorkerKind) => {
    const station = new WorkerStation(kind, server.url, (worker) => ended.push(worker));
    mess.add(() => station.closeAtOnce());
    return station;
  };
  const stations = WORKERS.map(openStation);
  const faults = planFaults({
    seed: plan.seed,
    count: plan.faults,
    workers: stations.length,
    without: typeof disk === "string" ? ["full_disk"] : [],
  });

  const messages = Math.ceil(plan.jobs / VERSIONS.length);
  const additions = faults.filter(({ kind }) => kind === "enqueue").length;
  const addition = Math.floor(messages * (1 - FIRST_SHARE) / Math.max(1, additions));
  const work = new ChaosWork(sql, forcer.sql, signal);
  await work.storeMessages(messages);
  work.letIn(messages - addition * additions);
  for (const { version } of VERSIONS) await work.enqueue(version);
  for (const station of stations) station.open();

  using progress = openProgress(printer, {
    label: "Chaos",
    unit: "faults",
    total: faults.length,
    details: () => `${ended.length} workers ended`,
  });
  const counts = await disturb(faults, {
    victimsOf({ worker }) {
      const station = stations[worker];
      if (station === undefined) throw new RangeError(`There is no worker ${worker}`);
      return { server, sql, work, station, addition };
    },
    dog,
    signal,
    onDone: () => progress.done++,
  });
  progress.end();

  printer.note("Stopping all workers by Ctrl+C");
  await Promise.all(
    stations.map((station) =>
      dog.watch(`the end of ${station.name} after Ctrl+C`, STEP_LIMIT_MS, () => station.close())
    ),
  );
  signal.throwIfAborted();

  printer.note("Draining what is left");
  for (const { version } of [...VERSIONS, CALM]) await work.enqueue(version);
  await Promise.all(
    [...stations, openStation(CALM)].map((station) =>
      dog.watch(`the end of the drain of ${station.kind.version}`, DRAIN_LIMIT_MS, () => station.drain())
    ),
  );
  signal.throwIfAborted();

  const report = { faults, counts, ...await work.ask(() => judge(sql, ended)) };
  formatChaosReport(report).forEach(printer.print);
  printer.print(`Seed ${plan.seed}, ${formatDuration(performance.now() - startedAt)}`);
  return isSound(report);
}

async function openPool(
  server: ChaosServer,
  applicationName: string,
  migrations: "apply" | "ignore",
): Promise<Database> {
  return await openDatabase({ DATABASE_URL: server.url }, { applicationName, migrations, maxConnections: 4 });
}

async function judge(
  sql: Sql,
  ended: readonly EndedWorker[],
): Promise<Pick<ChaosReport, "versions" | "workers">> {
  const entries = await loadLedger(sql);
  const verdicts = judgeLedger(entries);
  const versions = await Promise.all(VERSIONS.map(async ({ version, does }) => ({
    version,
    ...verdicts.get(version) ?? emptyVerdict(),
    ...await loadFinalState(sql, version, does === "rules" ? CALM.version : null),
  })));
  return { versions, workers: judgeWorkers(ended, countDone(entries)) };
}
