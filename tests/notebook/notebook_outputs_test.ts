import assert from "node:assert/strict";
import type { Published } from "../../lib/notebook/kernel_message.ts";
import { NotebookOutputs } from "../../lib/notebook/notebook_outputs.ts";

const printed = (text: string, name: "stdout" | "stderr" = "stdout"): Published => ({
  type: "stream",
  content: { name, text },
});
const shown = (
  text: string,
  displayId?: string,
  type: "display_data" | "update_display_data" = "display_data",
): Published => ({
  type,
  content: {
    data: { "text/plain": text },
    metadata: {},
    transient: displayId === undefined ? {} : { display_id: displayId },
  },
});

Deno.test("text of one stream is joined until something else comes", () => {
  const outputs = new NotebookOutputs();
  const cell = outputs.startCell();
  for (const published of [printed("a"), printed("b"), printed("c", "stderr"), printed("d")]) {
    outputs.accept(published);
  }
  assert.deepEqual(cell, [
    { output_type: "stream", name: "stdout", text: "ab" },
    { output_type: "stream", name: "stderr", text: "c" },
    { output_type: "stream", name: "stdout", text: "d" },
  ]);
});

Deno.test("a display is updated in the cell that showed it, from a later cell too", () => {
  const outputs = new NotebookOutputs();
  const first = outputs.startCell();
  outputs.accept(shown("old", "d"));
  const second = outputs.startCell();
  outputs.accept(shown("new", "d", "update_display_data"));
  outputs.accept(shown("other", "unknown", "update_display_data"));
  assert.deepEqual(first, [{ output_type: "display_data", data: { "text/plain": "new" }, metadata: {} }]);
  assert.deepEqual(second, []);
});

Deno.test("clearing takes effect at once, or with the next output when it is to wait", () => {
  const outputs = new NotebookOutputs();
  const cell = outputs.startCell();
  outputs.accept(printed("one"));
  outputs.accept({ type: "clear_output", content: { wait: true } });
  assert.equal(cell.length, 1);
  outputs.accept(printed("two"));
  assert.deepEqual(cell, [{ output_type: "stream", name: "stdout", text: "two" }]);
  outputs.accept({ type: "clear_output", content: { wait: false } });
  assert.deepEqual(cell, []);
});
