import type { Span } from "../../../text/span.ts";
import type { LabelKind } from "../vocabulary/labels.ts";
import { type Post, snippet, valuesOf } from "./parse_post.ts";

/** A code within a labelled value: a word with a digit. */
const LABELLED = /(?<![a-z0-9])[a-z0-9/_.-]{0,24}?\d[a-z0-9/_-]{0,24}/;
const CODE = String.raw`(?:[a-z]{1,6}-)?[a-z]{0,6}\d{2,10}[a-z]{0,4}`;
/** A code that shows itself: after "#", a bar or "code", in brackets, at the start of a line; last, any letters and digits. */
const UNLABELLED = [
  new RegExp(String.raw`(?:^|[\s(|[])#(${CODE})\b`, "g"),
  new RegExp(String.raw`\|\s*([a-z]{1,6}-?\d{2,10}[a-z]{0,4})\b(?! ?(?:mins?|hrs?|h|am|pm))`, "g"),
  new RegExp(
    String
      .raw`\b(?:code|id|ref|job|case|assignment)\s?(?:no\.?)?\s?[:#-]?\s?#?((?:[a-z]{1,6}\/)?[a-z]{0,6}-?\d{3,10}[a-z]{0,4})\b`,
    "g",
  ),
  new RegExp(String.raw`\(([a-z]{1,6}-?[a-z]{0,4}\d{2,8}[a-z]{0,3})\)`, "g"),
  new RegExp(String.raw`^[[(]?([a-z]{1,5}-?\d{3,8}[a-z]{0,3})[\])]?(?:[\s:]|$)`, "g"),
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
    return snippet(post, { start, end: start + match[0].length });
  }
  const stretches = post.lines.flatMap(({ isContact, stretches }) =>
    stretches.filter(({ kind }) => MAY_HOLD_CODE.includes(kind)).map(({ span }) => ({ isContact, span }))
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

/** Whether a folded word is not a postal code, a level ("sec3") or a year. */
export function isLikelyCode(code: string): boolean {
  return !/^s?\d{6}$/.test(code) &&
    !/^(?:p|s|k|j|jc|sec|pri|yr|year|g|h|blk|block|al|top|h|cca|covid|t|apt|level|class|grade|ig|ib)-?\d{1,2}[a-z]?$/
      .test(code) &&
    !/^20[2-4]\d$/.test(code);
}
