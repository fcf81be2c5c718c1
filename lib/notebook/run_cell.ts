import type { Execution, Kernel } from "./kernel.ts";
import { KernelDiedError } from "./kernel_process.ts";
import type { CodeCell, Output } from "./nbformat.ts";
import type { NotebookOutputs } from "./notebook_outputs.ts";

/** Why a cell failed, in a sentence without its traceback. */
export interface CellFailure {
  readonly kind: "error" | "uncaught_error" | "timeout" | "kernel_died";
  readonly message: string;
}

type ErrorOutput = Extract<Output, { output_type: "error" }>;

/** How long an interrupted cell may take to stop before the kernel is killed. */
const INTERRUPT_GRACE_MS = 1_000;

/**
 * Runs one code cell and fills in its outputs and execution count. A failure is returned and is always among the
 * outputs too. After a timeout or the kernel's death the kernel takes no more cells.
 */
export async function runCell(
  kernel: Kernel,
  cell: CodeCell,
  outputs: NotebookOutputs,
  timeoutMs: number,
): Promise<CellFailure | null> {
  cell.outputs = outputs.startCell();
  let timedOut = false;
  let killTimer: ReturnType<typeof setTimeout> | undefined;
  const interruptTimer = setTimeout(() => {
    timedOut = true;
    killTimer = setTimeout(() => kernel.kill(), INTERRUPT_GRACE_MS);
    kernel.interrupt().catch(() => kernel.kill());
  }, timeoutMs);
  try {
    const execution = await kernel.execute(cell.source, (published) => outputs.accept(published));
    cell.execution_count = execution.reply.execution_count ?? null;
    if (!timedOut) return findFailure(execution, cell.outputs);
  } catch (error) {
    if (!timedOut) {
      if (!(error instanceof KernelDiedError)) throw error;
      cell.outputs.push(errorOutput(error.name, error.message));
      return { kind: "kernel_died", message: error.message };
    }
  } finally {
    clearTimeout(interruptTimer);
    clearTimeout(killTimer);
  }
  kernel.kill();
  const message = `still running after ${timeoutMs / 1000} s`;
  cell.outputs.push(errorOutput("Timeout", message));
  return { kind: "timeout", message };
}

function findFailure({ reply, uncaught }: Execution, outputs: Output[]): CellFailure | null {
  if (reply.status !== "ok") {
    let thrown = outputs.find((output) => output.output_type === "error");
    if (thrown === undefined) {
      // The kernel does not publish a syntax error, and its reply does not name it.
      thrown = errorOutput(reply.ename ?? "Error", `${reply.evalue ?? "not run"}; is it valid TypeScript?`);
      outputs.push(thrown);
    }
    return { kind: "error", message: `${thrown.ename}: ${thrown.evalue}` };
  }
  for (const error of uncaught) outputs.push({ output_type: "error", ...error });
  const [first] = uncaught;
  return first === undefined
    ? null
    : { kind: "uncaught_error", message: `${first.ename}: ${first.evalue} (not caught anywhere)` };
}

function errorOutput(ename: string, evalue: string): ErrorOutput {
  return { output_type: "error", ename, evalue, traceback: [] };
}
