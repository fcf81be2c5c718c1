import { fileURLToPath } from "node:url";
import * as z from "zod";
import type { DrainTotals } from "../../lib/queue/drain_totals.ts";
import { SETTING_NAMES } from "../../lib/runtime/settings_table.ts";
import type { Rules } from "./expect_job.ts";

/** The version that workers drain. */
export const SOAK_VERSION = "soak";

export interface SoakWorkerOptions extends Rules {
  readonly databaseUrl: string;
  readonly modelUrl: string;
  /** Its LLM_API_KEY, by which the server tells the workers apart. */
  readonly key: string;
  readonly concurrency: number;
  readonly timeoutSeconds: number;
  readonly leaseSeconds: number;
  readonly circuitBreaker: { readonly failures: number; readonly openMs: number };
}

/** How a worker ended. */
export interface EndedSoakWorker {
  readonly key: string;
  readonly code: number;
  readonly wasKilled: boolean;
  /** Null where it was killed, or failed. */
  readonly totals: DrainTotals | null;
  /** All that it wrote. */
  readonly text: string;
}

const Counts = z.record(z.string(), z.int());
const TotalsSchema: z.ZodType<DrainTotals> = z.object({
  claimed: z.int(),
  ok: z.int(),
  skipped: Counts,
  failed: Counts,
  retried: z.int(),
  edited: z.int(),
  late: z.int(),
  released: z.int(),
  rescued: z.int(),
  promptTokens: z.int(),
  completionTokens: z.int(),
  costUsd: z.number(),
  cachedReplies: z.int(),
});

/** A worker under way. */
export interface SoakWorker {
  readonly ended: Promise<EndedSoakWorker>;
  /** Ends it at once (kill -9). */
  kill(): void;
}

/** Starts a worker in a process of its own. */
export function startSoakWorker(options: SoakWorkerOptions): SoakWorker {
  const { key, circuitBreaker } = options;
  const script = fileURLToPath(new URL("soak_worker.ts", import.meta.url));
  const process = new Deno.Command(Deno.execPath(), {
    args: [
      ...["run", "-A", "--no-check", "-q", script],
      ...[circuitBreaker.failures, circuitBreaker.openMs].map(String),
    ],
    env: {
      ...Object.fromEntries(SETTING_NAMES.map((name) => [name, ""])),
      DATABASE_URL: options.databaseUrl,
      LLM_API_URL: options.modelUrl,
      LLM_API_KEY: key,
      LLM_MODEL_NAME: "gpt-5-mini",
      LLM_TIMEOUT_SECONDS: String(options.timeoutSeconds),
      LLM_CACHE: String(options.cache),
      EXTRACTION_WORKER_CONCURRENCY: String(options.concurrency),
      EXTRACTION_WORKER_MAX_ATTEMPTS: String(options.maxAttempts),
      EXTRACTION_WORKER_BACKOFF_BASE_S: "0.05",
      EXTRACTION_WORKER_BACKOFF_MAX_S: "0.2",
      EXTRACTION_LEASE_S: String(options.leaseSeconds),
      EXTRACTION_WORKER_BATCH_SIZE: String(2 * options.concurrency),
      NO_COLOR: "1",
    },
    stdin: "null",
    stdout: "piped",
    stderr: "piped",
  }).spawn();
  let wasKilled = false;
  return {
    ended: process.output().then(({ code, stdout, stderr }) => {
      const decoder = new TextDecoder();
      const said = decoder.decode(stdout);
      return {
        key,
        code,
        wasKilled,
        totals: wasKilled || code !== 0
          ? null
          : TotalsSchema.parse(JSON.parse(said.trim().split("\n").at(-1) ?? "")),
        text: said + decoder.decode(stderr),
      };
    }),
    kill() {
      wasKilled = true;
      process.kill("SIGKILL");
    },
  };
}
