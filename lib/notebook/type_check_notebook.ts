import { basename, dirname } from "node:path";
import { pathToFileURL } from "node:url";
import { flattenNotebook } from "./flatten_notebook.ts";
import type { Notebook } from "./nbformat.ts";

/**
 * Checks the types of a notebook's code with `deno check`, which the kernel does not do. The code is written as a
 * module beside the notebook for that moment, so that its imports mean the same. Returns the compiler's report with
 * each place given as cell and line, or null when there is nothing to report.
 */
export async function typeCheckNotebook(
  path: string,
  notebook: Notebook,
  signal?: AbortSignal,
): Promise<string | null> {
  const { module, locate } = flattenNotebook(notebook);
  const modulePath = await Deno.makeTempFile({
    dir: dirname(path),
    prefix: `.${basename(path, ".ipynb")}_`,
    suffix: ".ts",
  });
  try {
    await Deno.writeTextFile(modulePath, module);
    const check = new Deno.Command(Deno.execPath(), {
      args: ["check", "--quiet", basename(modulePath)],
      cwd: dirname(path),
      env: { NO_COLOR: "1", RUST_BACKTRACE: "0" },
      stdout: "null",
      stderr: "piped",
      ...(signal ? { signal } : {}),
    });
    const { success, stderr } = await check.output();
    signal?.throwIfAborted();
    if (success) return null;
    const moduleUrl = pathToFileURL(await Deno.realPath(modulePath)).href;
    return placeInCells(new TextDecoder().decode(stderr).trim(), moduleUrl, locate);
  } finally {
    await Deno.remove(modulePath);
  }
}

function placeInCells(
  report: string,
  moduleUrl: string,
  locate: ReturnType<typeof flattenNotebook>["locate"],
): string {
  const [before, ...places] = report.split(`${moduleUrl}:`);
  return before + places.map((place) => {
    const numbers = /^(\d+):(\d+)/.exec(place);
    const found = locate(Number(numbers?.[1]));
    return found === null
      ? place
      : `cell ${found.cell}, line ${found.line}${place.slice(numbers?.[0].length)}`;
  }).join("");
}
