import { type Span, trimSpan } from "../../../text/span.ts";
import { findExactLabel, findLabel, type LabelKind } from "../vocabulary/labels.ts";

/** A label and the rest of its line, or as much of it as belongs to the label. */
export interface LabelledEntry {
  readonly kind: LabelKind;
  /** From the label to the end of the value; starts at the value where the label is an icon. */
  readonly span: Span;
  readonly value: Span;
}

const LONGEST_LABEL = 48;
/** A label later in a line, after punctuation or a gap: ", Location:" or ". Budget is". */
const INLINE_LABEL = /(?:[,|;\u2022]|\/\/|\.\s|\s\s|\t)\s{0,3}([a-z][a-z '&./]{1,30}?)(?:\s?:| is\b| are\b)/g;
/** "Budget is $40" is a label and its value; "student is shy" is a sentence about the student. */
const TOLD_IN_SENTENCES: readonly LabelKind[] = [
  "address",
  "code",
  "mode",
  "mrt",
  "postal",
  "rate",
  "schedule",
  "schedule_or_timing",
  "start",
  "subject",
  "timing",
];
const BARE_LABEL =
  /^([a-z][a-z '&./()]{1,30}?)\s?(?:\p{Extended_Pictographic}\s{0,2}|\s[-=|>\u2192\u00bb\u203a]+>?\s|\.{2,}\s?|\t\s*|\s{3,}|$|(?=\s\$\d))/u;
const BRACKETED_LABEL = /^[[\u3010]\s?([^\]\u3011]{1,30}?)\s?[\]\u3011]\s{0,3}:?/;
const CODE_LABEL =
  /^((?:[a-z]+ ){0,1}(?:code|ref|id|no\.?))\s(?=#?[a-z]{0,6}-?\d[a-z0-9-]{1,12}\s*(?:$|[|,(]))/;
/** "$:", "$$ =" or "$/hr:" in place of a word for the rate. */
const MONEY_LABEL = /^\$+(?: ?\/ ?(?:hr?|hour))?$/;
/** Titles in brackets, such as "[New assignment]", are no labels of what follows. */
const TITLES: readonly LabelKind[] = ["contact", "details", "status", "tags"];

/**
 * The labels of a line and their values. `icon` is what the icon before the line stands for; it is the line's first
 * label where the line has none in words.
 */
export function parseEntries(folded: string, span: Span, icon: LabelKind | null): LabelledEntry[] {
  const byIcon = icon === null || span.start === span.end ? null : { kind: icon, span, value: span };
  const first = parseLabel(folded, span) ?? byIcon;
  const entries = first ? [first] : [];
  const from = first?.value.start ?? span.start;
  // A remark may hold anything, also what looks like a label.
  const isRemark = first?.kind === "remarks" || first?.kind === "requirement";
  for (const match of folded.slice(from, span.end).matchAll(INLINE_LABEL)) {
    const [whole, label = ""] = match;
    // A bar and a colon leave no doubt that this is a label, whatever words it has besides.
    const isCertain = /^(?:[|;]|\/\/).*:$/.test(whole);
    const kind = isCertain && !isRemark ? findLabel(label) : findExactLabel(label);
    if (kind === null || (isRemark && !isCertain)) continue;
    if (!whole.endsWith(":") && !TOLD_IN_SENTENCES.includes(kind)) continue;
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

/** `Label: value`, `[Label] value`, `Label - value`, `Rate $40`, `Code AB123`, or a line that is nothing but a label. */
function parseLabel(folded: string, span: Span): LabelledEntry | null {
  const line = folded.slice(span.start, span.end);
  const valueFrom = (length: number, edge: string) =>
    trimSpan(folded, { start: Math.min(span.start + length, span.end), end: span.end }, edge);
  const [bracketed = "", title = ""] = BRACKETED_LABEL.exec(line) ?? [];
  const titleKind = readLabel(title, true);
  if (titleKind !== null && !TITLES.includes(titleKind)) {
    return { kind: titleKind, span, value: valueFrom(bracketed.length, "*_ -") };
  }
  const colon = line.slice(0, LONGEST_LABEL).indexOf(":");
  if (colon > 0 && isLabelText(line, colon)) {
    const kind = readLabel(line.slice(0, colon), false) ?? "other";
    // The code of "Case 9001: P3 Tamil" stands in the label.
    if (kind === "code" && /\d$/.test(line.slice(0, colon).trimEnd())) return null;
    return { kind, span, value: valueFrom(colon + 1, "*_ ") };
  }
  const [whole, label = ""] = BARE_LABEL.exec(line) ?? CODE_LABEL.exec(line) ?? [];
  // A dash may stand in any sentence; an arrow or a sign of equality follows a label.
  const isMarked = /[=|>\u2192\u00bb\u203a]/.test(whole?.slice(label.length) ?? "");
  const kind = readLabel(label, !isMarked);
  if (kind === null || whole === undefined) return null;
  return { kind, span, value: valueFrom(whole.length, "-=>|\u2192\u00bb\u203a") };
}

function readLabel(label: string, mustBeExact: boolean): LabelKind | null {
  if (label === "") return null;
  if (MONEY_LABEL.test(label.trim())) return "rate";
  return mustBeExact ? findExactLabel(label) : findLabel(label);
}

/** Whether what stands before a colon may be a label: words, not a time of day, an address of the web or a sentence. */
function isLabelText(line: string, colon: number): boolean {
  const label = line.slice(0, colon);
  if (MONEY_LABEL.test(label.trim())) return true;
  if (label.includes("(") && !label.includes(")")) return false;
  if (/^\/\//.test(line.slice(colon + 1)) || !/[a-z]|\p{Script=Han}/u.test(label)) return false;
  if (/\d$/.test(label) && /^\d/.test(line.slice(colon + 1))) return false;
  if (/[@$|[\]?!,;]/.test(label)) return false;
  return label.split(/\s+/).length <= 7;
}
