import type { Span } from "../../../text/span.ts";
import { parseWeeklyTimes } from "../../../text/time_expressions.ts";
import { PLACE_WORDS, SUBJECTS } from "../vocabulary/phrases.ts";
import { type Post, stretchesOf } from "./parse_post.ts";
import { splitAt, splitColumns } from "./post_lines.ts";
import { findPostalMatches } from "./postal_codes.ts";
import { findQuotes } from "./rate.ts";

/** The parts of the lines that stand without a label, split at bars and slashes between spaces. */
export function unlabelledParts(post: Post): Span[] {
  return stretchesOf(post, "other").flatMap(({ span }) => splitParts(post, span));
}

/** The parts of a stretch between bars, gaps and slashes that stand between spaces. */
export function splitParts(post: Post, span: Span): Span[] {
  return splitColumns(post.folded, span).flatMap((column) => splitAt(post.folded, column, / \/ /g));
}

/** Whether a line is nothing but tags, at least two of them. */
export function isTagLine(text: string): boolean {
  return /^\s*(?:#\w+[\s,|]*){2,}$/.test(text);
}

/** Whether a part is an address: it names a place or a postal code, and is neither a subject, a price nor a time. */
export function isPlacePart(post: Post, part: Span): boolean {
  if (part.end - part.start > 90) return false;
  const folded = post.folded.slice(part.start, part.end);
  const hasPlace = PLACE_WORDS.findAll(post.folded, part).length > 0 ||
    findPostalMatches(post, part).length > 0;
  return hasPlace && !isTagLine(folded) && !/[@:$]|\.\s/.test(folded.replace(/\([^)]*\)/g, "")) &&
    SUBJECTS.findAll(post.folded, part).length === 0 &&
    findQuotes(post.folded, part, false).length === 0 && parseWeeklyTimes(folded).length === 0 &&
    !/\b(?:student|tutor|school|pri|primary|sec|lessons?|class|must|prefer|looking|mrt|lrt)\b/.test(
      folded.replace(/\([^)]*\)/g, ""),
    );
}
