#!/usr/bin/env -S deno run -A
/**
 * Runs the benchmarks: all, or those that are named (`deno task bench drain_noop`), and writes out/bench.json. They use
 * an embedded PostgreSQL of their own, set up like a user's (fsync, synchronous_commit and full_page_writes on), or the
 * server that DATABASE_URL names; each has a database of its own there.
 */
import { fileURLToPath } from "node:url";
import { UserError } from "../../lib/core/errors.ts";
import { OUT_FOLDER } from "../../lib/files/out_folder.ts";
import { writeTextFile } from "../../lib/files/write_text_file.ts";
import { formatError } from "../../lib/runtime/format_error.ts";
import { INTERRUPTED, openShutdown } from "../../lib/runtime/shutdown.ts";
import { chooseEmbeddedPlace } from "../../lib/store/embedded_place.ts";
import { openTestDatabase } from "../support/test_database.ts";
import { openTestServer, stopTestServer } from "../support/test_server.ts";
import { backfillBenchmark } from "./backfill_benchmark.ts";
import type { Benchmark, BenchRecord } from "./benchmark.ts";
import { formatRecords, recordsToJson } from "./bench_report.ts";
import { compareBenchmark } from "./compare_benchmark.ts";
import { drainNoopBenchmark, drainRealisticBenchmark } from "./drain_benchmarks.ts";
import { enqueueBenchmark } from "./enqueue_benchmark.ts";
import { extractBenchmark } from "./extract_benchmark.ts";
import { growthBenchmark } from "./growth_benchmark.ts";
import { importBenchmark } from "./import_benchmark.ts";
import { llmDrainBenchmark } from "./llm_drain_benchmark.ts";
import { type BenchRunPlan, formatBenchHelp, planBenchRun } from "./plan_bench_run.ts";
import { rawWritesBenchmark } from "./raw_writes_benchmark.ts";
import { startBenchmark } from "./start_benchmark.ts";
import { statsBenchmark } from "./stats_benchmark.ts";

const BENCHMARKS: readonly Benchmark[] = [
  drainNoopBenchmark,
  drainRealisticBenchmark,
  llmDrainBenchmark,
  enqueueBenchmark,
  rawWritesBenchmark,
  importBenchmark,
  backfillBenchmark,
  compareBenchmark,
  extractBenchmark,
  statsBenchmark,
  growthBenchmark,
  startBenchmark,
];

const PLACE = chooseEmbeddedPlace("bench_postgres");
const LOCK_PATH = fileURLToPath(new URL("../../.data/bench.lock", import.meta.url));
const RECORDS_PATH = `${OUT_FOLDER}/bench.json`;

Deno.exit(await runCommandLine(Deno.args));

async function runCommandLine(args: readonly string[]): Promise<number> {
  using shutdown = openShutdown(note, () => {});
  try {
    const plan = planBenchRun(args, BENCHMARKS);
    if (plan.help) {
      for (const line of formatBenchHelp(BENCHMARKS)) print(line);
      return 0;
    }
    const { records, failed } = await runAlone(() => runBenchmarks(plan, shutdown.signal));
    await writeTextFile(RECORDS_PATH, recordsToJson(records));
    print(`Wrote ${RECORDS_PATH}${failed.length > 0 ? `, without ${failed.join(", ")}: failed` : ""}`);
    return failed.length > 0 ? 1 : 0;
  } catch (error) {
    if (shutdown.signal.aborted) {
      note("Interrupted; nothing was written");
      return INTERRUPTED;
    }
    for (const line of formatError(error)) note(line);
    return error instanceof UserError ? 2 : 1;
  }
}

/** Two runs at a time would measure each other. */
async function runAlone<T>(work: () => Promise<T>): Promise<T> {
  Deno.mkdirSync(new URL("../../.data/", import.meta.url), { recursive: true });
  using lock = Deno.openSync(LOCK_PATH, { create: true, append: true, read: true });
  if (!await lock.tryLock(true)) {
    throw new UserError("Cannot run benchmarks: others run in this checkout already; wait for them to end");
  }
  try {
    return await work();
  } finally {
    if (!Deno.env.get("DATABASE_URL")) await stopTestServer(PLACE);
  }
}

async function runBenchmarks(
  { benchmarks, large }: BenchRunPlan,
  signal: AbortSignal,
): Promise<{ readonly records: BenchRecord[]; readonly failed: string[] }> {
  await printServer();
  const all: BenchRecord[] = [];
  const failed: string[] = [];
  for (const benchmark of benchmarks) {
    signal.throwIfAborted();
    note(`${benchmark.name}: ${benchmark.does}`);
    await using test = await openTestDatabase({ maxConnections: 4, place: PLACE });
    const folder = await Deno.makeTempDir({ prefix: "resift_bench_" });
    try {
      const records = await benchmark.run({ test, folder, large, signal });
      for (const line of formatRecords(records)) print(line);
      print("");
      all.push(...records);
    } catch (error) {
      if (signal.aborted) throw error;
      failed.push(benchmark.name);
      for (const line of formatError(error)) note(line);
    } finally {
      await Deno.remove(folder, { recursive: true });
    }
  }
  if (benchmarks.length > 1) {
    for (const line of formatRecords(all)) print(line);
    print("");
  }
  return { records: all, failed };
}

async function printServer(): Promise<void> {
  await using server = await openTestServer(PLACE);
  const settings = ["server_version", "fsync", "synchronous_commit", "full_page_writes", "shared_buffers"];
  const rows = await server.sql<{ name: string; value: string }[]>`
    select name, current_setting(name) as value from unnest(string_to_array(${settings.join()}, ',')) as name`;
  print(
    `PostgreSQL on ${server.description}: ${rows.map(({ name, value }) => `${name} ${value}`).join(", ")}`,
  );
  print(
    `${navigator.hardwareConcurrency} cores, load ${
      Deno.loadavg().map((load) => load.toFixed(1)).join(" ")
    }\n`,
  );
}

function print(line: string): void {
  Deno.stdout.writeSync(new TextEncoder().encode(`${line}\n`));
}

function note(line: string): void {
  Deno.stderr.writeSync(new TextEncoder().encode(`${line}\n`));
}
