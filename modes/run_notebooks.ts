#!/usr/bin/env -S deno run -A
/**
 * Run notebooks headless on the Deno kernel, without Python: each one's types are checked, its cells run in order, and a copy with
 * all outputs is written. The notebooks themselves stay cleared.
 *
 * Reads   notebooks/*.ipynb, and what their cells read
 * Writes  out/notebooks/NAME.ipynb and, with --html, NAME.html
 * Sends   nothing
 * Costs   what the cells cost: a kernel has every permission, and the environment given here
 *
 * A notebook takes its parameters from the environment: VERSION_A=rules_v1 deno task notebooks 02_ab_compare
 */
import { basename } from "node:path";
import { fileURLToPath } from "node:url";
import * as z from "zod";
import { chooseNotebooks } from "../lib/notebook/choose_notebooks.ts";
import { describeComplaints, runNotebookFile } from "../lib/notebook/run_notebook_file.ts";
import { areTypesRight } from "../lib/notebook/type_check_notebook.ts";
import { formatCount, formatDuration } from "../lib/runtime/format_number.ts";
import { runMode } from "../lib/runtime/mode.ts";
import { option } from "../lib/runtime/option.ts";

const HTML: boolean | null = null; // true: also write each executed notebook as a page
const CELL_TIMEOUT_S: number | null = null; // seconds after which a cell is interrupted and its notebook fails

const NOTEBOOKS = fileURLToPath(new URL("../notebooks", import.meta.url));
const OUT = fileURLToPath(new URL("../out/notebooks", import.meta.url));

await runMode({
  name: "notebooks",
  does: "notebooks are type-checked and run; copies with their outputs are written",
  reads: "notebooks/*.ipynb, and what their cells read",
  writes: "out/notebooks",
  costs: "what the cells cost",
  options: {
    HTML: option(z.boolean(), { default: false, does: "Also write each executed notebook as a page." }),
    CELL_TIMEOUT_S: option(z.number().positive(), {
      default: 600,
      unit: "seconds",
      does: "The longest a cell may run.",
    }),
  },
  constants: { HTML, CELL_TIMEOUT_S },
  positional: { name: "[NAME...]", does: "the notebooks to run; all where none is named", atLeast: 0 },
}, async ({ options, positional, signal, print, progress }) => {
  const paths = await chooseNotebooks(NOTEBOOKS, positional);
  let failed = 0;
  let outputs = 0;
  using line = progress({ label: "Notebooks", unit: "notebooks", total: paths.length });
  const typesAreRight = await areTypesRight(paths, signal);
  for (const path of paths) {
    const run = await runNotebookFile(path, {
      outFolder: OUT,
      html: options.HTML,
      cellTimeoutMs: options.CELL_TIMEOUT_S * 1000,
      signal,
      typesAreRight,
    });
    line.done++;
    outputs += run.outputCount;
    const complaints = describeComplaints(run);
    if (complaints.length > 0) failed++;
    const verdict = complaints.length > 0 ? "FAILED" : "ok";
    const figures = `${formatCount(run.cellsRun)} cells, ${formatCount(run.outputCount)} outputs`;
    print(`${basename(path)}: ${verdict}, ${figures}, ${formatDuration(run.seconds * 1000)}`);
    for (const complaint of complaints) print(complaint);
    for (const written of run.written) print(`  ${written}`);
  }
  line.end();
  print(
    `Notebooks: ${formatCount(paths.length - failed)} ok, ${formatCount(failed)} failed, ${
      formatCount(outputs)
    } outputs`,
  );
  return failed > 0 ? "incomplete" : "done";
});
