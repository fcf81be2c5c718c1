import { type Span, subtractSpans, trimSpan } from "../../../text/span.ts";
import { splitSentences } from "../../../text/split_sentences.ts";
import { findExactLabel, findIcon, ICON } from "../vocabulary/labels.ts";
import { CONTACT_PHRASES, SUBJECTS } from "../vocabulary/phrases.ts";
import { type LabelledEntry, parseEntries } from "./line_labels.ts";

/** One line of a post, without the bullet or icon it starts with. */
export interface PostLine {
  readonly span: Span;
  /** The same with the bullet. */
  readonly whole: Span;
  readonly isBullet: boolean;
  /** Whether the line tells how to apply, rather than what the assignment is. */
  readonly isContact: boolean;
  readonly entries: readonly LabelledEntry[];
  /** The entries, and before and between them what stands without a known label, as entries of kind `other`. */
  readonly stretches: readonly LabelledEntry[];
}

const LEADING_MARKS = /[^\p{L}\p{N}$(\[#@"'+<\uff08\u3010]*/uy;
const BULLET =
  /(?:^|\s)[-*+\u2022\u25aa\u25e6\u25cf\u2023\u25cb\u27a2\u27a4\u25ba\u25b6\u2713\u2714\u2705\u2611\u00b7]\s*$/;
/** "*Rate*: $40" begins with a mark for bold, not with a bullet. */
const BOLD = /^\s*(?:\*\*|\*(?=\S)[^*]{1,80}\*)/;
/** "3) " or "3. " before the words of a numbered line. */
const NUMBERING = /^(?:\(?\d{1,2}[.)] ?|#\d{1,2}[.):]? )(?=[a-z*_[])/;
/** "Reply AB12 to @someone", "Text 9123 4567", "bit.ly/apply". */
const CONTACT_LINE =
  /^(?:reply|message|msg|dm|pm|text|contact|whatsapp|drop|send|quote|apply|call|sms)\b[^\n]{0,80}(?:@[a-z]\w{3}|\b[689]\d{3} ?\d{4}\b)|^(?:(?:kindly|please|pls|to) )?apply\b|^(?:www\.)?[a-z0-9-]{1,40}(?:\.[a-z]{2,6}){1,2}\/\S*$/;
/** What parts a line into columns. */
const COLUMN_GAP = / ?\|+ ?| \/\/ | [\u2022\u00b7\u25aa\u25cf] |\t+| {3,}/g;

/** The lines of a post; what tells how to apply, or has an icon of its own, is a line of its own where it shares one. */
export function parseLines(text: string, folded: string): PostLine[] {
  const lines: PostLine[] = [];
  for (let start = 0; start <= text.length;) {
    const newline = text.indexOf("\n", start);
    const end = newline < 0 ? text.length : newline;
    for (const part of splitAtIcons(text, { start, end })) {
      for (const span of splitContact(text, folded, part)) lines.push(parseLine(text, folded, span));
    }
    start = end + 1;
  }
  return lines;
}

/** "📍 Bishan 💰 $40/h ⏰ Mon 5pm" is three lines in one. */
function splitAtIcons(text: string, line: Span): Span[] {
  const icons = [...text.slice(line.start, line.end).matchAll(ICON)].map(({ index }) => line.start + index);
  if (icons.length < 2) return [line];
  const starts = icons.filter((at, index) => index === 0 || at > (icons[index - 1] ?? 0) + 3);
  return [line.start, ...starts.filter((at) => at > line.start)].map((start, index, all) => ({
    start,
    end: all[index + 1] ?? line.end,
  }));
}

/** Parts the sentences or columns at the end of a line that tell how to apply from a request before them. */
function splitContact(text: string, folded: string, line: Span): Span[] {
  if (line.end - line.start < 40 || !isContactText(folded.slice(line.start, line.end))) return [line];
  const pieces = splitColumns(folded, line).flatMap((column) => splitSentences(text, column));
  const last = pieces.findLastIndex(({ start, end }) => !isContactText(folded.slice(start, end)));
  const cut = pieces[last + 1]?.start;
  if (last < 0 || cut === undefined) return [line];
  const request = { start: line.start, end: cut };
  return SUBJECTS.findAll(folded, request).length > 0 ? [request, { start: cut, end: line.end }] : [line];
}

/** What a line's icon stands for; one for contacts is a mere bullet where the line tells no way to get in touch. */
function readIcon(prefix: string, line: string) {
  const kind = findIcon(prefix);
  const isBullet = kind === "contact" && !/@|[a-z]\/|\b[3689]\d{3} ?\d{4}\b/.test(line) &&
    !isContactText(line);
  return isBullet ? null : kind;
}

function parseLine(text: string, folded: string, whole: Span): PostLine {
  LEADING_MARKS.lastIndex = whole.start;
  const marks = LEADING_MARKS.exec(text)?.[0].length ?? 0;
  const prefix = text.slice(whole.start, Math.min(whole.start + marks, whole.end));
  const numbering = NUMBERING.exec(folded.slice(whole.start + prefix.length, whole.end))?.[0].length ?? 0;
  const span = trimSpan(text, { start: whole.start + prefix.length + numbering, end: whole.end }, "*_|");
  const line = folded.slice(span.start, span.end);
  const entries = isTableHead(folded, span)
    ? [{ kind: "tags" as const, span, value: { start: span.end, end: span.end } }]
    : parseEntries(folded, span, readIcon(prefix, line));
  return {
    span,
    whole: trimSpan(text, { start: whole.start, end: span.end }),
    isBullet: BULLET.test(prefix.trimEnd()) && !BOLD.test(folded.slice(whole.start, whole.end)),
    isContact: entries.every(({ kind }) => kind === "contact" || kind === "other") &&
      (entries.some(({ kind }) => kind === "contact") ||
        CONTACT_LINE.test(line) || isContactText(withoutRequest(line))),
    entries,
    stretches: findStretches(folded, span, entries),
  };
}

/** "Level | Subject | Rate" */
function isTableHead(folded: string, span: Span): boolean {
  const columns = splitColumns(folded, span);
  return columns.length >= 3 &&
    columns.every(({ start, end }) => findExactLabel(folded.slice(start, end)) !== null);
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

function findStretches(folded: string, span: Span, entries: readonly LabelledEntry[]): LabelledEntry[] {
  const known = entries.filter(({ kind }) => kind !== "other");
  const free = subtractSpans(span, known.map((entry) => entry.span))
    .flatMap((part) => splitColumns(folded, part))
    .map((part) => trimSpan(folded, part, ",|;"))
    .filter(({ start, end }) => end > start)
    .map((part): LabelledEntry => ({ kind: "other", span: part, value: part }));
  return [...free, ...known].sort((a, b) => a.span.start - b.span.start);
}

/** The parts of a stretch between bars, double slashes, dots in the middle and wide gaps. */
export function splitColumns(folded: string, span: Span): Span[] {
  return splitAt(folded, span, COLUMN_GAP);
}

/** The parts of a stretch between the matches of `gap`, which has the flag `g`; empty ones are left out. */
export function splitAt(folded: string, span: Span, gap: RegExp): Span[] {
  const stretch = folded.slice(span.start, span.end);
  const parts: Span[] = [];
  let start = span.start;
  // Most stretches have no gap, and a search is cheaper than an iterator.
  for (const match of stretch.search(gap) < 0 ? [] : stretch.matchAll(gap)) {
    parts.push(trimSpan(folded, { start, end: span.start + match.index }));
    start = span.start + match.index + match[0].length;
  }
  parts.push(trimSpan(folded, { start, end: span.end }));
  return parts.filter((part) => part.end > part.start);
}
