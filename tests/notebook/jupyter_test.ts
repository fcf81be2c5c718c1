import assert from "node:assert/strict";
import { join } from "node:path";
import { installKernel } from "../../lib/notebook/install_kernel.ts";
import { JUPYTER_DISPLAY } from "../../lib/notebook/html_output.ts";
import { htmlTable } from "../../lib/notebook/html_table.ts";
import { codeCells, type Notebook } from "../../lib/notebook/nbformat.ts";
import { writeNotebook } from "../../lib/notebook/notebook_file.ts";
import { keepPictures } from "../../lib/notebook/portable_outputs.ts";
import { shareChart } from "../../lib/notebook/share_chart.ts";
import { codeNotebook } from "./code_notebook.ts";

/** The Python that Debian's packages belong to, then the user's own. */
const PYTHON = ["/usr/bin/python3", "python3"].find((python) =>
  runPython(python, ["-m", "nbconvert", "--version"])
);
const ignore = PYTHON === undefined || Deno.build.os !== "linux";
/** So that the list of tests says what was not tested, and why. */
const HERE = ignore ? "NOT TESTED without apt-get install jupyter-nbconvert jupyter-client: " : "";

Deno.test({
  name: HERE + "nbconvert shows a table, and a chart as its drawing or its picture",
  ignore,
  async fn() {
    await withFolder(async (folder) => {
      const chart = await shareChart([{ label: "rate.min", parts: { equal: 3, different: 1 } }])
        [JUPYTER_DISPLAY]();
      const table = await htmlTable(["a field"], [["a <value>"]])[JUPYTER_DISPLAY]();
      const executed = codeNotebook("chart", "table");
      for (const [index, cell] of codeCells(executed).entries()) {
        const data = index === 0 ? chart : table;
        cell.outputs.push({ output_type: "execute_result", data, metadata: {}, execution_count: 1 });
      }
      const convert = async (name: string, notebook: Notebook) => {
        const path = join(folder, `${name}.ipynb`);
        await writeNotebook(path, notebook);
        assert.notEqual(runPython(PYTHON ?? "", ["-m", "nbconvert", "--to", "html", path]), undefined);
        return await Deno.readTextFile(join(folder, `${name}.html`));
      };
      const asRun = await convert("as_run", executed);
      assert.match(asRun, /<svg[^]*aria-label="bar"[^]*<\/svg>/);
      assert.match(asRun, /<td[^>]*>a &lt;value&gt;<\/td>/);
      const kept = await convert("kept", keepPictures(executed));
      assert.ok(kept.includes(String(chart["image/png"]).slice(0, 2_000)));
      assert.doesNotMatch(kept, /aria-label="bar"/);
      assert.match(kept, /<td[^>]*>a &lt;value&gt;<\/td>/);
    });
  },
});

Deno.test({
  name: HERE + "Jupyter finds the kernel that was installed",
  ignore,
  async fn() {
    await withFolder(async (folder) => {
      await installKernel({ XDG_DATA_HOME: folder });
      const listed = runPython(PYTHON ?? "", ["-m", "jupyter_client.kernelspecapp", "list", "--json"], {
        JUPYTER_PATH: join(folder, "jupyter"),
      });
      assert.match(listed ?? "", /"deno"/);
    });
  },
});

/** What it prints; undefined where it fails, or is not there. */
function runPython(
  python: string,
  args: readonly string[],
  env: Record<string, string> = {},
): string | undefined {
  try {
    const { success, stdout } = new Deno.Command(python, { args: [...args], env, stderr: "null" })
      .outputSync();
    return success ? new TextDecoder().decode(stdout) : undefined;
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return undefined;
    throw error;
  }
}

async function withFolder(use: (folder: string) => Promise<void>): Promise<void> {
  const folder = await Deno.makeTempDir();
  try {
    await use(folder);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}
