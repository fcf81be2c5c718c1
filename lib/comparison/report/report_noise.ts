import { escapeHtml } from "../../text/escape_html.ts";
import { describeNoise, NOISE_HEADER, noiseRows } from "../noise/noise_rows.ts";
import type { Comparison } from "../comparison_schema.ts";
import { beyondNoiseChart } from "../noise/noise_charts.ts";
import { plainTable } from "./plain_table.ts";
import { chartFigure } from "./report_chart.ts";

/** How much A differs from itself beside how much it differs from B, for the report; empty where there is no noise floor. */
export function noiseSection(comparison: Pick<Comparison, "noise" | "a" | "b">): string {
  const described = describeNoise(comparison);
  if (described === null) return "";
  const rows = noiseRows(comparison);
  const table = rows.length === 0
    ? ""
    : `${plainTable(NOISE_HEADER, rows)}${chartFigure((size) => beyondNoiseChart(comparison, size))}`;
  return `<p>${escapeHtml(described.head)}</p>
${table}
<p class="soft">${described.notes.map(escapeHtml).join(" ")}</p>`;
}
