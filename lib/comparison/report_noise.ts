import { escapeHtml } from "../text/escape_html.ts";
import { describeNoise, NOISE_HEADER, noiseRows, type NoisyComparison } from "./noise_rows.ts";
import { plainTable } from "./plain_table.ts";

/** How much A differs from itself beside how much it differs from B, for the report; empty where there is no noise floor. */
export function noiseSection(comparison: NoisyComparison): string {
  const described = describeNoise(comparison);
  if (described === null) return "";
  const rows = noiseRows(comparison);
  const table = rows.length === 0 ? "" : plainTable(NOISE_HEADER, rows);
  return `<p>${escapeHtml(described.head)}</p>
${table}
<p class="soft">${described.notes.map(escapeHtml).join(" ")}</p>`;
}
