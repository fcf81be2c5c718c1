import type { Span } from "../../text/span.ts";
import { type Post, snippet, valuesOf } from "./parse_post.ts";

/** A code within a labelled value: it holds a digit, or is all of the value. */
const LABELLED = /#?([a-z0-9][a-z0-9/_.-]*\d[a-z0-9/_-]*|\d[a-z0-9/_-]*)/;
/** A code that shows itself: after "#", "ID", "code" or a bar, or in brackets. */
const UNLABELLED = [
  /(?:^|[\s(|[])#([a-z]{0,6}-?\d{2,10}[a-z]{0,4})\b/g,
  /\|\s*([a-z]{1,6}-?\d{2,10}[a-z]{0,4})\b/g,
  /\b(?:code|id|ref|job|case|assignment)\s?(?:no\.?)?\s?#?\s?([a-z]{0,6}-?\d{3,10}[a-z]{0,4})\b/g,
  /^[[(]?([a-z]{1,5}-?\d{3,8}[a-z]{0,3})[\])]?(?:\s|:|$)/gm,
];

/** The agency's code of the assignment; null where the post names none, or several of which none is labelled. */
export function findAssignmentCode(post: Post): string | null {
  for (const { lines } of valuesOf(post, "code")) {
    const line = lines[0];
    const match = line && LABELLED.exec(post.folded.slice(line.start, line.end));
    if (!line || !match) continue;
    const end = line.start + match.index + match[0].length;
    return snippet(post, { start: end - (match[1]?.length ?? 0), end });
  }
  for (const pattern of UNLABELLED) {
    const codes = new Map(findCodes(post, pattern).map((span) => [snippet(post, span), span]));
    if (codes.size > 1) return null;
    const [code] = codes.keys();
    if (code !== undefined) return code;
  }
  return null;
}

function findCodes(post: Post, pattern: RegExp): Span[] {
  return post.lines.filter(({ isContact, entries }) =>
    !isContact && entries.every(({ kind }) => kind !== "tags" && kind !== "address" && kind !== "postal")
  ).flatMap(({ span }) =>
    [...post.folded.slice(span.start, span.end).matchAll(pattern)].flatMap((match) => {
      const [whole, code = ""] = match;
      const end = span.start + match.index + whole.lastIndexOf(code) + code.length;
      return isLikelyCode(code) ? [{ start: end - code.length, end }] : [];
    })
  );
}

/** Not a postal code, a level ("sec3") or a year. */
function isLikelyCode(code: string): boolean {
  return !/^s?\d{6}$/.test(code) &&
    !/^(?:p|s|k|j|jc|sec|pri|yr|year|g|h|blk|block|al|top)-?\d{1,2}[a-z]?$/.test(code) &&
    !/^20[2-4]\d$/.test(code);
}
