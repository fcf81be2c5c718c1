import stringWidth from "string-width";

/** Cuts a line to at most `columns` terminal columns, ending it with `…` where something was cut. */
export function truncateToWidth(line: string, columns: number): string {
  if (stringWidth(line) <= columns) return line;
  let kept = "";
  let width = 0;
  for (const { segment } of new Intl.Segmenter().segment(line)) {
    width += stringWidth(segment);
    if (width > columns - 1) break;
    kept += segment;
  }
  return columns < 1 ? "" : `${kept}…`;
}
