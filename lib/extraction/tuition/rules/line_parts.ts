import type { Span } from "../../../text/span.ts";
import { parseWeeklyTimes } from "../../../text/time_expressions.ts";
import { PLACE_WORDS, SUBJECTS } from "../vocabulary/phrases.ts";
import { type Post, stretchesOf } from "./parse_post.ts";
import { findPostalMatches } from "./postal_codes.ts";
import { findQuotes } from "./rate.ts";
import { splitParts } from "./split_parts.ts";

/** The parts of the lines that stand without a label, split at bars and slashes between spaces. */
export function unlabelledParts(post: Post): Span[] {
  return stretchesOf(post, "other").flatMap(({ span }) => splitParts(post, span));
}

/** ", near Boon Lay or Lakeside MRT" or "5 min walk to Kovan MRT", also without a place before it. */
export const STATION_NEARBY =
  /[\s,;|/-]{0,3}\b(?:near(?:est|by)?|nr|close to|opp(?:osite)?|\d{1,2} ?-?min(?:ute)?s?)\b[^()|;\n]{0,60}?\b(?:mrt|lrt)\b(?: station)?/g;

/** Whether a line is nothing but tags, at least two of them. */
export function isTagLine(text: string): boolean {
  return /^\s*(?:#\w+[\s,|]*){2,}$/.test(text);
}

/** Whether a part is an address: it names a place or a postal code, and is neither a subject, a price nor a time. */
export function isPlacePart(post: Post, part: Span): boolean {
  if (part.end - part.start > 90) return false;
  const folded = post.folded.slice(part.start, part.end).replace(STATION_NEARBY, "");
  const hasPlace = PLACE_WORDS.findAll(post.folded, part).length > 0 ||
    findPostalMatches(post, part).length > 0;
  return hasPlace && !isTagLine(folded) && !/[@:$]|\.\s/.test(folded.replace(/\([^)]*\)/g, "")) &&
    SUBJECTS.findAll(post.folded, part).length === 0 &&
    findQuotes(post.folded, part, false).length === 0 && parseWeeklyTimes(folded).length === 0 &&
    !/\b(?:student|tutor|school|pri|primary|sec|lessons?|class|must|prefer|looking|mrt|lrt)\b/.test(
      folded.replace(/\([^)]*\)/g, ""),
    );
}
