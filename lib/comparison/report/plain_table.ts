import { type Cell, formatCells } from "../../runtime/format_table.ts";
import { escapeHtml } from "../../text/escape_html.ts";

/** From this many columns on, a row is a card of its own on a phone. */
const CARDS_FROM = 4;

/** Rows under their header, as the terminal prints them, in report.html: columns of numbers stand at the right. */
export function plainTable(
  header: readonly string[],
  rows: readonly (readonly Cell[])[],
  { caption, total = false }: {
    readonly caption?: string;
    /** Whether the last row sums the others up. */
    readonly total?: boolean;
  } = {},
): string {
  const { texts, rightAligned } = formatCells(header, rows);
  const hasCards = header.length >= CARDS_FROM;
  const cell = (text: string, column: number) => {
    const classes = [
      rightAligned[column] ? "n" : "name",
      ...(column === 0 && hasCards ? ["wide"] : []),
      ...(rightAligned[column] && text === "0" ? ["zero"] : []),
    ];
    const label = column === 0 || !hasCards ? "" : ` data-label="${escapeHtml(header[column] ?? "")}"`;
    return `<td class="${classes.join(" ")}"${label}>${escapeHtml(text)}</td>`;
  };
  const titles = header.map((text, column) =>
    `<th scope="col"${rightAligned[column] ? ' class="n"' : ""}>${escapeHtml(text)}</th>`
  );
  return `${caption === undefined ? "" : `<p>${escapeHtml(caption)}</p>\n`}<table class="narrow${
    hasCards ? " cards" : ""
  }"><thead><tr>${titles.join("")}</tr></thead>
<tbody>${
    texts.map((row, index) =>
      `<tr${total && index === texts.length - 1 ? ' class="total"' : ""}>${row.map(cell).join("")}</tr>`
    ).join("\n")
  }</tbody></table>`;
}
