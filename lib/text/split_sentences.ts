import { type Span, trimSpan } from "./span.ts";

/** A full stop before one of these does not end a sentence: it is part of an abbreviation. */
const ABBREVIATION = /(?:^|[\s(])(?:no|st|ave|rd|blk|approx|e\.g|i\.e|etc|min|mr|mrs|ms|dr)$/i;

/**
 * The sentences of `span`: a line break ends one, and so do `.`, `!` or `?` before white space.
 * The end punctuation belongs to its sentence; sentences without a letter or digit are left out.
 */
export function splitSentences(text: string, span: Span): Span[] {
  const sentences: Span[] = [];
  let start = span.start;
  const close = (end: number) => {
    const sentence = trimSpan(text, { start, end });
    if (/[\p{L}\p{N}]/u.test(text.slice(sentence.start, sentence.end))) sentences.push(sentence);
    start = end;
  };
  for (let at = span.start; at < span.end; at++) {
    const unit = text[at];
    if (unit === "\n") {
      close(at);
    } else if (unit === "." || unit === "!" || unit === "?") {
      const next = at + 1 < span.end ? text[at + 1] : undefined;
      if (next !== undefined && !/\s/.test(next)) continue;
      if (unit === "." && ABBREVIATION.test(text.slice(Math.max(start, at - 8), at))) continue;
      close(at + 1);
    }
  }
  close(span.end);
  return sentences;
}
