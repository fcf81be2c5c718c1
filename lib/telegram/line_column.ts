const TAB = 0x09;
const NEWLINE = 0x0a;
const RETURN = 0x0d;
const SPACE = 0x20;

/** Marks a place on a line behind something else than white space. */
export const NOT_AT_LINE_START = -1;

/** Whether JSON lets the byte stand between values. */
export function isBlank(byte: number): boolean {
  return byte === SPACE || byte === NEWLINE || byte === RETURN || byte === TAB;
}

/** The column behind `byte`, which stands in `column`: how many blanks there are since the line's start. */
export function nextColumn(column: number, byte: number): number {
  if (byte === NEWLINE) return 0;
  if (column === NOT_AT_LINE_START || byte === RETURN) return column;
  return byte === SPACE || byte === TAB ? column + 1 : NOT_AT_LINE_START;
}
