import assert from "node:assert/strict";
import { join } from "node:path";
import { UserError } from "../../lib/core/errors.ts";
import { chooseNotebooks } from "../../lib/notebook/choose_notebooks.ts";
import { codeCells } from "../../lib/notebook/nbformat.ts";
import { readNotebook, writeNotebook } from "../../lib/notebook/notebook_file.ts";
import { describeComplaints, runNotebookFile } from "../../lib/notebook/run_notebook_file.ts";
import { codeNotebook } from "./code_notebook.ts";

Deno.test("a notebook file is run in its folder; the copy has the outputs, the file stays cleared", async () => {
  await withFolder(async (folder) => {
    const path = join(folder, "sample.ipynb");
    const outFolder = join(folder, "out");
    await Deno.writeTextFile(join(folder, "beside.txt"), "found beside the notebook");
    await writeNotebook(path, codeNotebook('await Deno.readTextFile("beside.txt");'));
    const before = await Deno.readTextFile(path);

    const run = await runNotebookFile(path, { outFolder, html: true });
    assert.deepEqual(describeComplaints(run), []);
    assert.deepEqual(run.written, [join(outFolder, "sample.ipynb"), join(outFolder, "sample.html")]);
    assert.equal(await Deno.readTextFile(path), before);
    const copy = await readNotebook(join(outFolder, "sample.ipynb"));
    assert.equal(codeCells(copy)[0]?.outputs.length, 1);
    assert.match(await Deno.readTextFile(join(outFolder, "sample.html")), /found beside the notebook/);
  });
});

Deno.test("a wrong type and a failing cell are both complained of, and the copy shows how far it came", async () => {
  await withFolder(async (folder) => {
    const path = join(folder, "sample.ipynb");
    await writeNotebook(path, codeNotebook("const text: string = 1;", 'throw new Error("on purpose");'));
    const run = await runNotebookFile(path, { outFolder: folder + "/out" });
    const [failure, types] = describeComplaints(run);
    assert.equal(failure, "cell 2: Error: on purpose");
    assert.match(types ?? "", /TS2322[^]*at cell 1, line 1/);
    const copy = await readNotebook(join(folder, "out", "sample.ipynb"));
    assert.equal(codeCells(copy)[1]?.outputs[0]?.output_type, "error");
  });
});

Deno.test("notebooks are chosen by name, with or without the ending; none named means all", async () => {
  await withFolder(async (folder) => {
    for (const name of ["02_b.ipynb", "01_a.ipynb", "notes.txt"]) {
      await Deno.writeTextFile(join(folder, name), "");
    }
    const a = join(folder, "01_a.ipynb");
    const b = join(folder, "02_b.ipynb");
    assert.deepEqual(await chooseNotebooks(folder, []), [a, b]);
    assert.deepEqual(await chooseNotebooks(folder, ["02_b", "02_b.ipynb"]), [b]);
    await assert.rejects(
      chooseNotebooks(folder, ["03_c"]),
      (error: unknown) =>
        error instanceof UserError && /there are: 01_a\.ipynb, 02_b\.ipynb/.test(error.message),
    );
  });
});

async function withFolder(use: (folder: string) => Promise<void>): Promise<void> {
  const folder = await Deno.makeTempDir();
  try {
    await use(folder);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}
