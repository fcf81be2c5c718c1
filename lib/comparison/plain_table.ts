import { formatCount } from "../runtime/format_number.ts";
import type { Cell } from "../runtime/format_table.ts";
import { escapeHtml } from "../text/escape_html.ts";

/** A table of report.html: a name a row, and figures, which stand at the right; nothing is shown as nothing. */
export function plainTable(
  header: readonly string[],
  rows: readonly (readonly Cell[])[],
  total?: readonly Cell[],
): string {
  const line = ([name, ...figures]: readonly Cell[], className = "") =>
    `<tr${className}><td>${escapeHtml(String(name ?? ""))}</td>${
      figures.map((figure) =>
        `<td class="n">${
          typeof figure === "number" ? formatCount(figure) : escapeHtml(String(figure ?? ""))
        }</td>`
      ).join("")
    }</tr>`;
  return `<table class="narrow"><thead><tr>${
    header.map((text, column) => `<th${column === 0 ? "" : ' class="n"'}>${escapeHtml(text)}</th>`).join("")
  }</tr></thead><tbody>${rows.map((row) => line(row)).join("")}${
    total === undefined ? "" : line(total, ' class="total"')
  }</tbody></table>`;
}
