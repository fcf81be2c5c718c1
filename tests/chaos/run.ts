#!/usr/bin/env -S deno run -A
/**
 * Puts real workers over a real PostgreSQL of its own under faults, and proves by a record of every move of every job that none
 * was lost and none done twice. `deno task chaos --help` tells the rest.
 */
import { UserError } from "../../lib/core/errors.ts";
import { formatError } from "../../lib/runtime/format_error.ts";
import { createPrinter, openStandardSink } from "../../lib/runtime/printer.ts";
import { INTERRUPTED, openShutdown } from "../../lib/runtime/shutdown.ts";
import { runChaos } from "./run_chaos.ts";
import { formatChaosHelp, planChaosRun } from "./plan_chaos_run.ts";

const WRONG_USE = 2;
const GAVE_UP = 2;

const printer = createPrinter(openStandardSink(Deno.stdout), openStandardSink(Deno.stderr));
Deno.exit(await runCommandLine(Deno.args));

async function runCommandLine(args: readonly string[]): Promise<number> {
  const mess = new Set<() => void>();
  const cleanUp = () => {
    for (const remove of [...mess].reverse()) remove();
    mess.clear();
  };
  using shutdown = openShutdown(printer.note, () => {
    cleanUp();
    printer.status(null);
  });
  // A terminal that was closed, and what nobody caught, end the process; nothing may stay behind.
  if (Deno.build.os !== "windows") {
    Deno.addSignalListener("SIGHUP", () => {
      cleanUp();
      Deno.exit(INTERRUPTED);
    });
  }
  for (const event of ["error", "unhandledrejection"]) globalThis.addEventListener(event, cleanUp);
  try {
    const plan = planChaosRun(args);
    if (plan.help) {
      formatChaosHelp().forEach(printer.print);
      return 0;
    }
    const isSound = await runChaos(plan, {
      printer,
      signal: shutdown.signal,
      mess,
      giveUp(sentence) {
        cleanUp();
        printer.status(null);
        printer.note(sentence);
        Deno.exit(GAVE_UP);
      },
    });
    return isSound ? 0 : 1;
  } catch (error) {
    if (shutdown.signal.aborted) {
      printer.note("Interrupted; everything is cleaned up");
      return INTERRUPTED;
    }
    formatError(error).forEach(printer.note);
    return error instanceof UserError ? WRONG_USE : 1;
  } finally {
    cleanUp();
  }
}
