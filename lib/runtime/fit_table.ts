import stringWidth from "string-width";
import { truncateToWidth } from "./truncate_to_width.ts";

/** A table ready to be aligned: its header in one or several lines, and the spaces between its columns. */
export interface FittedTable {
  readonly header: readonly (readonly string[])[];
  readonly rows: readonly (readonly string[])[];
  readonly gap: number;
}

const WIDE_GAP = 2;
const NARROW_GAP = 1;
/** A text cut shorter says nothing any more. */
const SHORTEST_CUT = 12;

/**
 * Fits a table into so many terminal columns, by as little as will do: headings of several words on several lines, then
 * less space between columns, then the longest texts cut. Numbers stay whole, so that a table of many may stay too wide.
 *
 * @param isNumber Whether each column holds numbers.
 */
export function fitTable(
  header: readonly string[],
  rows: readonly (readonly string[])[],
  isNumber: readonly boolean[],
  columns: number,
): FittedTable {
  const whole = { header: [header], rows, gap: WIDE_GAP };
  const stacked = { ...whole, header: stackWords(header, rows) };
  const narrow = { ...stacked, gap: NARROW_GAP };
  return [whole, stacked, narrow].find((table) => widthOf(table) <= columns) ??
    cutTexts(narrow, isNumber, columns);
}

/** Spreads each heading over as many lines as its words need to be no wider than its column. */
function stackWords(header: readonly string[], rows: readonly (readonly string[])[]): string[][] {
  const bodyWidths = columnWidths(rows);
  const stacks = header.map((heading, column) => {
    const words = heading.split(" ");
    const width = Math.max(bodyWidths[column] ?? 0, ...words.map((word) => stringWidth(word)));
    const lines: string[] = [];
    for (const word of words) {
      const longer = `${lines.at(-1)} ${word}`;
      if (lines.length > 0 && stringWidth(longer) <= width) lines[lines.length - 1] = longer;
      else lines.push(word);
    }
    return lines;
  });
  const height = Math.max(...stacks.map(({ length }) => length));
  return Array.from(
    { length: height },
    (_, line) => stacks.map((lines) => lines[line - height + lines.length] ?? ""),
  );
}

/** Takes what is too much from the widest column of texts, again and again. */
function cutTexts(table: FittedTable, isNumber: readonly boolean[], columns: number): FittedTable {
  const widths = columnWidths([...table.header, ...table.rows]);
  const shortest = columnWidths(table.header).map((width) => Math.max(width, SHORTEST_CUT));
  for (let excess = widthOf(table) - columns; excess > 0; excess--) {
    const cuttable = widths.map((width, column) =>
      isNumber[column] !== true && width > (shortest[column] ?? 0) ? width : 0
    );
    const widest = Math.max(...cuttable);
    if (widest === 0) break;
    widths[cuttable.indexOf(widest)] = widest - 1;
  }
  return {
    ...table,
    rows: table.rows.map((row) => row.map((cell, column) => truncateToWidth(cell, widths[column] ?? 0))),
  };
}

function widthOf({ header, rows, gap }: FittedTable): number {
  const widths = columnWidths([...header, ...rows]);
  return widths.reduce((sum, width) => sum + width, gap * (widths.length - 1));
}

/** The width of each column's widest cell, in terminal columns. */
export function columnWidths(rows: readonly (readonly string[])[]): number[] {
  const widths: number[] = [];
  for (const row of rows) {
    row.forEach((cell, column) => widths[column] = Math.max(widths[column] ?? 0, stringWidth(cell)));
  }
  return widths;
}
