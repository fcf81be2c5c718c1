import assert from "node:assert/strict";
import { fileURLToPath } from "node:url";
import { codeCells, type Output } from "../../lib/notebook/nbformat.ts";
import { readNotebook } from "../../lib/notebook/notebook_file.ts";
import { runNotebook } from "../../lib/notebook/run_notebook.ts";
import { codeNotebook } from "./code_notebook.ts";

const cwd = fileURLToPath(new URL(".", import.meta.url));
const sample = await readNotebook(fileURLToPath(new URL("every_kind_of_output.ipynb", import.meta.url)));

Deno.test("every output of every cell is kept, each time", async () => {
  const fiftyLines = Array.from({ length: 50 }, (_, index) => `line ${index + 1} of 50\n`).join("");
  for (let run = 0; run < 3; run++) {
    const { notebook, failure, cellsRun, outputCount } = await runNotebook(sample, {
      cwd,
      env: { SAMPLE_PARAMETER: `run ${run}` },
    });
    assert.equal(failure, null);
    assert.deepEqual(codeCells(notebook).map((cell) => cell.execution_count), [1, 2, 3, 4, 5, 6]);
    assert.deepEqual(codeCells(notebook).map((cell) => cell.outputs.map(summarise)), [
      [{ "text/plain": "6" }],
      [`stdout: ${fiftyLines}`, "stderr: a warning <not> a tag\n"],
      [{ "text/html": "<b>bold</b>", "text/plain": "bold" }],
      [{ "text/plain": "done" }],
      [{ "text/plain": `"run ${run}"` }],
      ["image/png", "stdout: the last word\n"],
    ]);
    assert.equal(cellsRun, 6);
    assert.equal(outputCount, 8);
  }
});

Deno.test("the notebook that is run stays as it was", async () => {
  const before = structuredClone(sample);
  await runNotebook(sample, { cwd });
  assert.deepEqual(sample, before);
});

Deno.test("a thrown error fails its cell, and later cells are not run", async () => {
  const { notebook, failure, cellsRun } = await runNotebook(
    codeNotebook("const limit = 3;", "throw new RangeError(`more than ${limit}`);", "1"),
    { cwd },
  );
  assert.deepEqual(failure, { cell: 2, kind: "error", message: "RangeError: more than 3" });
  assert.equal(cellsRun, 2);
  assert.deepEqual(codeCells(notebook).map((cell) => cell.execution_count), [1, 2, null]);
});

Deno.test("a cell that is not TypeScript fails although the kernel publishes no error", async () => {
  const { notebook, failure } = await runNotebook(codeNotebook("const = 1;"), { cwd });
  assert.equal(failure?.cell, 1);
  assert.equal(failure?.kind, "error");
  assert.deepEqual(codeCells(notebook)[0]?.outputs.map((output) => output.output_type), ["error"]);
});

Deno.test("a rejected promise that nobody awaits fails the cell that made it", async () => {
  const { failure } = await runNotebook(
    codeNotebook("1", 'Promise.reject(new TypeError("lost")); 2', "3"),
    { cwd },
  );
  assert.deepEqual(failure, {
    cell: 2,
    kind: "uncaught_error",
    message: "TypeError: lost (not caught anywhere)",
  });
});

Deno.test("an error in a timer's callback fails the cell", async () => {
  const { failure } = await runNotebook(
    codeNotebook('setTimeout(() => { throw new Error("in a timer"); }, 0);'),
    { cwd },
  );
  assert.equal(failure?.kind, "uncaught_error");
  assert.equal(failure?.message, "Error: in a timer (not caught anywhere)");
});

Deno.test("a computation beyond the time limit is interrupted, its outputs kept", async () => {
  const { notebook, failure } = await runNotebook(
    codeNotebook('console.log("before"); for (;;);'),
    { cwd, cellTimeoutMs: 300 },
  );
  assert.deepEqual(failure, { cell: 1, kind: "timeout", message: "still running after 0.3 s" });
  assert.deepEqual(codeCells(notebook)[0]?.outputs.map(summarise), ["stdout: before\n", "Timeout"]);
  assert.equal(codeCells(notebook)[0]?.execution_count, 1, "the kernel has answered");
});

Deno.test("a cell that waits beyond the time limit is ended with its kernel, its outputs kept", async () => {
  const { notebook, failure } = await runNotebook(
    codeNotebook('console.log("before"); await new Promise((resolve) => setTimeout(resolve, 60_000));'),
    { cwd, cellTimeoutMs: 300 },
  );
  assert.equal(failure?.kind, "timeout");
  assert.deepEqual(codeCells(notebook)[0]?.outputs.map(summarise), ["stdout: before\n", "Timeout"]);
  assert.equal(codeCells(notebook)[0]?.execution_count, null, "the kernel has not answered");
});

Deno.test("the kernel's death is reported with its exit code", async () => {
  const { failure } = await runNotebook(codeNotebook("1", "Deno.exit(3);", "2"), { cwd });
  assert.deepEqual(failure, {
    cell: 2,
    kind: "kernel_died",
    message: "the kernel ended by itself with exit code 3",
  });
});

Deno.test("an abort ends the kernel and rejects with the signal's reason", async () => {
  const pidFile = await Deno.makeTempFile();
  const abort = new AbortController();
  const reason = new Error("the user pressed Ctrl+C");
  const watcher = Deno.watchFs(pidFile);
  const run = runNotebook(
    codeNotebook(`Deno.writeTextFileSync(${JSON.stringify(pidFile)}, String(Deno.pid)); for (;;);`),
    { cwd, signal: abort.signal },
  );
  let pid = 0;
  for await (const _ of watcher) {
    pid = Number(await Deno.readTextFile(pidFile));
    if (pid > 0) break;
  }
  abort.abort(reason);
  await assert.rejects(run, reason);
  assert.throws(() => Deno.kill(pid, "SIGCONT"), Deno.errors.NotFound);
  await Deno.remove(pidFile);
});

Deno.test("an aborted signal starts no kernel", async () => {
  await assert.rejects(
    runNotebook(codeNotebook("1"), { cwd, signal: AbortSignal.abort(new Error("too late")) }),
    /too late/,
  );
});

Deno.test("a cell's outputs are kept even when it replaces console.log", async () => {
  const { notebook, failure } = await runNotebook(
    codeNotebook('console.log("kept"); console.log = () => {}; undefined', '"second"'),
    { cwd },
  );
  assert.equal(failure, null);
  assert.deepEqual(codeCells(notebook).map((cell) => cell.outputs.map(summarise)), [
    ["stdout: kept\n"],
    [{ "text/plain": '"second"' }],
  ]);
});

function summarise(output: Output): unknown {
  switch (output.output_type) {
    case "stream":
      return `${output.name}: ${output.text}`;
    case "error":
      return output.ename;
    default:
      return "image/png" in output.data ? "image/png" : output.data;
  }
}
