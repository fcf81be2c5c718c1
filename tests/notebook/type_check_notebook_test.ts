import assert from "node:assert/strict";
import { join } from "node:path";
import { writeNotebook } from "../../lib/notebook/notebook_file.ts";
import { areTypesRight, typeCheckNotebook } from "../../lib/notebook/type_check_notebook.ts";
import { codeNotebook } from "./code_notebook.ts";

Deno.test("cells share one scope, and imports mean what they mean in the notebook's folder", async () => {
  await withFolder(async (notebookPath) => {
    const notebook = codeNotebook(
      'import { double } from "../lib/double.ts";\nconst four = double(2)',
      "[four].map((n) => n.toFixed(1))",
      "await Promise.resolve(four) // the last word",
    );
    assert.equal(await typeCheckNotebook(notebookPath, notebook), null);
  });
});

Deno.test("a type error is reported with its cell and line", async () => {
  await withFolder(async (notebookPath) => {
    const notebook = codeNotebook(
      'import { double } from "../lib/double.ts";',
      'const four = 4;\n\ndouble("2");',
    );
    const report = await typeCheckNotebook(notebookPath, notebook);
    assert.match(report ?? "", /TS2345/);
    assert.match(report ?? "", /at cell 2, line 3/);
    assert.ok(!report?.includes("file:"), report ?? "");
  });
});

Deno.test("an import that leads nowhere is reported", async () => {
  await withFolder(async (notebookPath) => {
    const report = await typeCheckNotebook(
      notebookPath,
      codeNotebook('import { x } from "./missing.ts";\nx;'),
    );
    assert.match(report ?? "", /missing\.ts/);
  });
});

/** Calls with the path of a notebook beside which nothing may be left. */
async function withFolder(use: (notebookPath: string) => Promise<void>): Promise<void> {
  const folder = await Deno.makeTempDir();
  try {
    await Deno.mkdir(join(folder, "lib"));
    await Deno.mkdir(join(folder, "notebooks"));
    await Deno.writeTextFile(
      join(folder, "lib", "double.ts"),
      "export const double = (n: number): number => 2 * n;\n",
    );
    await use(join(folder, "notebooks", "sample.ipynb"));
    assert.deepEqual(await Array.fromAsync(Deno.readDir(join(folder, "notebooks"))), []);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

Deno.test("several notebooks are checked at once, and one with a wrong type among them is noticed", async () => {
  const folder = await Deno.makeTempDir();
  try {
    const write = async (name: string, code: string) => {
      const path = join(folder, name);
      await writeNotebook(path, codeNotebook(code));
      return path;
    };
    const right = await write("01_right.ipynb", "const count: number = 1;");
    const wrong = await write("02_wrong.ipynb", 'const count: number = "one";');
    assert.equal(await areTypesRight([]), true);
    assert.equal(await areTypesRight([right, right]), true);
    assert.equal(await areTypesRight([right, wrong]), false);
    const left = (await Array.fromAsync(Deno.readDir(folder))).map(({ name }) => name).sort();
    assert.deepEqual(left, ["01_right.ipynb", "02_wrong.ipynb"]);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});
