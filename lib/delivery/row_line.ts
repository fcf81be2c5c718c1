/** One line of an export: a row of a table. */
export interface RowLine {
  readonly table: string;
  /** The row as JSON, in UTF-8. */
  readonly row: Uint8Array;
}

const DECODER = new TextDecoder();
const LONGEST_START_BYTES = 100;

/** Writes a row as a line of an export. `rowJson` may not hold a line feed. */
export function formatRowLine(table: string, rowJson: string): string {
  return `${startOfLine(table)}${rowJson}}\n`;
}

/** Reads a line that `formatRowLine` wrote, without its line feed, and leaves the row unread; null for any other line. */
export function parseRowLine(line: Uint8Array): RowLine | null {
  const start = DECODER.decode(line.subarray(0, LONGEST_START_BYTES));
  const [, table] = /^\{"table":"(\w+)","row":\{/.exec(start) ?? [];
  if (table === undefined || line.at(-1) !== 0x7d) return null;
  return { table, row: line.subarray(startOfLine(table).length, -1) };
}

function startOfLine(table: string): string {
  return `{"table":"${table}","row":`;
}
