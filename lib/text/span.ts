/** A stretch of a text, in UTF-16 code units, end exclusive. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/** The span without white space at either end, and without the characters of `edge` there. */
export function trimSpan(text: string, span: Span, edge = ""): Span {
  let { start, end } = span;
  const drops = (unit: string | undefined) => unit !== undefined && (/\s/.test(unit) || edge.includes(unit));
  while (start < end && drops(text[start])) start++;
  while (end > start && drops(text[end - 1])) end--;
  return { start, end };
}

/** The parts of `span` that lie outside of `holes`, in order. */
export function subtractSpans(span: Span, holes: readonly Span[]): Span[] {
  const parts: Span[] = [];
  let start = span.start;
  for (const hole of [...holes].sort((a, b) => a.start - b.start)) {
    if (hole.start > start) parts.push({ start, end: Math.min(hole.start, span.end) });
    start = Math.max(start, hole.end);
  }
  if (start < span.end) parts.push({ start, end: span.end });
  return parts;
}
