import type { Mode } from "../../runtime/mode.ts";
import { wrapText } from "../../runtime/wrap_text.ts";
import { labelRows, LABELS_HEAD, LABELS_HEADER } from "../comparison_rows.ts";
import type { Comparison } from "../comparison_schema.ts";
import { describeLabels, LABEL_TEST_HEADER, labelTestRows } from "./label_test_rows.ts";

/** Prints which version is right more often, by labels; nothing where there are none. */
export function printLabels(
  { print, printTable }: Pick<Mode<Record<never, never>>, "print" | "printTable">,
  comparison: Comparison,
): void {
  const described = describeLabels(comparison);
  if (described === null) return;
  print("");
  wrapText(described.head, 80).forEach(print);
  printTable(LABEL_TEST_HEADER, labelTestRows(comparison));
  described.notes.flatMap((note) => wrapText(note, 80)).forEach(print);
  print("");
  print(LABELS_HEAD);
  printTable(LABELS_HEADER, labelRows(comparison));
}
