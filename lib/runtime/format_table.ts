import stringWidth from "string-width";
import { columnWidths, fitTable } from "./fit_table.ts";
import { formatCount } from "./format_number.ts";

/** A cell: numbers are grouped and stand at the right, null is empty. */
export type Cell = string | number | null;

/**
 * Formats rows under a header and a rule as aligned columns, for a terminal. A column of numbers (or of texts that look
 * like numbers, `12.5 %`) stands at the right. Returns lines without trailing spaces.
 *
 * @param columns How wide the terminal is, for a wider table to be fitted into; by default it is as wide as it needs.
 */
export function formatTable(
  header: readonly string[],
  rows: readonly (readonly Cell[])[],
  columns: number = Infinity,
): string[] {
  const { texts, rightAligned } = formatCells(header, rows);
  const table = fitTable(header, texts, rightAligned, columns);
  const lines = alignColumns([...table.header, ...table.rows], rightAligned, table.gap);
  const width = Math.max(...lines.map((line) => stringWidth(line)));
  return lines.toSpliced(table.header.length, 0, "-".repeat(width));
}

/** The texts of the cells, as many a row as the header has, and whether each column stands at the right. */
export function formatCells(
  header: readonly string[],
  rows: readonly (readonly Cell[])[],
): { readonly texts: string[][]; readonly rightAligned: boolean[] } {
  const texts = rows.map((row) => header.map((_, column) => formatCell(row[column] ?? null)));
  const rightAligned = header.map((_, column) =>
    texts.some((row) => row[column]) && texts.every((row) => isNumeric(row[column] ?? ""))
  );
  return { texts, rightAligned };
}

/** Formats rows without a header, each column as wide as its widest cell. */
export function alignColumns(
  rows: readonly (readonly string[])[],
  rightAligned: readonly boolean[] = [],
  gap = 2,
): string[] {
  const widths = columnWidths(rows);
  return rows.map((row) =>
    row.map((cell, column) => {
      const space = " ".repeat((widths[column] ?? 0) - stringWidth(cell));
      return rightAligned[column] === true ? space + cell : cell + space;
    }).join(" ".repeat(gap)).trimEnd()
  );
}

function formatCell(cell: Cell): string {
  return cell === null ? "" : typeof cell === "number" ? formatCount(cell) : cell;
}

function isNumeric(text: string): boolean {
  return text === "" || /^(US\$ )?[-+]?[\d,]*\.?\d+( ?(%|s|ms|B|kB|MB|GB|x))?$|^n\/a$/.test(text);
}
