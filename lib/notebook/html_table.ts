import { escapeHtml } from "../text/escape_html.ts";
import { HtmlOutput } from "./html_output.ts";

/** What a table's cell may hold; nothing is shown as a dash. */
export type TableValue = string | number | boolean | null | undefined;

/** One column of a table. */
export interface TableColumn<Row> {
  readonly title: string;
  readonly value: (row: Row) => TableValue;
}

export interface HtmlTableOptions {
  readonly caption?: string;
  /** Rows beyond this many are counted, not shown; 100 unless told. */
  readonly maxRows?: number;
}

const STYLE = {
  table: "border-collapse:collapse;font-variant-numeric:tabular-nums",
  caption: "text-align:left;font-weight:bold;padding:4px 0",
  title: "border-bottom:1px solid currentColor",
  cell: "padding:2px 12px 2px 0;vertical-align:top;white-space:pre-wrap",
};

/** A table of rows for a notebook; numbers are aligned to the right, all text is escaped. */
export function htmlTable<Row>(
  rows: readonly Row[],
  columns: readonly TableColumn<Row>[],
  { caption, maxRows = 100 }: HtmlTableOptions = {},
): HtmlOutput {
  const body = rows.slice(0, maxRows).map((row) => columns.map((column) => column.value(row)));
  const isNumeric = columns.map((_, index) => body.some((values) => typeof values[index] === "number"));
  const cell = (tag: "td" | "th", text: string, index: number) => {
    const align = isNumeric[index] ? "right" : "left";
    const border = tag === "th" ? `;${STYLE.title}` : "";
    return `<${tag} style="${STYLE.cell};text-align:${align}${border}">${escapeHtml(text)}</${tag}>`;
  };
  const titles = columns.map((column) => column.title);
  const texts = body.map((values) => values.map(showValue));
  const leftOut = rows.length - body.length;
  const note = leftOut > 0 ? `and ${leftOut.toLocaleString("en")} more rows` : "";

  const html = [
    `<table style="${STYLE.table}">`,
    caption === undefined ? "" : `<caption style="${STYLE.caption}">${escapeHtml(caption)}</caption>`,
    `<thead><tr>${titles.map((title, index) => cell("th", title, index)).join("")}</tr></thead>`,
    "<tbody>",
    ...texts.map((line) => `<tr>${line.map((text, index) => cell("td", text, index)).join("")}</tr>`),
    "</tbody></table>",
    note === "" ? "" : `<p>${note}</p>`,
  ];
  const plain = [...(caption === undefined ? [] : [[caption]]), titles, ...texts, ...(note ? [[note]] : [])];
  return new HtmlOutput(
    html.filter((part) => part !== "").join("\n"),
    plain.map((line) => line.join("\t")).join("\n"),
  );
}

function showValue(value: TableValue): string {
  if (value === null || value === undefined) return "–";
  return typeof value === "number" ? value.toLocaleString("en", { maximumFractionDigits: 4 }) : String(value);
}
