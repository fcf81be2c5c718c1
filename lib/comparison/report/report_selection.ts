import { escapeHtml } from "../../text/escape_html.ts";
import type { Comparison } from "../comparison_schema.ts";
import { plainTable } from "./plain_table.ts";
import { describeSelection, SELECTION_HEADER, selectionRows } from "../selection/selection_rows.ts";

/** Who has an output, for report.html; empty where both have one of every pair. */
export function selectionSection(comparison: Pick<Comparison, "selection">): string {
  const rows = selectionRows(comparison);
  if (rows.length === 0) return "";
  return `<p>Fields are compared where both versions have an output. Which posts these are is the versions' own doing: one that skips or
fails the hard ones is seen on the easy ones alone.</p>
${plainTable(SELECTION_HEADER, rows)}
${describeSelection(comparison).map((sentence) => `<p>${escapeHtml(sentence)}</p>`).join("\n")}`;
}
