import { escapeHtml } from "../../text/escape_html.ts";
import { labelRows, LABELS_HEAD, LABELS_HEADER } from "../comparison_rows.ts";
import type { Comparison } from "../comparison_schema.ts";
import { describeLabels, LABEL_TEST_HEADER, labelTestRows } from "../labels/label_test_rows.ts";
import { betterChart } from "../labels/label_charts.ts";
import { chartFigure } from "./report_chart.ts";
import { plainTable } from "./plain_table.ts";

/** What better and worse mean in a comparison. */
export function labelNote({ labels_macro }: Pick<Comparison, "labels_macro">): string {
  return labels_macro === null
    ? "Nobody has said here which version is right, so no word means better or worse."
    : "Better, worse: by the labels B is right in more, or fewer, of the assignments, by more than chance explains; no other word means either.";
}

/** What the labels say, for report.html; empty where no compared post has one. */
export function labelSection(comparison: Comparison): string {
  const described = describeLabels(comparison);
  if (described === null) return "";
  return `${chartFigure((size) => betterChart(comparison, size))}
<p>${escapeHtml(described.head)}</p>
${plainTable(LABEL_TEST_HEADER, labelTestRows(comparison))}
<p class="soft">${described.notes.map(escapeHtml).join(" ")}</p>
<p>${LABELS_HEAD}</p>
${plainTable(LABELS_HEADER, labelRows(comparison))}
`;
}
