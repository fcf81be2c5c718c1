import { restateError, UserError } from "../core/errors.ts";
import { chooseWorkerOptions } from "../extraction/choose_worker_options.ts";
import { runWorker, type WorkerReport } from "../extraction/worker.ts";
import { isDrainComplete } from "../queue/drain_report.ts";
import { type DrainTotals, emptyDrainTotals } from "../queue/drain_totals.ts";
import { type EnqueueTotals, iterEnqueueJobs } from "../queue/enqueue_jobs.ts";
import { loadRemaining } from "../queue/lease_protocol.ts";
import type { Sql } from "../store/database.ts";
import { inRun, type Side } from "./choose_run.ts";
import type { ExperimentPlan, PlannedRun } from "./plan_experiment.ts";

/** How far a run is. */
export interface RunProgress {
  /** Jobs that there are to do. */
  readonly total: number;
  readonly totals: DrainTotals;
}

/** How to follow an experiment, and how to end it. */
export interface ExperimentHooks {
  /** Stop claiming, finish what is in flight, release the rest, in both runs. */
  readonly signal: AbortSignal;
  readonly onProgress?: (a: RunProgress, b: RunProgress) => void;
  /** Gets a sentence when something passing went wrong, such as a lost connection. */
  readonly onTrouble?: (sentence: string) => void;
  /** Gets a sentence when a run cannot go on and the other is stopped, which takes as long as what that has in flight. */
  readonly onStop?: (sentence: string) => void;
}

/** What became of a run; null where it was left as it is, for its version is live. */
export interface RunReport {
  readonly enqueued: EnqueueTotals | null;
  readonly worker: WorkerReport | null;
}

/** What became of both. */
export interface ExperimentReport {
  readonly a: RunReport;
  readonly b: RunReport;
}

const PAGE_SIZE = 20_000;

/**
 * Enqueues the same messages under both versions, then drains both at the same time in this process: each with slots of its own, both
 * in the same order, so that a server that slows down slows down both alike. Running it again goes on where it stopped.
 *
 * @throws {UserError} If one of the runs cannot go on: it says which and why. The other then finishes what it has in flight, so that it
 * is stored, and gives back the rest.
 */
export async function runExperiment(
  sql: Sql,
  plan: ExperimentPlan,
  hooks: ExperimentHooks,
): Promise<ExperimentReport> {
  const [enqueuedA, enqueuedB] = [
    await enqueueRun(sql, plan, plan.a, hooks.signal),
    await enqueueRun(sql, plan, plan.b, hooks.signal),
  ];
  const progress = { A: await countJobs(sql, plan, plan.a), B: await countJobs(sql, plan, plan.b) };
  const stopping = new AbortController();
  const signal = AbortSignal.any([hooks.signal, stopping.signal]);
  let failure: { readonly side: Side; readonly error: unknown } | null = null;

  async function drain(run: PlannedRun): Promise<WorkerReport | null> {
    if (run.isLive) return null;
    try {
      return await drainRun(sql, plan, run, {
        ...hooks,
        signal,
        onTotals: (totals) => {
          progress[run.side] = { ...progress[run.side], totals };
          hooks.onProgress?.(progress.A, progress.B);
        },
      });
    } catch (error) {
      if (failure === null) {
        failure = { side: run.side, error };
        stopping.abort();
        hooks.onStop?.(`Run ${run.side} cannot go on; finishing what the other has in flight`);
      }
      return null;
    }
  }

  const [a, b] = await Promise.all([drain(plan.a), drain(plan.b)]);
  if (failure !== null) throw explainStop(failure, plan);
  return { a: { enqueued: enqueuedA, worker: a }, b: { enqueued: enqueuedB, worker: b } };
}

/** Whether every job that was taken came to a good end and, but for runs that were limited on purpose, none remains. */
export function isExperimentComplete({ request }: ExperimentPlan, { a, b }: ExperimentReport): boolean {
  return [a, b].every(({ worker }) =>
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
  { version, isLive }: PlannedRun,
): Promise<RunProgress> {
  const { due, dueLater } = await loadRemaining(sql, version, 0);
  const waiting = isLive ? 0 : due + dueLater;
  return { total: Math.min(waiting, request.maxJobs ?? waiting), totals: emptyDrainTotals() };
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
  { a, b }: ExperimentPlan,
): unknown {
  const told = inRun(side, error);
  if (!(told instanceof UserError)) return told;
  return restateError(
    told,
    `${told.message}\nBoth runs were stopped; what is done is stored, and the same command goes on.\n` +
      `To compare what there is: deno task compare --a ${a.version} --b ${b.version}`,
  );
}
