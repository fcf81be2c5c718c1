import { Kernel } from "./kernel.ts";
import type { KernelOptions } from "./kernel_process.ts";
import { clearOutputs, codeCells, type Notebook } from "./nbformat.ts";
import { NotebookOutputs } from "./notebook_outputs.ts";
import { type CellFailure, runCell } from "./run_cell.ts";

/** How a notebook is run. */
export interface RunNotebookOptions extends KernelOptions {
  /** How long one cell may take; 600,000 unless told. */
  readonly cellTimeoutMs?: number;
  readonly signal?: AbortSignal;
}

/** Why a notebook stopped before its end. */
export interface NotebookFailure extends CellFailure {
  /** The cell's place among the code cells, from 1. */
  readonly cell: number;
}

/** A notebook that was run, whole or up to the cell that failed. */
export interface NotebookRun {
  /** A copy with the outputs of this run and no others. */
  readonly notebook: Notebook;
  readonly failure: NotebookFailure | null;
  readonly cellsRun: number;
  readonly outputCount: number;
  readonly seconds: number;
}

const CELL_TIMEOUT_MS = 600_000;

/**
 * Runs a notebook's code cells in order in a kernel of its own, which has ended when this settles. A cell that
 * fails ends the run: the failure is in the result, and as an error output in the notebook. Rejects with the
 * signal's reason when aborted.
 */
export async function runNotebook(notebook: Notebook, options: RunNotebookOptions): Promise<NotebookRun> {
  const startedMs = performance.now();
  const signal = options.signal;
  signal?.throwIfAborted();
  const executed = clearOutputs(structuredClone(notebook));
  const cells = codeCells(executed);

  let failure: NotebookFailure | null = null;
  let cellsRun = 0;
  await using kernel = await Kernel.open(options);
  const kill = () => kernel.kill();
  signal?.addEventListener("abort", kill);
  try {
    const outputs = new NotebookOutputs();
    for (const [index, cell] of cells.entries()) {
      signal?.throwIfAborted();
      if (cell.source.trim() === "") continue;
      const failed = await runCell(kernel, cell, outputs, options.cellTimeoutMs ?? CELL_TIMEOUT_MS);
      signal?.throwIfAborted();
      cellsRun++;
      if (failed === null) continue;
      failure = { cell: index + 1, ...failed };
      break;
    }
  } finally {
    signal?.removeEventListener("abort", kill);
  }
  return {
    notebook: executed,
    failure,
    cellsRun,
    outputCount: cells.reduce((count, cell) => count + cell.outputs.length, 0),
    seconds: (performance.now() - startedMs) / 1000,
  };
}
