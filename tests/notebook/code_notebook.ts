import type { Notebook } from "../../lib/notebook/nbformat.ts";

/** A notebook of code cells, one a source. */
export function codeNotebook(...sources: readonly string[]): Notebook {
  return {
    nbformat: 4,
    nbformat_minor: 5,
    metadata: {},
    cells: sources.map((source, index) => ({
      cell_type: "code",
      id: `cell-${index + 1}`,
      metadata: {},
      source,
      outputs: [],
      execution_count: null,
    })),
  };
}
