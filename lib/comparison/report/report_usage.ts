import { escapeHtml } from "../../text/escape_html.ts";
import type { Comparison } from "../comparison_schema.ts";
import { plainTable } from "./plain_table.ts";
import { chartFigure } from "./report_chart.ts";
import { latencyChart, usageDifferenceChart } from "../usage/usage_charts.ts";
import { describeUsageTest, USAGE_TEST_HEADER, usageTestRows } from "../usage/usage_test_rows.ts";

/** Whether posts cost more or take longer in B, and what a corrected field costs, for the report; empty where no model was asked. */
export function usageSection(comparison: Pick<Comparison, "usage_test" | "a" | "b">): string {
  const described = describeUsageTest(comparison);
  if (described === null) return "";
  const rows = usageTestRows(comparison);
  const table = rows.length === 0 ? "" : plainTable(USAGE_TEST_HEADER, rows);
  return `<p>${escapeHtml(described.head)}</p>
${table}
<p class="soft">${described.notes.map(escapeHtml).join(" ")}</p>
${chartFigure((size) => usageDifferenceChart(comparison, size))}
${chartFigure((size) => latencyChart(comparison, size))}`;
}
