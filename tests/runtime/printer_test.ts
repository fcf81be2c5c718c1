import assert from "node:assert/strict";
import { createPrinter } from "../../lib/runtime/printer.ts";
import { recordingSink } from "../support/recording_sink.ts";

const ERASE_REST = "\x1b[K";

/** What a terminal shows after the writes. */
function screen(writes: readonly string[]): string[] {
  const lines = [""];
  let column = 0;
  for (const character of writes.join("").replaceAll(ERASE_REST, "\0")) {
    if (character === "\n") lines.push("");
    if (character === "\n" || character === "\r") column = 0;
    const line = lines.at(-1) ?? "";
    if (character === "\0") lines[lines.length - 1] = line.slice(0, column);
    if (character >= " ") lines[lines.length - 1] = line.slice(0, column) + character + line.slice(++column);
  }
  return lines;
}

Deno.test("results go to standard output, notes to standard error", () => {
  const [out, err] = [recordingSink(), recordingSink()];
  const printer = createPrinter(out, err);
  printer.print("result");
  printer.note("remark");
  assert.equal(out.text(), "result\n");
  assert.equal(err.text(), "remark\n");
});

Deno.test("with only JSON on standard output all lines go to standard error", () => {
  const [out, err] = [recordingSink(), recordingSink()];
  const printer = createPrinter(out, err, true);
  printer.print("result");
  printer.printJson({ a: 1 });
  assert.deepEqual(JSON.parse(out.text()), { a: 1 });
  assert.equal(err.text(), "result\n");
});

Deno.test("without a terminal nothing but the lines is written", () => {
  const [out, err] = [recordingSink(), recordingSink()];
  const printer = createPrinter(out, err);
  printer.status("50 %");
  printer.note("remark");
  printer.status(null);
  assert.equal(err.text(), "remark\n");
  assert.equal(printer.live, false);
});

Deno.test("the status line stays below other lines and leaves no trace", () => {
  const terminal = recordingSink(40);
  const printer = createPrinter(terminal, terminal);
  printer.status("10 %");
  printer.print("first");
  assert.deepEqual(screen(terminal.writes), ["first", "10 %"]);
  printer.status("20 %");
  printer.note("second");
  assert.deepEqual(screen(terminal.writes), ["first", "second", "20 %"]);
  printer.status(null);
  printer.print("third");
  assert.deepEqual(screen(terminal.writes), ["first", "second", "third", ""]);
});

Deno.test("the status line is redrawn in one write and never wraps", () => {
  const terminal = recordingSink(10);
  const printer = createPrinter(terminal, terminal);
  printer.status("a line of more than ten");
  assert.deepEqual(terminal.writes, [`\ra line o…${ERASE_REST}`]);
});
