/** Stand-in for `jsr:@std/csv/parse` where JSR cannot be reached: the same code, republished on npm. */
import { parse as implementation } from "deno-std/csv/parse.js";

/** Parses CSV whose first line names the columns into one record a line. */
export function parse(text: string, options: { skipFirstRow: true }): Record<string, string | undefined>[] {
  return implementation(text, options) as Record<string, string | undefined>[];
}
