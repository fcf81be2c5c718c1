import type { Mode } from "../../runtime/mode.ts";
import { wrapText } from "../../runtime/wrap_text.ts";
import type { Comparison } from "../comparison_schema.ts";
import { describeSelection, SELECTION_HEADER, selectionRows } from "./selection_rows.ts";

/** Prints who has an output; nothing where both have one of every pair. */
export function printSelection(
  { print, printTable }: Pick<Mode<Record<never, never>>, "print" | "printTable">,
  comparison: Pick<Comparison, "selection">,
): void {
  const rows = selectionRows(comparison);
  if (rows.length === 0) return;
  print("");
  printTable(SELECTION_HEADER, rows);
  describeSelection(comparison).flatMap((sentence) => wrapText(sentence, 80)).forEach(print);
}
