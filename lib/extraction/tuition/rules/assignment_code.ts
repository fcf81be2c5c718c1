import { type Span, trimSpan } from "../../../text/span.ts";
import type { LabelKind } from "../vocabulary/labels.ts";
import { type Post, snippet, valuesOf } from "./parse_post.ts";

/** A code within a labelled value: letters, a space and digits, or a word with a digit. */
const LABELLED =
  /^[a-z]{1,4} \d{2,8}[a-z]?(?= ?(?:$|[|,(]))|(?<![a-z0-9])[a-z0-9/_.-]{0,24}?\d[a-z0-9/_.-]{0,24}/;
/** Letters and digits in up to four parts, such as "AB/26/0117", "K-3-118" or "MB.2026.041". */
const CODE = String.raw`(?:[a-z]{1,6}[-/.]?)?\d{1,10}[a-z]{0,4}(?:[-/.][a-z]{0,4}\d{1,8}[a-z]{0,3}){0,3}`;
const SHORT_CODE = String.raw`[a-z]{1,6}-?[a-z]{0,4}\d{2,10}[a-z]{0,4}`;
/** A code that shows itself: after "#", a bar or "code", in brackets, at either end of a line; last, any letters and digits. */
const UNLABELLED = [
  new RegExp(String.raw`(?:^|[\s(|[])#((?:[a-z]{1,6}-)?${CODE})(?![\w-])`, "g"),
  new RegExp(String.raw`\|\s*(${SHORT_CODE})\b(?! ?(?:mins?|hrs?|h|am|pm))`, "g"),
  new RegExp(
    String
      .raw`\b(?:code|id|ref|reference|job|case|order|opening|assignment|request|vacancy|listing|enquiry|ticket)\s?(?:no\.?|number|code|id)?\s?[:#-]?\s?["'#]?((?:[a-z]{1,6}-)?${CODE})(?![\w-])(?! ?(?:mins?|hrs?|h|am|pm|x|\/|lessons?|students?)\b)`,
    "g",
  ),
  new RegExp(String.raw`\(((?:[a-z]{1,6}-)?${SHORT_CODE}|[a-z]{2,4} \d{3,6})\)`, "g"),
  new RegExp(String.raw`^[[(]?(${SHORT_CODE})[\])*_"]?(?:[\s:]|$)`, "g"),
  new RegExp(String.raw`[^\p{L}\p{N} ] ?(${SHORT_CODE})[\])]?$`, "gu"),
];
const MAY_HOLD_CODE: readonly LabelKind[] = [
  "other",
  "code",
  "contact",
  "details",
  "level",
  "status",
  "subject",
];
const ANYWHERE = /(?<![\w$#@./-])([a-z]{1,6}\d{2,6}[a-z]{0,2})(?![\w@]|[./-]\w)/g;

/** The agency's code of the assignment; null where the post names none, or several of which none is labelled. */
export function findAssignmentCode(post: Post): string | null {
  for (const { lines } of valuesOf(post, "code")) {
    const line = lines[0];
    const match = line && LABELLED.exec(post.folded.slice(line.start, line.end));
    if (!line || !match) continue;
    const start = line.start + match.index;
    return snippet(post, trimSpan(post.text, { start, end: start + match[0].length }, "./-_"));
  }
  const stretches = post.lines.flatMap(({ isContact, stretches }) =>
    stretches.filter(({ kind, span }) =>
      MAY_HOLD_CODE.includes(kind) && /\d/.test(post.folded.slice(span.start, span.end))
    ).map(({ span }) => ({ isContact, span }))
  );
  for (const pattern of UNLABELLED) {
    const codes = uniqueCodes(post, stretches.filter(({ isContact }) => !isContact), pattern);
    if (codes.length > 0) return codes.length === 1 ? codes[0] ?? null : null;
  }
  const codes = uniqueCodes(post, stretches, ANYWHERE);
  return codes.length === 1 ? codes[0] ?? null : null;
}

function uniqueCodes(post: Post, stretches: readonly { span: Span }[], pattern: RegExp): string[] {
  const spans = stretches.flatMap(({ span }) => findCodes(post, span, pattern));
  return [...new Set(spans.map((span) => snippet(post, span)))];
}

function findCodes(post: Post, line: Span, pattern: RegExp): Span[] {
  return [...post.folded.slice(line.start, line.end).matchAll(pattern)].flatMap((match) => {
    const [whole, code = ""] = match;
    const end = line.start + match.index + whole.lastIndexOf(code) + code.length;
    return isLikelyCode(code) ? [{ start: end - code.length, end }] : [];
  });
}

/** Whether a folded word has two digits at least and is not a postal code, a level ("sec3"), a year, a date or a time. */
export function isLikelyCode(code: string): boolean {
  return /\d.*\d/.test(code) && !/^s?\d{6}$/.test(code) &&
    !/^(?:\d{1,2}[-/.]\d{1,2}(?:[-/.](?:20)?\d\d)?|\d{1,4}(?:h|hrs?|am|pm|mins?|st|nd|rd|th|x|k)|\d{1,3}-\d{1,3})$/
      .test(code) &&
    !/^(?:p|s|k|j|jc|sec|pri|yr|year|g|h|blk|block|al|top|h|cca|covid|t|apt|level|class|grade|ig|ib)-?\d{1,2}[a-z]?$/
      .test(code) &&
    !/^20[2-4]\d$/.test(code);
}
