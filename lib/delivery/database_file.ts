import * as z from "zod";

/** The version of the file format that is written, and the only one that is read. */
export const FORMAT_VERSION = 1;

/** The first line of a database's export. */
export const HeaderSchema = z.object({
  resift_export: z.int(),
  exported_at: z.iso.datetime(),
  /** Such as `18.4`. */
  postgresql: z.string(),
  /** The numbered migrations of the database. */
  migrations: z.array(z.object({ name: z.string(), sha256: z.string() })),
  /** In the order of the rows; columns by name, with their types. */
  tables: z.array(z.object({
    table: z.string(),
    rows: z.int(),
    columns: z.record(z.string(), z.string()),
  })),
});
export type Header = z.infer<typeof HeaderSchema>;

/** The last line: what the file holds in between, and where the sequences were. */
export const TrailerSchema = z.object({
  tables: z.array(z.object({
    table: z.string(),
    rows: z.int(),
    /** Of the table's lines as they stand in the file, line feeds included; in hexadecimal. */
    sha256: z.string(),
  })),
  sequences: z.record(z.string(), z.int()),
});
export type Trailer = z.infer<typeof TrailerSchema>;

/** What a table's lines amount to. */
export type TableFacts = Trailer["tables"][number];

/** Gets how many rows are done, of how many. */
export type TransferProgress = (done: number, total: number) => void;
