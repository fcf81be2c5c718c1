import type { Mode } from "../../runtime/mode.ts";
import { wrapText } from "../../runtime/wrap_text.ts";
import type { Comparison } from "../comparison_schema.ts";
import { describeUsageTest, USAGE_TEST_HEADER, usageTestRows } from "./usage_test_rows.ts";

/** Prints whether posts cost more or take longer in B, and what a corrected field costs; nothing where no model was asked. */
export function printUsageTest(
  { print, printTable }: Pick<Mode<Record<never, never>>, "print" | "printTable">,
  comparison: Pick<Comparison, "usage_test">,
): void {
  const described = describeUsageTest(comparison);
  if (described === null) return;
  const rows = usageTestRows(comparison);
  print("");
  wrapText(described.head, 80).forEach(print);
  if (rows.length > 0) printTable(USAGE_TEST_HEADER, rows);
  described.notes.flatMap((note) => wrapText(note, 80)).forEach(print);
}
