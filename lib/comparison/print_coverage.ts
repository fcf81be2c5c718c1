import type { Mode } from "../runtime/mode.ts";
import type { Comparison } from "./comparison_schema.ts";
import { COVERAGE_HEADER, coverageRows, describeCoverage } from "./coverage_rows.ts";

/** Prints whether the versions fill the fields differently, beyond chance; nothing where nothing was tested. */
export function printCoverage(
  { print, printTable }: Pick<Mode<Record<never, never>>, "print" | "printTable">,
  comparison: Pick<Comparison, "fields">,
): void {
  const described = describeCoverage(comparison);
  if (described === null) return;
  const rows = coverageRows(comparison);
  print("");
  if (rows.length > 0) {
    print(described.head);
    printTable(COVERAGE_HEADER, rows);
  }
  described.notes.slice(rows.length > 0 ? 0 : 1).forEach(print);
}
