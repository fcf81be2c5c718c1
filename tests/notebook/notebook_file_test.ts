import assert from "node:assert/strict";
import { join } from "node:path";
import { UserError } from "../../lib/core/errors.ts";
import { clearOutputs } from "../../lib/notebook/nbformat.ts";
import { readNotebook, writeNotebook } from "../../lib/notebook/notebook_file.ts";

Deno.test("a notebook is read with texts as lists or strings, and written with everything it held", async () => {
  const folder = await Deno.makeTempDir();
  const path = join(folder, "a", "b.ipynb");
  const metadata = { kernelspec: { name: "deno" }, other: [1] };
  await writeNotebook(path, {
    nbformat: 4,
    nbformat_minor: 5,
    metadata,
    cells: [
      { cell_type: "markdown", id: "m", metadata: {}, source: "# Title\ntext", attachments: { a: 1 } },
      { cell_type: "code", id: "c", metadata: {}, source: "1", outputs: [], execution_count: 2 },
    ],
  });
  const text = await Deno.readTextFile(path);
  await Deno.writeTextFile(path, text.replace('"# Title\\ntext"', '["# Title\\n", "text"]'));
  const notebook = await readNotebook(path);
  assert.deepEqual(notebook, JSON.parse(text));
  await Deno.remove(folder, { recursive: true });
});

Deno.test("media given as lines are joined, JSON stays as it is", async () => {
  const path = await Deno.makeTempFile();
  const data = { "text/html": ["<b>", "x</b>"], "application/json": ["a", "b"] };
  const output = { output_type: "display_data", data, metadata: {} };
  const cell = {
    cell_type: "code",
    id: "c",
    metadata: {},
    source: "",
    outputs: [output],
    execution_count: 1,
  };
  await Deno.writeTextFile(
    path,
    JSON.stringify({ nbformat: 4, nbformat_minor: 5, metadata: {}, cells: [cell] }),
  );
  const notebook = await readNotebook(path);
  assert.deepEqual(notebook.cells, [{
    ...cell,
    outputs: [{ ...output, data: { "text/html": "<b>x</b>", "application/json": ["a", "b"] } }],
  }]);
  assert.deepEqual(clearOutputs(notebook).cells, [{ ...cell, outputs: [], execution_count: null }]);
  await Deno.remove(path);
});

Deno.test("a file that is no notebook is the user's to mend, and the error names it", async () => {
  const path = await Deno.makeTempFile({ suffix: ".ipynb" });
  for (const content of ["", "{}", '{"nbformat":3,"worksheets":[]}', '{"nbformat":4,"nbformat_minor":2}']) {
    await Deno.writeTextFile(path, content);
    await assert.rejects(
      readNotebook(path),
      (error: unknown) => error instanceof UserError && error.message.includes(path),
    );
  }
  await Deno.remove(path);
  await assert.rejects(readNotebook(path), UserError);
});
