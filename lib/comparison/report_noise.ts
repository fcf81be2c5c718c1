import { formatCells } from "../runtime/format_table.ts";
import { escapeHtml } from "../text/escape_html.ts";
import { describeNoise, NOISE_HEADER, noiseRows, type NoisyComparison } from "./noise_rows.ts";

/** How much A differs from itself beside how much it differs from B, for the report; empty where there is no noise floor. */
export function noiseSection(comparison: NoisyComparison): string {
  const described = describeNoise(comparison);
  if (described === null) return "";
  const { texts } = formatCells(NOISE_HEADER, noiseRows(comparison));
  const line = (tag: "th" | "td") => (cells: readonly string[]) =>
    `<tr>${
      cells.map((cell, column) =>
        `<${tag} class="${column === 0 ? "name" : "n"}">${escapeHtml(cell)}</${tag}>`
      )
        .join("")
    }</tr>`;
  const table = texts.length === 0
    ? ""
    : `<table class="narrow"><thead>${line("th")(NOISE_HEADER)}</thead><tbody>${
      texts.map(line("td")).join("")
    }</tbody></table>`;
  return `<h3>Noise floor</h3>
<p>${escapeHtml(described.head)}</p>
${table}
<p class="soft">${described.notes.map(escapeHtml).join(" ")}</p>`;
}
