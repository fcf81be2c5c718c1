import { basename, dirname, join } from "node:path";
import { readNotebook, writeNotebook } from "./notebook_file.ts";
import { notebookToHtml } from "./notebook_to_html.ts";
import { keepPictures } from "./portable_outputs.ts";
import { type NotebookRun, runNotebook, type RunNotebookOptions } from "./run_notebook.ts";
import { typeCheckNotebook } from "./type_check_notebook.ts";

export interface RunNotebookFileOptions extends Omit<RunNotebookOptions, "cwd"> {
  /** Where the executed copy goes. */
  readonly outFolder: string;
  /** Whether a page of the executed copy is written beside it. */
  readonly html?: boolean;
  /** Whether its types are known to be right. Default: they are checked. */
  readonly typesAreRight?: boolean;
}

/** How the notebook of a file fared. */
export interface NotebookFileRun extends Omit<NotebookRun, "notebook"> {
  /** The compiler's report, or null when the types are right. */
  readonly typeErrors: string | null;
  /** The paths that were written. */
  readonly written: readonly string[];
}

/** Type-checks a notebook file, runs it in its folder and writes the executed copy; the file stays as it is. */
export async function runNotebookFile(
  path: string,
  options: RunNotebookFileOptions,
): Promise<NotebookFileRun> {
  const notebook = await readNotebook(path);
  const typeErrors = options.typesAreRight ? null : await typeCheckNotebook(path, notebook, options.signal);
  const { notebook: executed, ...run } = await runNotebook(notebook, { ...options, cwd: dirname(path) });
  const copy = join(options.outFolder, basename(path));
  await writeNotebook(copy, keepPictures(executed));
  const written = [copy];
  if (options.html) {
    const name = basename(path, ".ipynb");
    const page = join(options.outFolder, `${name}.html`);
    await Deno.writeTextFile(page, notebookToHtml(executed, name));
    written.push(page);
  }
  return { ...run, typeErrors, written };
}

/** What is wrong with a run, a text each; nothing when all is well. */
export function describeComplaints({ typeErrors, failure }: NotebookFileRun): string[] {
  const complaints = [];
  if (failure !== null) complaints.push(`cell ${failure.cell}: ${failure.message}`);
  if (typeErrors !== null) complaints.push(typeErrors);
  return complaints;
}
