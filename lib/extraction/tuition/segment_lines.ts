import { type Span, trimSpan } from "../../text/span.ts";
import { isLikelyCode } from "./rules/assignment_code.ts";
import { isTagLine } from "./rules/line_parts.ts";
import type { Post } from "./rules/parse_post.ts";
import type { LabelKind } from "./vocabulary/labels.ts";
import { LEVELS, OPEN_RATES, PLACE_WORDS, SUBJECTS } from "./vocabulary/phrases.ts";

/** One line of a post as the search for several assignments sees it: what it could tell of one. */
export interface SegmentLine {
  /** Without the white space at either end. */
  readonly span: Span;
  readonly isBlank: boolean;
  /** Whether it is nothing but marks: "-----", "➖➖➖". */
  readonly isRule: boolean;
  readonly isContact: boolean;
  /** Codes that show themselves: labelled, in brackets, after "#", at the start or the end of the line. */
  readonly codes: readonly string[];
  readonly labels: ReadonlySet<LabelKind>;
  readonly hasLevel: boolean;
  readonly hasSubject: boolean;
  readonly hasRate: boolean;
  readonly hasPlace: boolean;
  readonly hasTime: boolean;
  /** What a list counts it as, from 1: "2)", "(b)", "Assignment 2"; null where it is not counted. */
  readonly number: number | null;
  /** The bullet or icon it starts with; empty where there is none. */
  readonly mark: string;
  /** The line without its figures, by which repeated headings are known. */
  readonly heading: string;
}

/** These say what a pupil or tutor is like, not what the assignment is. */
const DESCRIPTIONS: readonly LabelKind[] = [
  "remarks",
  "requirement",
  "tutor",
  "commission",
  "status",
  "tags",
];
const PLACE_LABELS: readonly LabelKind[] = ["address", "address_or_mrt", "mrt", "region", "postal"];
const TIME_LABELS: readonly LabelKind[] = ["timing", "schedule", "schedule_or_timing", "start"];

const RULE = /^[^\p{L}\p{N}]{3,}$/u;
const RATE = /\$ ?\d|\d ?(?:\/|per |an )(?:h|hr|hour|lesson|session|mth|month)\b|\bp\/h\b/;
const PLACE = /\s@\s|\bnear\b|\bmrt\b|\b(?:s|singapore )?\(?\d{6}\b/;
const TIME =
  /\b(?:mon|tue|tues|wed|thu|thur|thurs|fri|sat|sun|weekdays?|weekends?)(?:days?|nesday|rsday|urday|sday)?s?\b|\d ?(?:am|pm)\b|\b\d{1,2} ?x\b|\b(?:once|twice) (?:a|per) week|\d ?(?:h|hr|hrs|hours?) (?:weekly|per week)/;
const CODE = String.raw`[a-z]{0,6}[-/]?[a-z]{0,4}\d{2,8}(?:[-/]\d{1,4})?[a-z]{0,4}\d{0,4}`;
const CODES = [
  new RegExp(String.raw`(?:^|[\s(|[])#(${CODE})(?![\w$])`, "g"),
  new RegExp(String.raw`[[({](${CODE})[\])}]`, "g"),
  new RegExp(String.raw`\|\s*(${CODE})\s*$`, "g"),
  new RegExp(
    String
      .raw`\b(?:code|id|ref|job|case|order|assignment)\s?(?:id|ref|code|no)?\.?\s?[:#-]?\s?#?(${CODE})(?![\w$])`,
    "g",
  ),
  new RegExp(String.raw`^(${CODE})(?=\s*(?:[:|/,-]\s|\s-|$))`, "g"),
  /^([a-z]{1,5}-?\d{3,8}[a-z]{0,3})(?=\s[a-z])/g,
];
const STATUS = /^[[(][a-z ]{3,12}[\])]\s*/;
const MARK = /^[^\p{L}\p{N}\s#([{$]{1,8}/u;
const LIST_NUMBER = /^\(?(\d{1,2})[.):\]](?!\d)|^(\d{1,2})\ufe0f?\u20e3|^\(?([a-h])[.)](?=\s)/;
const CIRCLED = /^[\u2460-\u2473]/;
const WORD_NUMBER =
  /^\W{0,4}(?:new )?(?:tuition )?(?:assignment|job|case|order|request|tuition|listing|opening|no\.?|#)\s?(?:no\.?|#)? ?(\d{1,2}|[a-h])(?=\s*(?:$|[:.)|-]))/;

/** The lines of a post, blank ones too. */
export function readSegmentLines(post: Post): SegmentLine[] {
  const lines: SegmentLine[] = [];
  let next = 0;
  for (let start = 0; start <= post.folded.length;) {
    const newline = post.folded.indexOf("\n", start);
    const end = newline < 0 ? post.folded.length : newline;
    const parts = [];
    for (; next < post.lines.length; next++) {
      const part = post.lines[next];
      if (!part || part.whole.start > end) break;
      parts.push(part);
    }
    lines.push(readLine(post, trimSpan(post.folded, { start, end }), parts));
    start = end + 1;
  }
  return lines;
}

/** The codes that show themselves anywhere in a post; far less work than reading all of its lines. */
export function findShownCodes(folded: string): Set<string> {
  return new Set(folded.split("\n").flatMap((line) => findCodes(withoutMarks(line))));
}

/** A line without the bullet or icon it starts with, and without "[TAKEN]". */
function withoutMarks(folded: string): string {
  return folded.replace(/^[^\p{L}\p{N}#([{$]+/u, "").replace(STATUS, "");
}

function readLine(post: Post, span: Span, parts: Post["lines"]): SegmentLine {
  const folded = post.folded.slice(span.start, span.end);
  const labels = new Set(parts.flatMap(({ entries }) => entries.map(({ kind }) => kind)));
  const words = withoutMarks(folded);
  const hasRate = labels.has("rate") || RATE.test(folded) || OPEN_RATES.findAll(post.folded, span).length > 0;
  const isContact = span.start < span.end &&
    parts.every((part) => part.isContact || part.span.end === part.span.start);
  const isDescription = DESCRIPTIONS.some((kind) => labels.has(kind)) && !labels.has("rate") &&
    !labels.has("subject");
  // Tags may stand above an assignment as its heading, or below it for searching.
  const isTags = isTagLine(folded);
  // A request may end in a link to apply by.
  const isSilent = span.start === span.end || isDescription || (isContact && !hasRate);
  return {
    span,
    isBlank: span.start === span.end,
    isRule: RULE.test(folded),
    isContact,
    codes: isDescription || isTags || labels.has("rate") ? [] : findCodes(words),
    labels,
    hasLevel: !isSilent && (labels.has("level") || LEVELS.findAll(post.folded, span).length > 0),
    hasSubject: !isSilent && (labels.has("subject") || SUBJECTS.findAll(post.folded, span).length > 0),
    hasRate: !isSilent && hasRate,
    hasPlace: !isSilent && !isTags &&
      (PLACE_LABELS.some((kind) => labels.has(kind)) || PLACE.test(folded) ||
        PLACE_WORDS.findAll(post.folded, span).length > 0),
    hasTime: !isSilent && (TIME_LABELS.some((kind) => labels.has(kind)) || TIME.test(folded)),
    number: readNumber(folded, words),
    mark: MARK.exec(folded)?.[0] ?? "",
    heading: folded.replace(/\d+/g, "").trim(),
  };
}

function findCodes(words: string): string[] {
  if (!/\d\d/.test(words)) return [];
  const codes = CODES.flatMap((pattern) => [...words.matchAll(pattern)].map(([, code = ""]) => code));
  return [...new Set(codes)].filter((code) => isLikelyCode(code) && /\d{3}|[a-z].?\d\d/.test(code));
}

function readNumber(folded: string, words: string): number | null {
  const circled = CIRCLED.exec(words)?.[0].normalize("NFKC");
  if (circled !== undefined) return Number(circled);
  const [, ...listed] = LIST_NUMBER.exec(words) ?? LIST_NUMBER.exec(folded) ?? [];
  const found = listed.find((number) => number !== undefined) ?? WORD_NUMBER.exec(folded)?.[1];
  if (found === undefined) return null;
  return /\d/.test(found) ? Number(found) : found.charCodeAt(0) - "a".charCodeAt(0) + 1;
}
