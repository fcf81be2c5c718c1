import { basename, dirname } from "node:path";
import { pathToFileURL } from "node:url";
import { flattenNotebook } from "./flatten_notebook.ts";
import type { Notebook } from "./nbformat.ts";
import { readNotebook } from "./notebook_file.ts";

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
  return await withModules([{ path, module }], async (modules) => {
    const report = await runDenoCheck(dirname(path), modules, signal);
    if (report === null) return null;
    const moduleUrl = pathToFileURL(await Deno.realPath(modules[0] ?? "")).href;
    return placeInCells(report, moduleUrl, locate);
  });
}

/**
 * Whether the types of all these notebooks, of one folder, are right. They share most of what they import, so that this takes hardly
 * longer than to check one; where something is wrong, {@linkcode typeCheckNotebook} says what.
 */
export async function areTypesRight(paths: readonly string[], signal?: AbortSignal): Promise<boolean> {
  const sources = await Promise.all(
    paths.map(async (path) => ({ path, module: flattenNotebook(await readNotebook(path)).module })),
  );
  return await withModules(
    sources,
    async (modules) =>
      modules[0] === undefined || await runDenoCheck(dirname(modules[0]), modules, signal) === null,
  );
}

/** Writes modules beside their notebooks for as long as `use` takes; it gets their paths. */
async function withModules<Result>(
  sources: readonly { readonly path: string; readonly module: string }[],
  use: (modules: readonly string[]) => Promise<Result>,
): Promise<Result> {
  const modules: string[] = [];
  try {
    for (const { path, module } of sources) {
      const modulePath = await Deno.makeTempFile({
        dir: dirname(path),
        prefix: `.${basename(path, ".ipynb")}_`,
        suffix: ".ts",
      });
      modules.push(modulePath);
      await Deno.writeTextFile(modulePath, module);
    }
    return await use(modules);
  } finally {
    for (const modulePath of modules) await Deno.remove(modulePath);
  }
}

/** The compiler's report on modules of one folder; null when there is nothing to report. */
async function runDenoCheck(
  folder: string,
  modules: readonly string[],
  signal?: AbortSignal,
): Promise<string | null> {
  const check = new Deno.Command(Deno.execPath(), {
    args: ["check", "--quiet", ...modules.map((module) => basename(module))],
    cwd: folder,
    env: { NO_COLOR: "1", RUST_BACKTRACE: "0" },
    stdout: "null",
    stderr: "piped",
    ...(signal ? { signal } : {}),
  });
  const { success, stderr } = await check.output();
  signal?.throwIfAborted();
  return success ? null : new TextDecoder().decode(stderr).trim();
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
