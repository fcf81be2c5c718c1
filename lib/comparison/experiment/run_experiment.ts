import { restateError, UserError } from "../../core/errors.ts";
import { chooseWorkerOptions } from "../../extraction/choose_worker_options.ts";
import { runWorker, type WorkerReport } from "../../extraction/worker.ts";
import { isDrainComplete } from "../../queue/drain_report.ts";
import { type DrainTotals, emptyDrainTotals } from "../../queue/drain_totals.ts";
import { type EnqueueTotals, iterEnqueueJobs } from "../../queue/enqueue_jobs.ts";
import { loadRemaining } from "../../queue/lease_protocol.ts";
import type { Sql } from "../../store/database.ts";
import { inRun, type Side } from "./choose_run.ts";
import type { ExperimentPlan, PlannedRun } from "./plan_experiment.ts";

/** How far a run is. */
export interface RunProgress {
  readonly side: Side;
  /** Jobs that there are to do. */
  readonly total: number;
  readonly totals: DrainTotals;
}

/** How to follow an experiment, and how to end it. */
export interface ExperimentHooks {
  /** Stop claiming, finish what is in flight, release the rest, in all runs. */
  readonly signal: AbortSignal;
  readonly onProgress?: (runs: readonly RunProgress[]) => void;
  /** Gets a sentence when something passing went wrong, such as a lost connection. */
  readonly onTrouble?: (sentence: string) => void;
  /** Gets a sentence when a run cannot go on and the others are stopped, which takes as long as what they have in flight. */
  readonly onStop?: (sentence: string) => void;
}

/** What became of a run; null where it was left as it is, for its version is live. */
export interface RunReport {
  readonly side: Side;
  readonly enqueued: EnqueueTotals | null;
  readonly worker: WorkerReport | null;
}

const PAGE_SIZE = 20_000;

/**
 * Enqueues the same messages under all versions, then drains them at the same time in this process: each with slots of its own, all
 * in the same order, so that a server that slows down slows down all alike. Running it again goes on where it stopped.
 *
 * @returns In the order of the runs.
 * @throws {UserError} If one of the runs cannot go on: it says which and why. The others then finish what they have in flight, so that
 * it is stored, and give back the rest.
 */
export async function runExperiment(
  sql: Sql,
  plan: ExperimentPlan,
  hooks: ExperimentHooks,
): Promise<readonly RunReport[]> {
  const enqueued: (EnqueueTotals | null)[] = [];
  const progress: RunProgress[] = [];
  for (const run of plan.runs) enqueued.push(await enqueueRun(sql, plan, run, hooks.signal));
  for (const run of plan.runs) progress.push(await countJobs(sql, plan, run));
  const stopping = new AbortController();
  const signal = AbortSignal.any([hooks.signal, stopping.signal]);
  let failure: { readonly side: Side; readonly error: unknown } | null = null;

  async function drain(run: PlannedRun, place: number): Promise<WorkerReport | null> {
    if (run.isLive) return null;
    try {
      return await drainRun(sql, plan, run, {
        ...hooks,
        signal,
        onTotals: (totals) => {
          const before = progress[place];
          if (before) progress[place] = { ...before, totals };
          hooks.onProgress?.(progress);
        },
      });
    } catch (error) {
      if (failure === null) {
        failure = { side: run.side, error };
        stopping.abort();
        const rest = plan.runs.length === 2 ? "the other has" : "the others have";
        hooks.onStop?.(`Run ${run.side} cannot go on; finishing what ${rest} in flight`);
      }
      return null;
    }
  }

  const workers = await Promise.all(plan.runs.map(drain));
  if (failure !== null) throw explainStop(failure, plan);
  return plan.runs.map(({ side }, place) => ({
    side,
    enqueued: enqueued[place] ?? null,
    worker: workers[place] ?? null,
  }));
}

/** Whether every job that was taken came to a good end and, but for runs that were limited on purpose, none remains. */
export function isExperimentComplete({ request }: ExperimentPlan, runs: readonly RunReport[]): boolean {
  return runs.every(({ worker }) =>
    worker === null || isDrainComplete(worker.totals, worker.remaining, request.maxJobs)
  );
}

async function enqueueRun(
  sql: Sql,
  { request }: ExperimentPlan,
  { version, isLive }: PlannedRun,
  signal: AbortSignal,
): Promise<EnqueueTotals | null> {
  if (isLive) return null;
  const pages = iterEnqueueJobs(sql, { ...request, version, allowLive: false, pageSize: PAGE_SIZE });
  let enqueued: EnqueueTotals | null = null;
  for await (enqueued of pages) {
    if (signal.aborted) break;
  }
  return enqueued;
}

async function countJobs(
  sql: Sql,
  { request }: ExperimentPlan,
  { side, version, isLive }: PlannedRun,
): Promise<RunProgress> {
  const { due, dueLater } = await loadRemaining(sql, version, 0);
  const waiting = isLive ? 0 : due + dueLater;
  return { side, total: Math.min(waiting, request.maxJobs ?? waiting), totals: emptyDrainTotals() };
}

async function drainRun(
  sql: Sql,
  { request }: ExperimentPlan,
  { version, extractor, settings, concurrency }: PlannedRun,
  hooks: ExperimentHooks & { readonly onTotals: (totals: DrainTotals) => void },
): Promise<WorkerReport> {
  return await runWorker(
    sql,
    extractor,
    chooseWorkerOptions(settings, {
      version,
      concurrency,
      maxJobs: request.maxJobs,
      oneshot: true,
      listens: false,
      signal: hooks.signal,
      onProgress: hooks.onTotals,
      ...(hooks.onTrouble && { onTrouble: hooks.onTrouble }),
    }),
  );
}

function explainStop(
  { side, error }: { readonly side: Side; readonly error: unknown },
  { runs: [a, b, again] }: ExperimentPlan,
): unknown {
  const told = inRun(side, error);
  if (!(told instanceof UserError)) return told;
  return restateError(
    told,
    `${told.message}\n${
      again ? "All" : "Both"
    } runs were stopped; what is done is stored, and the same command goes on.\n` +
      `To compare what there is: deno task compare --a ${a.version} --b ${b.version}${
        again ? ` --noise-floor ${again.version}` : ""
      }`,
  );
}
