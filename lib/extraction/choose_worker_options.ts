import type { Settings } from "../runtime/settings.ts";
import type { WorkerOptions } from "./worker.ts";

/** What a mode decides about a worker; the settings decide the rest. */
export type WorkerWishes =
  & Pick<WorkerOptions, "version" | "oneshot" | "maxJobs" | "concurrency" | "listens" | "signal">
  & Pick<WorkerOptions, "onProgress" | "onTrouble" | "stopWithinSeconds">;

/** A worker whose lease was lost this often on one job was most likely taken down by it. */
const MAX_LOST_LEASES = 10;
/** Fewer would cost the rules extractor, thousands of posts a second, more round trips than work. */
const SMALLEST_DEFAULT_BATCH = 500;

/** How failed tries are repeated. */
export type RetryOptions = Pick<
  WorkerOptions,
  "maxAttempts" | "baseMs" | "maxMs" | "waitForRetriesSeconds" | "random"
>;

/** How the settings have failed tries repeated. */
export function chooseRetryOptions(settings: Settings): RetryOptions {
  return {
    maxAttempts: settings.EXTRACTION_WORKER_MAX_ATTEMPTS,
    baseMs: settings.EXTRACTION_WORKER_BACKOFF_BASE_S * 1000,
    maxMs: settings.EXTRACTION_WORKER_BACKOFF_MAX_S * 1000,
    waitForRetriesSeconds: settings.WAIT_FOR_RETRIES_S,
    random: Math.random,
  };
}

/** The options of a worker of this process: the wishes of its mode, completed by the settings. */
export function chooseWorkerOptions(settings: Settings, wishes: WorkerWishes): WorkerOptions {
  return {
    ...wishes,
    ...chooseRetryOptions(settings),
    worker: `${Deno.hostname()}:${Deno.pid}`,
    leaseSeconds: settings.EXTRACTION_LEASE_S,
    batchSize: settings.EXTRACTION_WORKER_BATCH_SIZE ??
      Math.max(SMALLEST_DEFAULT_BATCH, 2 * wishes.concurrency),
    idleSeconds: settings.EXTRACTION_WORKER_IDLE_S,
    maxLostLeases: MAX_LOST_LEASES,
    allowMixed: settings.ALLOW_MIXED_VERSION,
  };
}
