import { foldText } from "../../text/fold_text.ts";
import { type Span, trimSpan } from "../../text/span.ts";
import { findExactLabel, findIcon, findLabel, type LabelKind } from "../vocabulary/labels.ts";
import { CONTACT_PHRASES } from "../vocabulary/phrases.ts";

/** One line of a post, without the bullet or icon it starts with. */
export interface PostLine {
  readonly span: Span;
  readonly isBullet: boolean;
  /** Whether the line tells how to apply, rather than what the assignment is. */
  readonly isContact: boolean;
  readonly entries: readonly LabelledEntry[];
}

/** A label and the rest of its line. */
interface LabelledEntry {
  readonly kind: LabelKind;
  /** From the label to the end of the value; starts at the value where the label is an icon. */
  readonly span: Span;
  readonly value: Span;
}

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
  readonly text: string;
  readonly folded: string;
  readonly lines: readonly PostLine[];
  readonly values: readonly LabelledValue[];
}

const LEADING_MARKS = /[^\p{L}\p{N}$(\[#@"'+<\uff08]*/uy;
const BULLET =
  /(?:^|\s)[-*+\u2022\u25aa\u25e6\u25cf\u2023\u25cb\u27a2\u27a4\u25ba\u25b6\u2713\u2714\u2705\u2611\u00b7]\s*$/;
const LONGEST_LABEL = 48;

/** Splits a post into lines, labels and values. */
export function parsePost(text: string): Post {
  const folded = foldText(text);
  const lines: PostLine[] = [];
  for (let start = 0; start <= text.length;) {
    const newline = text.indexOf("\n", start);
    const end = newline < 0 ? text.length : newline;
    lines.push(parseLine(text, folded, { start, end }));
    start = end + 1;
  }
  return { text, folded, lines, values: collectValues(folded, lines) };
}

function parseLine(text: string, folded: string, whole: Span): PostLine {
  LEADING_MARKS.lastIndex = whole.start;
  const marks = LEADING_MARKS.exec(text)?.[0].length ?? 0;
  const prefix = text.slice(whole.start, Math.min(whole.start + marks, whole.end));
  const span = trimSpan(text, { start: whole.start + prefix.length, end: whole.end }, "*_");
  const entries = parseEntries(folded, span, prefix);
  const line = folded.slice(span.start, span.end);
  return {
    span,
    isBullet: BULLET.test(prefix.trimEnd()) && !prefix.includes("**"),
    isContact: entries.every(({ kind }) => kind === "contact" || kind === "other") &&
      (entries.some(({ kind }) => kind === "contact") ||
        CONTACT_PHRASES.some((phrase) => line.includes(phrase))),
    entries,
  };
}

function parseEntries(folded: string, span: Span, prefix: string): LabelledEntry[] {
  const first = parseLabel(folded, span) ?? parseIcon(span, prefix);
  if (!first) return [];
  const entries = [first];
  // A remark may hold anything, also what looks like a label.
  if (first.kind === "remarks" || first.kind === "requirement" || first.kind === "other") return entries;
  const line = folded.slice(first.value.start, span.end);
  for (const match of line.matchAll(/[,|;\u2022]\s{0,3}([a-z][a-z '&./]{1,30}):/g)) {
    const [, label = ""] = match;
    const kind = findExactLabel(label);
    const last = entries.pop();
    if (!last) break;
    if (kind === null) {
      entries.push(last);
      continue;
    }
    const at = first.value.start + match.index;
    const start = at + match[0].length - label.length - 1;
    entries.push(
      {
        ...last,
        span: { start: last.span.start, end: at },
        value: trimSpan(folded, { start: last.value.start, end: at }),
      },
      {
        kind,
        span: { start, end: span.end },
        value: trimSpan(folded, { start: at + match[0].length, end: span.end }),
      },
    );
  }
  return entries;
}

/** `Label: value`, `Label - value`, `Rate $40`, or a line that is nothing but a label. */
function parseLabel(folded: string, span: Span): LabelledEntry | null {
  const line = folded.slice(span.start, span.end);
  const colon = line.slice(0, LONGEST_LABEL).indexOf(":");
  if (colon > 0 && isLabelText(line, colon)) {
    const kind = findLabel(line.slice(0, colon)) ?? "other";
    return { kind, span, value: trimSpan(folded, { start: span.start + colon + 1, end: span.end }, "*_ ") };
  }
  const [, label = "", separator = ""] =
    /^([a-z][a-z '&./]{1,30}?)\s?(?:(\s[-=|>\u2192]+>?\s|$)|(?=\s\$\d))/.exec(line) ?? [];
  const kind = label === "" ? null : findExactLabel(label);
  if (kind === null) return null;
  const valueAt = line.indexOf(label) + label.length;
  return {
    kind,
    span,
    value: trimSpan(folded, { start: span.start + valueAt + separator.length, end: span.end }, "-=>\u2192"),
  };
}

/** Whether what stands before a colon may be a label: words, not a time of day, an address of the web or a sentence. */
function isLabelText(line: string, colon: number): boolean {
  const label = line.slice(0, colon);
  if (/^\/\//.test(line.slice(colon + 1)) || !/[a-z]/.test(label)) return false;
  if (/\d$/.test(label) && /^\d/.test(line.slice(colon + 1))) return false;
  if (/[@$|[\]?!,;]/.test(label)) return false;
  return label.split(/\s+/).length <= 7;
}

function parseIcon(span: Span, prefix: string): LabelledEntry | null {
  if (span.start === span.end) return null;
  const kind = findIcon(prefix);
  return kind === null ? null : { kind, span, value: span };
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
    const isSlot = kind === "timing" && line.entries[0]?.kind === "other" && /\d ?(?:am|pm)\b/.test(
      folded.slice(line.span.start, line.span.end),
    );
    if (line.entries.length > 0 && !isSlot) break;
    spans.push(line.span);
  }
  return spans;
}

/** The values under labels of any of `kinds`, in the order of the post. */
export function valuesOf(post: Post, ...kinds: LabelKind[]): LabelledValue[] {
  return post.values.filter(({ kind }) => kinds.includes(kind));
}

/** The verbatim text of a span. */
export function snippet(post: Post, span: Span): string {
  return post.text.slice(span.start, span.end);
}
