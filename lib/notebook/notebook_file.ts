import { dirname } from "node:path";
import * as z from "zod";
import { errorMessage, UserError } from "../core/errors.ts";
import { type Notebook, NotebookSchema } from "./nbformat.ts";

/** Reads a notebook file; a UserError says what is wrong with one that is not a notebook of nbformat 4.5. */
export async function readNotebook(path: string): Promise<Notebook> {
  let content: unknown;
  try {
    content = JSON.parse(await Deno.readTextFile(path));
  } catch (error) {
    throw new UserError(`Cannot read notebook "${path}": ${errorMessage(error)}`, { cause: error });
  }
  const parsed = NotebookSchema.safeParse(content);
  if (parsed.success) return parsed.data;
  throw new UserError(
    `Cannot read notebook "${path}": it is not of nbformat 4.5; save it again in VS Code or Jupyter. ` +
      z.prettifyError(parsed.error),
  );
}

/** Writes a notebook file, with the folders that lead to it, indented as Jupyter does it. */
export async function writeNotebook(path: string, notebook: Notebook): Promise<void> {
  await Deno.mkdir(dirname(path), { recursive: true });
  await Deno.writeTextFile(path, JSON.stringify(notebook, null, 1) + "\n");
}
