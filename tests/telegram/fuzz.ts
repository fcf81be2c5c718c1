#!/usr/bin/env -S deno run -A
/** Reads damaged exports for as long as it takes; `deno task fuzz --help`. A few thousand of them run with the tests. */
import fc from "fast-check";
import { errorMessage, UserError } from "../../lib/core/errors.ts";
import { OUT_FOLDER } from "../../lib/files/out_folder.ts";
import { formatError } from "../../lib/runtime/format_error.ts";
import { formatCount, formatDuration } from "../../lib/runtime/format_number.ts";
import { formatTable } from "../../lib/runtime/format_table.ts";
import { createPrinter, openStandardSink } from "../../lib/runtime/printer.ts";
import { openProgress } from "../../lib/runtime/progress.ts";
import { checkDamagedExport } from "./check_damaged_export.ts";
import { DAMAGED_INPUT, type DamagedInput } from "./damaged_input.ts";
import { applyEdits } from "./export_mutation.ts";
import { FUZZ_HELP, type FuzzRunPlan, planFuzzRun } from "./plan_fuzz_run.ts";

const FAILURE_FOLDER = `${OUT_FOLDER}/fuzz`;
/** Else the progress line would not be drawn: reading from memory waits for nothing. */
const RUNS_PER_TURN = 100;
const HEADER = ["damage", "inputs", "intact", "recovered with rejects", "refused", "whole messages", "lost"];

const printer = createPrinter(openStandardSink(Deno.stdout), openStandardSink(Deno.stderr));
Deno.exit(await runCommandLine(Deno.args));

async function runCommandLine(args: readonly string[]): Promise<number> {
  try {
    const plan = planFuzzRun(args);
    if (!plan.help) return await fuzz(plan);
    for (const line of FUZZ_HELP) printer.print(line);
    return 0;
  } catch (error) {
    for (const line of formatError(error)) printer.note(line);
    return error instanceof UserError ? 2 : 1;
  }
}

async function fuzz({ seed, runs, path }: FuzzRunPlan): Promise<number> {
  const startedMs = performance.now();
  const tallies = new Map<string, Tally>();
  let hasFailed = false;
  using progress = openProgress(printer, {
    label: "Fuzz",
    unit: "inputs",
    total: path === null ? runs : null,
    details: () => hasFailed ? "one fails; looking for the smallest" : "",
  });
  const property = fc.asyncProperty(DAMAGED_INPUT, async ({ written, kind, edits, chunkBytes }) => {
    if (++progress.done % RUNS_PER_TURN === 0) await new Promise((resolve) => setTimeout(resolve));
    try {
      const { outcome, wholeMessages } = await checkDamagedExport(written, edits, chunkBytes);
      if (hasFailed) return;
      const tally = tallies.get(kind) ?? { inputs: 0, intact: 0, recovered: 0, refused: 0, wholeMessages: 0 };
      tallies.set(kind, tally);
      tally.inputs++;
      tally[outcome]++;
      tally.wholeMessages += wholeMessages;
    } catch (error) {
      hasFailed = true;
      throw error;
    }
  });
  const details = await fc.check(property, { seed, numRuns: runs, ...(path === null ? {} : { path }) });
  const [failing] = details.counterexample ?? [];
  progress[Symbol.dispose]();

  printer.print("");
  for (const line of formatTable(HEADER, tallyRows(tallies))) printer.print(line);
  printer.print("");
  if (failing === undefined) {
    const duration = formatDuration(performance.now() - startedMs);
    printer.print(
      `Seed ${seed}: ${formatCount(details.numRuns)} inputs in ${duration}, no crash, no whole message lost`,
    );
    return 0;
  }
  const inputPath = writeInput(failing, seed);
  printer.print(`Failed: ${errorMessage(details.errorInstance)}`);
  printer.print(`Input:  ${inputPath}, in chunks of ${failing.chunkBytes} bytes; ${describeEdits(failing)}`);
  printer.print(`Again:  deno task fuzz --seed ${seed} --path ${details.counterexamplePath}`);
  return 1;
}

interface Tally {
  inputs: number;
  intact: number;
  recovered: number;
  refused: number;
  wholeMessages: number;
}

/** A row for each kind of damage, and one for all. None is lost in them: the first that is ends the run. */
function tallyRows(tallies: ReadonlyMap<string, Tally>): (string | number)[][] {
  const rows = [...tallies].sort().map(([kind, { inputs, intact, recovered, refused, wholeMessages }]) =>
    [kind, inputs, intact, recovered, refused, wholeMessages, 0] as const
  );
  const sum = (column: 1 | 2 | 3 | 4 | 5) => rows.reduce((total, row) => total + row[column], 0);
  return [...rows.map((row) => [...row]), ["all", sum(1), sum(2), sum(3), sum(4), sum(5), 0]];
}

function writeInput({ written, edits }: DamagedInput, seed: number): string {
  const path = `${FAILURE_FOLDER}/seed_${seed}.${written.layout === "ndjson" ? "ndjson" : "json"}`;
  Deno.mkdirSync(FAILURE_FOLDER, { recursive: true });
  Deno.writeFileSync(path, applyEdits(written.bytes, edits));
  return path;
}

function describeEdits({ kind, edits }: DamagedInput): string {
  const places = edits.map(({ start, end, replacement }) =>
    `bytes ${start} to ${end} became ${replacement.length} others`
  );
  return `${kind}: ${places.join(", ")}`;
}
