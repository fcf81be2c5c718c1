import { type Cell, formatCells } from "../runtime/format_table.ts";
import { formatCount } from "../runtime/format_number.ts";
import { escapeHtml } from "../text/escape_html.ts";
import { HtmlOutput } from "./html_output.ts";
import { notice } from "./notice.ts";

export interface HtmlTableOptions {
  readonly caption?: string;
  /** Rows beyond this many are counted, not shown; 100 unless told. */
  readonly maxRows?: number;
  /** What to say where there are no rows. Default: an empty table. */
  readonly empty?: string;
}

/** A text of so many characters is not worth a break: a date, a code. */
const SHORT = 16;

const STYLE = {
  table: "border-collapse:collapse;font-size:13px;font-variant-numeric:tabular-nums",
  caption: "text-align:left;font-weight:600;padding:4px 0",
  title: "border-bottom:1px solid currentColor;vertical-align:bottom",
  cell: "padding:3px 14px 3px 0;vertical-align:top",
  left: "text-align:left;white-space:pre-wrap",
  short: "text-align:left;white-space:nowrap",
  right: "text-align:right;white-space:nowrap",
  rule: "border-bottom:1px solid #8884",
};

/**
 * A table of rows under a header, as `formatTable` makes it for a terminal: columns of numbers stand at the right. Nothing
 * is shown as a dash; all text is escaped.
 */
export function htmlTable(
  header: readonly string[],
  rows: readonly (readonly Cell[])[],
  { caption, maxRows = 100, empty }: HtmlTableOptions = {},
): HtmlOutput {
  if (rows.length === 0 && empty !== undefined) return notice(empty);
  const { texts, rightAligned } = formatCells(header, rows.slice(0, maxRows));
  const body = texts.map((row) => row.map((text) => text === "" ? "–" : text));
  const leftOut = rows.length - body.length;
  const note = leftOut > 0 ? [`and ${formatCount(leftOut)} more`] : [];

  const line = (tag: "th" | "td", row: readonly string[], style: string) => {
    const cells = row.map((text, column) => {
      const align = rightAligned[column] ? STYLE.right : text.length <= SHORT ? STYLE.short : STYLE.left;
      return `<${tag} style="${STYLE.cell};${style};${align}">${escapeHtml(text)}</${tag}>`;
    });
    return `<tr>${cells.join("")}</tr>`;
  };
  const html = [
    `<table style="${STYLE.table}">`,
    ...(caption === undefined ? [] : [`<caption style="${STYLE.caption}">${escapeHtml(caption)}</caption>`]),
    `<thead>${line("th", header, STYLE.title)}</thead>`,
    "<tbody>",
    ...body.map((row) => line("td", row, STYLE.rule)),
    "</tbody></table>",
    ...note.map((text) => `<p>${text}</p>`),
  ];
  const plain = [...(caption === undefined ? [] : [[caption]]), header, ...body, note];
  return new HtmlOutput(html.join("\n"), plain.map((row) => row.join("\t")).join("\n").trimEnd());
}
