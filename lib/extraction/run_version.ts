import type { TimeWindow } from "../core/time_window.ts";
import { type EnqueueTotals, iterEnqueueJobs } from "../queue/enqueue_jobs.ts";
import type { Settings } from "../runtime/settings.ts";
import type { Sql } from "../store/postgres_client.ts";
import { chooseWorkerOptions, type WorkerWishes } from "./choose_worker_options.ts";
import type { Extractor } from "./extractor.ts";
import { runWorker, type WorkerReport } from "./worker.ts";

/** What is extracted under which name. */
export interface VersionRun extends Pick<WorkerWishes, "version" | "signal" | "onProgress" | "onTrouble"> {
  readonly window: TimeWindow;
  /** Marked ids; null is every channel. */
  readonly channelIds: readonly number[] | null;
}

/** What became of a window's messages and of the version's jobs. */
export interface VersionRunReport extends WorkerReport {
  readonly enqueued: EnqueueTotals | null;
}

const PAGE_SIZE = 20_000;

/**
 * Enqueues a window of stored messages under a version and drains it in this process, until no job of it falls due soon. Running it
 * again does what is new, was edited or failed.
 *
 * @throws {UserError} If the version was made with another configuration.
 */
export async function runVersion(
  sql: Sql,
  extractor: Extractor,
  settings: Settings,
  { window, channelIds, ...wishes }: VersionRun,
): Promise<VersionRunReport> {
  let enqueued: EnqueueTotals | null = null;
  const pages = iterEnqueueJobs(sql, {
    version: wishes.version,
    window,
    channelIds,
    maxMessagesPerChannel: null,
    force: false,
    allowLive: false,
    pageSize: PAGE_SIZE,
  });
  for await (enqueued of pages);
  const report = await runWorker(
    sql,
    extractor,
    chooseWorkerOptions(settings, {
      ...wishes,
      oneshot: true,
      maxJobs: null,
      concurrency: extractor.defaultConcurrency,
      listens: false,
    }),
  );
  return { ...report, enqueued };
}
