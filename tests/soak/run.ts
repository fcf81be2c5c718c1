#!/usr/bin/env -S deno run -A
/**
 * Drains posts by real workers over a model server that fails as scripted, and holds every job, request and token against the scripts.
 * `deno task soak --help` tells the rest.
 */
import { UserError } from "../../lib/core/errors.ts";
import { formatError } from "../../lib/runtime/format_error.ts";
import { formatCount, formatDuration } from "../../lib/runtime/format_number.ts";
import { formatTable } from "../../lib/runtime/format_table.ts";
import { createPrinter, openStandardSink } from "../../lib/runtime/printer.ts";
import { INTERRUPTED, openShutdown } from "../../lib/runtime/shutdown.ts";
import { chooseEmbeddedPlace } from "../../lib/store/embedded_place.ts";
import { openTestDatabase } from "../support/test_database.ts";
import { stopTestServer } from "../support/test_server.ts";
import { formatSoakHelp, planSoakRun, type SoakRunPlan } from "./plan_soak_run.ts";
import { runSoak, type SoakReport } from "./run_soak.ts";

const PLACE = chooseEmbeddedPlace("soak_postgres");
const printer = createPrinter(openStandardSink(Deno.stdout), openStandardSink(Deno.stderr));
Deno.exit(await runCommandLine(Deno.args));

async function runCommandLine(args: readonly string[]): Promise<number> {
  using shutdown = openShutdown(printer.note, () => {});
  try {
    const plan = planSoakRun(args);
    if (plan.help) {
      formatSoakHelp().forEach(printer.print);
      return 0;
    }
    const startedAt = performance.now();
    const report = await soak(plan, shutdown.signal);
    formatReport(report).forEach(printer.print);
    printer.print(`Seed ${plan.seed}, ${formatDuration(performance.now() - startedAt)}`);
    return report.discrepancies.length === 0 ? 0 : 1;
  } catch (error) {
    if (shutdown.signal.aborted) {
      printer.note("Interrupted; everything is cleaned up");
      return INTERRUPTED;
    }
    formatError(error).forEach(printer.note);
    return error instanceof UserError ? 2 : 1;
  }
}

async function soak(plan: SoakRunPlan, signal: AbortSignal): Promise<SoakReport> {
  try {
    await using test = await openTestDatabase({ place: PLACE });
    return await runSoak(test, {
      ...plan,
      kills: true,
      holds: true,
      concurrency: 32,
      timeoutSeconds: 3,
      circuitBreaker: { failures: 5, openMs: 500 },
    }, signal);
  } finally {
    if (!Deno.env.get("DATABASE_URL")) await stopTestServer(PLACE);
  }
}

function formatReport({ rows, workers, requests, discrepancies }: SoakReport): string[] {
  const ends = Map.groupBy(rows, ({ status, error }) => error === null ? status : `${status}: ${error}`);
  const lost = rows.filter(({ lost_leases }) => lost_leases > 0).length;
  return [
    ...formatTable(["outcome", "jobs"], [
      ...[...ends].map(([name, { length }]): [string, number] => [name, length]).sort(),
      ["all", rows.length],
    ]),
    `${formatCount(requests)} requests of ${workers.length} workers, ` +
    `${workers.filter(({ wasKilled }) => wasKilled).length} of them killed while it held ${
      formatCount(lost)
    } jobs`,
    "",
    ...discrepancies,
    `${formatCount(discrepancies.length)} discrepancies`,
  ];
}
