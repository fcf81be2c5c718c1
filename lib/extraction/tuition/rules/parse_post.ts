import { foldText } from "../../../text/fold_text.ts";
import { type Span, subtractSpans, trimSpan } from "../../../text/span.ts";
import { findExactLabel, findIcon, findLabel, type LabelKind } from "../vocabulary/labels.ts";
import { CONTACT_PHRASES, SUBJECTS } from "../vocabulary/phrases.ts";

/** One line of a post, without the bullet or icon it starts with. */
export interface PostLine {
  readonly span: Span;
  /** The same with the bullet. */
  readonly whole: Span;
  readonly isBullet: boolean;
  /** Whether the line tells how to apply, rather than what the assignment is. */
  readonly isContact: boolean;
  readonly entries: readonly LabelledEntry[];
  /** The entries, and before them what stands without a known label, as an entry of kind `other`. */
  readonly stretches: readonly LabelledEntry[];
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
/** "3) " or "3. " before the words of a numbered line. */
const NUMBERING = /^\(?\d{1,2}[.)] ?(?=[a-z*_])/;
/** "Reply AB12 to @someone", "Text 9123 4567". */
const CONTACT_LINE =
  /^(?:reply|message|msg|dm|pm|text|contact|whatsapp|drop|send|quote|apply|call|sms)\b[^\n]{0,80}(?:@[a-z]\w{3}|\b[689]\d{3} ?\d{4}\b)/;
const LONGEST_LABEL = 48;
/** A label later in a line, after punctuation: ", Location:" or ". Budget is". */
const INLINE_LABEL = /(?:[,|;\u2022]|\.\s)\s{0,3}([a-z][a-z '&./]{1,30}?)(?:\s?:| is\b| are\b)/g;
/** "Student is shy" is a sentence about the student, not a label and its value. */
const PERSONS: readonly LabelKind[] = ["student", "tutor"];
const BARE_LABEL = /^([a-z][a-z '&./]{1,30}?)\s?(?:\s[-=|>\u2192\u00bb\u203a]+>?\s|$|(?=\s\$\d))/;
const CODE_LABEL =
  /^((?:[a-z]+ ){0,1}(?:code|ref|id|no\.?))\s(?=#?[a-z]{0,6}-?\d[a-z0-9-]{1,12}\s*(?:$|[|,(]))/;

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
  const numbering = NUMBERING.exec(folded.slice(whole.start + prefix.length, whole.end))?.[0].length ?? 0;
  const span = trimSpan(text, { start: whole.start + prefix.length + numbering, end: whole.end }, "*_");
  const entries = parseEntries(folded, span, prefix);
  const line = folded.slice(span.start, span.end);
  return {
    span,
    whole: trimSpan(text, { start: whole.start, end: span.end }),
    isBullet: BULLET.test(prefix.trimEnd()) && !prefix.includes("**"),
    isContact: entries.every(({ kind }) => kind === "contact" || kind === "other") &&
      (entries.some(({ kind }) => kind === "contact") ||
        CONTACT_LINE.test(line) || isContactText(withoutRequest(line))),
    entries,
    stretches: findStretches(text, span, entries),
  };
}

/** Whether a folded text tells how to apply. */
export function isContactText(folded: string): boolean {
  return CONTACT_PHRASES.some((phrase) => folded.includes(phrase));
}

/** The first sentence of running text that begins with what is taught; else the whole line. */
function withoutRequest(line: string): string {
  const stop = line.search(/[.!?] /);
  if (stop < 0) return line;
  const first = line.slice(0, stop + 1);
  return SUBJECTS.findAll(first).length > 0 ? first : line;
}

function findStretches(text: string, span: Span, entries: readonly LabelledEntry[]): LabelledEntry[] {
  const known = entries.filter(({ kind }) => kind !== "other");
  const free = subtractSpans(span, known.map((entry) => entry.span)).map((part) =>
    trimSpan(text, part, ",|;")
  )
    .filter(({ start, end }) => end > start)
    .map((part): LabelledEntry => ({ kind: "other", span: part, value: part }));
  return [...free, ...known].sort((a, b) => a.span.start - b.span.start);
}

function parseEntries(folded: string, span: Span, prefix: string): LabelledEntry[] {
  const first = parseLabel(folded, span) ?? parseIcon(span, prefix);
  // A remark may hold anything, also what looks like a label.
  if (first?.kind === "remarks" || first?.kind === "requirement") return [first];
  const entries = first ? [first] : [];
  const from = first?.value.start ?? span.start;
  for (const match of folded.slice(from, span.end).matchAll(INLINE_LABEL)) {
    const [whole, label = ""] = match;
    // A bar and a colon leave no doubt that this is a label, whatever words it has besides.
    const kind = /^[|;].*:$/.test(whole) ? findLabel(label) : findExactLabel(label);
    if (kind === null || (PERSONS.includes(kind) && !whole.endsWith(":"))) continue;
    const at = from + match.index;
    const last = entries.pop();
    if (last) {
      const end = Math.min(last.span.end, at);
      const value = trimSpan(folded, { start: last.value.start, end });
      entries.push({ ...last, span: { start: last.span.start, end }, value });
    }
    // In running text a labelled value ends with its sentence.
    const end = whole.startsWith(".") ? endOfSentence(folded, at + whole.length, span.end) : span.end;
    const value = trimSpan(folded, { start: at + whole.length, end });
    entries.push({ kind, span: { start: at + whole.indexOf(label), end }, value });
  }
  return entries;
}

function endOfSentence(folded: string, from: number, end: number): number {
  const stop = folded.slice(from, end).search(/[.!?](?:\s|$)/);
  return stop < 0 ? end : from + stop;
}

/** `Label: value`, `Label - value`, `Rate $40`, `Code AB123`, or a line that is nothing but a label. */
function parseLabel(folded: string, span: Span): LabelledEntry | null {
  const line = folded.slice(span.start, span.end);
  const colon = line.slice(0, LONGEST_LABEL).indexOf(":");
  if (colon > 0 && isLabelText(line, colon)) {
    const kind = findLabel(line.slice(0, colon)) ?? "other";
    return { kind, span, value: trimSpan(folded, { start: span.start + colon + 1, end: span.end }, "*_ ") };
  }
  const [whole, label = ""] = BARE_LABEL.exec(line) ?? CODE_LABEL.exec(line) ?? [];
  // A dash may stand in any sentence; an arrow or a sign of equality follows a label.
  const isMarked = /[=|>\u2192\u00bb\u203a]/.test(whole?.slice(label.length) ?? "");
  const kind = label === "" ? null : isMarked ? findLabel(label) : findExactLabel(label);
  if (kind === null || whole === undefined) return null;
  return {
    kind,
    span,
    value: trimSpan(folded, { start: span.start + whole.length, end: span.end }, "-=>\u2192\u00bb\u203a"),
  };
}

/** Whether what stands before a colon may be a label: words, not a time of day, an address of the web or a sentence. */
function isLabelText(line: string, colon: number): boolean {
  const label = line.slice(0, colon);
  if (label.includes("(") && !label.includes(")")) return false;
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
  return post.text.slice(span.start, span.end);
}
