import { SeededRandom } from "../../lib/core/seeded_random.ts";
import { enqueueAll } from "../support/stored_jobs.ts";
import { storeMessages } from "../support/stored_messages.ts";
import type { TestDatabase } from "../support/test_database.ts";
import { until } from "../support/until.ts";
import { judgeSoak } from "./judge_soak.ts";
import { loadSoakRows, type SoakRow } from "./load_soak_rows.ts";
import { writeScripts } from "./script.ts";
import { type EndedSoakWorker, SOAK_VERSION, type SoakWorker, startSoakWorker } from "./soak_process.ts";
import { openSoakServer, type SoakServer } from "./soak_server.ts";

/** What a soak does. */
export interface SoakPlan {
  readonly jobs: number;
  readonly seed: number;
  /** Whether replies are cached. */
  readonly cache: boolean;
  /** Whether one worker is killed in the middle and another takes its place. */
  readonly kills: boolean;
  /** Whether the server can seem down: false where the circuit breaker never opens. */
  readonly holds: boolean;
  readonly concurrency: number;
  readonly timeoutSeconds: number;
  readonly circuitBreaker: { readonly failures: number; readonly openMs: number };
}

/** What came of it. */
export interface SoakReport {
  readonly rows: readonly SoakRow[];
  readonly workers: readonly EndedSoakWorker[];
  readonly requests: number;
  /** All that is not as it should be, in sentences. */
  readonly discrepancies: readonly string[];
}

const MAX_ATTEMPTS = 3;
/** As many as keep their rhythm on a busy machine; the jobs of a killed worker wait so long. */
const LEASE_SECONDS = 10;
const KEYS = ["sk-soak-first", "sk-soak-second", "sk-soak-third"] as const;

/** Drains posts whose items meet faults by two processes, and judges every job, request and token by the scripts. */
export async function runSoak(test: TestDatabase, plan: SoakPlan, signal: AbortSignal): Promise<SoakReport> {
  const posts = writeScripts(plan.jobs, new SeededRandom(plan.seed));
  const rawIds = await storeMessages(test.sql, posts.map(({ text }) => ({ text })));
  await enqueueAll(test.sql, SOAK_VERSION);
  await using server = openSoakServer(posts);
  const rules = { maxAttempts: MAX_ATTEMPTS, cache: plan.cache };
  const start = (key: string) =>
    startSoakWorker({
      ...plan,
      ...rules,
      key,
      databaseUrl: test.url,
      modelUrl: server.url,
      leaseSeconds: LEASE_SECONDS,
    });
  const workers = await runWorkers(start, server, plan, signal);
  const rows = await loadSoakRows(test.sql, rawIds);
  const discrepancies = judgeSoak({ ...plan, posts, rules, rows, workers, server });
  return { rows, workers, requests: server.requests, discrepancies };
}

async function runWorkers(
  start: (key: string) => SoakWorker,
  server: SoakServer,
  plan: SoakPlan,
  signal: AbortSignal,
): Promise<EndedSoakWorker[]> {
  const [first, second] = [start(KEYS[0]), start(KEYS[1])];
  const workers = [first, second];
  const stop = () => workers.forEach((worker) => worker.kill());
  signal.addEventListener("abort", stop);
  try {
    if (plan.kills) {
      let hasEnded = false;
      void first.ended.then(() => hasEnded = true);
      const enough = () => server.requests > plan.jobs / 2 && server.tokensByKey.has(KEYS[0]);
      await until(() => signal.aborted || hasEnded || enough(), 600_000);
      first.kill();
      workers.push(start(KEYS[2]));
    }
    const ended = await Promise.all(workers.map((worker) => worker.ended));
    signal.throwIfAborted();
    return ended;
  } finally {
    signal.removeEventListener("abort", stop);
  }
}
