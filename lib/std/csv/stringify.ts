/** Stand-in for `jsr:@std/csv/stringify` where JSR cannot be reached: the same code, republished on npm. */
import { stringify as implementation } from "deno-std/csv/stringify.js";

/** The subset of the original's options that this project uses. */
export interface StringifyOptions {
  /** Whether the first line names the columns. Default: true. */
  headers?: boolean;
  /** Column names, in order. */
  columns?: readonly string[];
  /** Default: ",". */
  separator?: string;
  /** Whether to start with a byte order mark. Default: false. */
  bom?: boolean;
}

/** Writes rows as RFC 4180 CSV; see the documentation of `@std/csv`. */
export function stringify(
  rows: readonly Readonly<Record<string, unknown>>[] | readonly (readonly unknown[])[],
  options: StringifyOptions = {},
): string {
  return implementation(rows, options) as string;
}
