import * as z from "zod";

/** A text that a notebook file may hold as one string or as a list of lines. */
const TextSchema = z.union([z.string(), z.array(z.string())]).transform(joinLines);
const MetadataSchema = z.record(z.string(), z.unknown());

/** The same content in several forms, by media type; JSON media types hold JSON, the others text. */
const MimeBundleSchema = z.record(z.string(), z.unknown()).transform((bundle) =>
  Object.fromEntries(
    Object.entries(bundle).map(([type, content]) => [
      type,
      type.endsWith("json") || !isLines(content) ? content : joinLines(content),
    ]),
  )
);
export type MimeBundle = z.infer<typeof MimeBundleSchema>;

const OutputSchema = z.discriminatedUnion("output_type", [
  z.looseObject({ output_type: z.literal("stream"), name: z.enum(["stdout", "stderr"]), text: TextSchema }),
  z.looseObject({ output_type: z.literal("display_data"), data: MimeBundleSchema, metadata: MetadataSchema }),
  z.looseObject({
    output_type: z.literal("execute_result"),
    data: MimeBundleSchema,
    metadata: MetadataSchema,
    execution_count: z.int().nullable(),
  }),
  z.looseObject({
    output_type: z.literal("error"),
    ename: z.string(),
    evalue: z.string(),
    traceback: z.array(z.string()),
  }),
]);
export type Output = z.infer<typeof OutputSchema>;

const CodeCellSchema = z.looseObject({
  cell_type: z.literal("code"),
  id: z.string(),
  metadata: MetadataSchema,
  source: TextSchema,
  outputs: z.array(OutputSchema),
  execution_count: z.int().nullable(),
});
export type CodeCell = z.infer<typeof CodeCellSchema>;

const CellSchema = z.discriminatedUnion("cell_type", [
  CodeCellSchema,
  z.looseObject({
    cell_type: z.enum(["markdown", "raw"]),
    id: z.string(),
    metadata: MetadataSchema,
    source: TextSchema,
  }),
]);
export type Cell = z.infer<typeof CellSchema>;

/** A Jupyter notebook, nbformat 4.5 (nbformat.readthedocs.io). Keys that we do not know are kept. */
export const NotebookSchema = z.looseObject({
  nbformat: z.literal(4),
  nbformat_minor: z.int().min(5),
  metadata: MetadataSchema,
  cells: z.array(CellSchema),
});
export type Notebook = z.infer<typeof NotebookSchema>;

/** The code cells in their order. */
export function codeCells(notebook: Notebook): CodeCell[] {
  return notebook.cells.filter((cell) => cell.cell_type === "code");
}

/** The notebook as it is kept in the repository: without outputs and execution counts. */
export function clearOutputs(notebook: Notebook): Notebook {
  return {
    ...notebook,
    cells: notebook.cells.map((cell) =>
      cell.cell_type === "code" ? { ...cell, outputs: [], execution_count: null } : cell
    ),
  };
}

function isLines(content: unknown): content is string[] {
  return Array.isArray(content) && content.every((line) => typeof line === "string");
}

function joinLines(text: string | string[]): string {
  return typeof text === "string" ? text : text.join("");
}
