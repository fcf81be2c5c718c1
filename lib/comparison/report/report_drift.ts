import { escapeHtml } from "../../text/escape_html.ts";
import type { Comparison } from "../comparison_schema.ts";
import { describeDrift, DRIFT_HEADER, driftRows } from "../drift/drift_rows.ts";
import { plainTable } from "./plain_table.ts";
import { chartFigure } from "./report_chart.ts";
import { weeklyCoverageChart } from "../weekly_charts.ts";

/** From which weeks on a field is filled or agreed on differently, for the report; empty in a comparison that knows no weeks. */
export function driftSection(comparison: Comparison): string {
  const described = describeDrift(comparison);
  if (described === null || comparison.weeks.length === 0) return "";
  const rows = driftRows(comparison);
  const table = rows.length === 0 ? "" : plainTable(DRIFT_HEADER, rows);
  const chart = (comparison.drift?.weeks ?? 0) < 2
    ? ""
    : chartFigure((size) => weeklyCoverageChart(comparison, "field", size));
  return `<p>${escapeHtml(described.head)}</p>
${table}
<p class="soft">${described.notes.map(escapeHtml).join(" ")}</p>
${chart}`;
}
