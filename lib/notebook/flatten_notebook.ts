import { codeCells, type Notebook } from "./nbformat.ts";

/** A notebook's code as one module, and the way back from its lines to the cells. */
export interface FlatNotebook {
  readonly module: string;
  /** The cell (from 1 among the code cells) and its line (from 1) for a line (from 1) of the module. */
  readonly locate: (moduleLine: number) => { readonly cell: number; readonly line: number } | null;
}

/**
 * Joins the code cells in order. They share one scope, as in the kernel; other than there, a name may be declared
 * only once in the whole notebook.
 */
export function flattenNotebook(notebook: Notebook): FlatNotebook {
  const lines = ["export {};"];
  const places: Array<{ cell: number; line: number } | null> = [null];
  for (const [index, { source }] of codeCells(notebook).entries()) {
    for (const [lineIndex, line] of source.split("\n").entries()) {
      lines.push(line);
      places.push({ cell: index + 1, line: lineIndex + 1 });
    }
    // A cell's last expression may lack its semicolon, and the next cell may begin with a bracket.
    lines.push(";");
    places.push(null);
  }
  return { module: lines.join("\n") + "\n", locate: (moduleLine) => places[moduleLine - 1] ?? null };
}
