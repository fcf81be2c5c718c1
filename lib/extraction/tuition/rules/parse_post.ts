import { foldText } from "../../../text/fold_text.ts";
import { type PlainLetters, plainLetters } from "../../../text/plain_letters.ts";
import type { Span } from "../../../text/span.ts";
import type { LabelKind } from "../vocabulary/labels.ts";
import type { LabelledEntry } from "./line_labels.ts";
import { parseLines, type PostLine } from "./post_lines.ts";

/** A label with its value, which may go on over the following lines. */
export interface LabelledValue {
  readonly kind: LabelKind;
  /** The label and the first line of its value. */
  readonly labelledLine: Span;
  /** The lines of the value that are not blank. */
  readonly lines: readonly Span[];
  readonly isBulleted: boolean;
}

/** A post as the rules read it. All spans are places in `text` and in `folded`, which have the same length. */
export interface Post {
  /** The post, styled letters made plain; {@linkcode snippet} gives its own words. */
  readonly text: string;
  readonly folded: string;
  readonly lines: readonly PostLine[];
  readonly values: readonly LabelledValue[];
  readonly original: string;
  readonly originalIndex: PlainLetters["originalIndex"];
}

/** Splits a post into lines, labels and values. */
export function parsePost(original: string): Post {
  const { text, originalIndex } = plainLetters(original);
  const folded = foldText(text);
  const lines = parseLines(text, folded);
  return { text, folded, lines, values: collectValues(folded, lines), original, originalIndex };
}

function collectValues(folded: string, lines: readonly PostLine[]): LabelledValue[] {
  const values: LabelledValue[] = [];
  for (const [index, line] of lines.entries()) {
    for (const [place, entry] of line.entries.entries()) {
      const first = entry.value.end > entry.value.start ? [entry.value] : [];
      const isLast = place === line.entries.length - 1;
      const rest = isLast ? continuation(folded, lines, index + 1, entry.kind, first.length === 0) : [];
      values.push({
        kind: entry.kind,
        labelledLine: entry.span,
        lines: [...first, ...rest],
        isBulleted: line.isBullet,
      });
    }
  }
  return values;
}

/** The lines after a label that still belong to its value. */
function continuation(
  folded: string,
  lines: readonly PostLine[],
  from: number,
  kind: LabelKind,
  isEmpty: boolean,
): Span[] {
  const spans: Span[] = [];
  for (let index = from; index < lines.length; index++) {
    const line = lines[index];
    if (!line || line.isContact) break;
    if (line.span.end === line.span.start) {
      // Only a list may stand apart from its label.
      if (isEmpty && spans.length === 0 && index === from && lines[index + 1]?.isBullet) continue;
      break;
    }
    if (line.entries.length > 0 && !isListItem(folded, kind, line)) break;
    spans.push(line.span);
  }
  return spans;
}

/** "Slot A: Mon 3pm" goes on a list of times, "Full-time: $40/hr" one of rates. */
function isListItem(folded: string, kind: LabelKind, { span, entries }: PostLine): boolean {
  if (!entries.every((entry) => entry.kind === "other" || entry.kind === "tutor")) return false;
  const line = folded.slice(span.start, span.end);
  return (kind === "timing" && /\d ?(?:am|pm)\b/.test(line)) || (kind === "rate" && /\$ ?\d/.test(line));
}

/** The values under labels of any of `kinds`, in the order of the post. */
export function valuesOf(post: Post, ...kinds: LabelKind[]): LabelledValue[] {
  return post.values.filter(({ kind }) => kinds.includes(kind));
}

/** The stretches of any of `kinds` in the lines that do not tell how to apply; `other` is text without a known label. */
export function stretchesOf(post: Post, ...kinds: LabelKind[]): LabelledEntry[] {
  return post.lines.flatMap(({ isContact, stretches }) =>
    isContact ? [] : stretches.filter(({ kind }) => kinds.includes(kind))
  );
}

/** The verbatim text of a span. */
export function snippet(post: Post, span: Span): string {
  return post.original.slice(post.originalIndex(span.start), post.originalIndex(span.end));
}
