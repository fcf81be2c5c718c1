import type { Span } from "../../../text/span.ts";
import { type Post, stretchesOf, valuesOf } from "./parse_post.ts";

const POSTAL =
  /(\(s\) ?|\(?\b(?:s|singapore|spore|sg|postal|postal code)[ :]{0,2}\(?)?(?<![\d$#])(\d{6})(?![\da-z])\)?/g;

/** A postal code and the span with what leads up to it, such as "(S)" or "Singapore". */
export interface PostalMatch {
  readonly code: string;
  readonly span: Span;
  readonly hasPrefix: boolean;
  /** Whether it runs on from an address, as in "20 Some Road Singapore 123456". */
  readonly isPartOfAddress: boolean;
}

/** The six-digit postal codes within a span whose first two digits are one of Singapore's sectors, 01 to 82. */
export function findPostalMatches(post: Post, span: Span): PostalMatch[] {
  return [...post.folded.slice(span.start, span.end).matchAll(POSTAL)].flatMap((match) => {
    const [whole, prefix = "", code = ""] = match;
    const sector = Number(code.slice(0, 2));
    if (sector < 1 || sector > 82) return [];
    const start = span.start + match.index;
    return [{
      code,
      span: { start, end: start + whole.length },
      hasPrefix: prefix !== "",
      isPartOfAddress: prefix.startsWith("singapore") &&
        /[a-z0-9] $/.test(post.folded.slice(span.start, start)),
    }];
  });
}

/** The postal codes of the lines labelled as such. */
export function findLabelledPostalCodes(post: Post): string[] {
  return uniqueCodes(
    valuesOf(post, "postal").flatMap(({ lines }) => lines.flatMap((line) => findPostalMatches(post, line))),
  );
}

/** The postal codes of the address; without one there, those of any line that is not a code, a tag or a contact. */
export function findPostalCodes(post: Post): string[] {
  const labelled = valuesOf(post, "postal", "address", "address_or_mrt", "mrt").flatMap(({ lines }) => lines);
  const codes = uniqueCodes(labelled.flatMap((line) => findPostalMatches(post, line)));
  if (codes.length > 0) return codes;
  const others = stretchesOf(post, "other", "details", "subject", "code", "rate").flatMap(({ kind, span }) =>
    // A code or a sum may have six digits too.
    findPostalMatches(post, span).filter((match) => (kind !== "code" && kind !== "rate") || match.hasPrefix)
  );
  return uniqueCodes(others);
}

function uniqueCodes(matches: readonly PostalMatch[]): string[] {
  return [...new Set(matches.map(({ code }) => code))];
}
