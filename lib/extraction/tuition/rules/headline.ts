import { type Span, trimSpan } from "../../../text/span.ts";
import { LEVELS, SUBJECTS } from "../vocabulary/phrases.ts";
import { isPlacePart, isTagLine } from "./line_parts.ts";
import { type Post, snippet, valuesOf } from "./parse_post.ts";
import { splitParts } from "./split_parts.ts";

/** The line of a post that says in one go what is taught and often where and for how much. */
export interface Headline {
  readonly line: Span;
  /** The subject and level. */
  readonly subject: Span;
  /** What follows "@" or "at". */
  readonly place: Span | null;
  /** Whether it is a line of tags, "#Sec3 #AMath #Yishun". */
  readonly isTagged: boolean;
}

const LEAD_IN = new RegExp(
  "^(?:(?:new|urgent|asap|latest|repost|hot|home|available|tuition|assignments?|jobs?|looking|searching|wanted|hiring|seeking|needed|" +
    "required|tutors?|teachers?|for|an?|of|in|to|teach|case|info|details?|request|position|opening|vacancy|alert)\\b[\\s:!,-]*)+",
);
const TAG =
  /^[^a-z0-9]*[[(]?\s?(?:new|repost|reposted|urgent|open|updated|closed|taken|online|physical|f2f|bump)\s?[\])][\s:!-]*/;
/** A note before all else, such as "[Online Tuition]". */
const BRACKET_FIRST = /^[[(\u3010][^\])\u3011]{1,40}[\])\u3011][\s:!-]*/;
const CODE_FIRST = /^[[(]?#?[a-z]{0,5}-?\d{2,8}[a-z]{0,3}[\])]?(?:\s*[|:.,-]+\s*|\s+)/;
const STARTS_WITH_LEVEL = /^(?:p|s|k|n|j|jc|sec|pri|y|yr|g|h)-?\d(?:\s|$)/;
const SUBJECT_ENDS =
  /\s*(?:@|\||\$|\(#|#|\[|\u2013|\u26a1|[.?!] | \/ |,? (?=\d ?x\b|once |twice )| - (?!\d)| at | near |,? (?:location|venue|timing)\b|(?<!diploma|degree|certificate) in (?=[a-z])|, (?=online|f2f|physical|via )|\((?:repost|online|physical|f2f|urgent|new|nearest)|\b(?:home )?(?:tuition|tutors?|teachers?|needed|wanted|required)\b(?![^(]{0,40}\)))/;
const PLACE_ENDS =
  /\s*(?:\||\$|\(#|#|\[|\((?:nearest|near |mrt|lrt|[a-z]{1,4}-?[a-z]{0,4}\d{3,}\b)|\u26a1|\. | \/ |, (?=,|mon|tue|wed|thu|fri|sat|sun|week|once|twice|\d{1,3}(?:\.\d|-\d+)? ?(?:x|h|\/h|lesson)|\$|quote)| on (?=mon|tue|wed|thu|fri|sat|sun|week)| - (?=\$|mon|tue|wed|thu|fri|sat|sun|week))/;
const REGION_PREFIX = /^\(?(?:north|south|east|west|central|north[- ]?east|north[- ]?west)\)\s*/;

/** The headline of a post, or null where no line names a subject outside of the labelled fields. */
export function findHeadline(post: Post): Headline | null {
  // A bullet before every line makes none of them an item of a list.
  const isAllBullets = post.lines.every(({ isBullet, isContact, span }) =>
    isBullet || isContact || span.start === span.end
  );
  const candidates = [
    ...post.lines.filter(({ isContact, isBullet }) => !isContact && (!isBullet || isAllBullets))
      .flatMap(({ stretches }) => stretches.filter(({ kind }) => kind === "other" || kind === "subject")),
    ...valuesOf(post, "details").flatMap(({ lines }) => lines.slice(0, 1).map((span) => ({ span }))),
  ].map(({ span }) => span).sort((a, b) => a.start - b.start);
  const line = chooseHeadline(post, candidates);
  const part = line && chooseHeadline(post, splitParts(post, line));
  return line && part ? readHeadline(post, line, part) : null;
}

/** The first of the stretches that look most like a headline, or null where none does. */
function chooseHeadline(post: Post, candidates: readonly Span[]): Span | null {
  const scores = candidates.map((candidate) => scoreHeadline(post, candidate));
  const best = Math.max(0, ...scores);
  return best === 0 ? null : candidates[scores.indexOf(best)] ?? null;
}

/** Two for a subject, one for a level, one for a place; a line without a subject or a level, or a long one, is none. */
function scoreHeadline(post: Post, line: Span): number {
  if (line.end - line.start > 300 || isTagLine(snippet(post, line))) return 0;
  const hasSubject = SUBJECTS.findAll(post.folded, line).length > 0;
  const hasLevel = LEVELS.findAll(post.folded, line).length > 0;
  if (!hasSubject && !hasLevel) return 0;
  return (hasSubject ? 2 : 0) + (hasLevel ? 1 : 0) +
    (/\s@\s/.test(post.folded.slice(line.start, line.end)) ? 1 : 0);
}

function readHeadline(post: Post, line: Span, part: Span): Headline {
  let start = part.start;
  for (const pattern of [TAG, LEAD_IN, CODE_FIRST, BRACKET_FIRST, TAG, LEAD_IN, CODE_FIRST]) {
    const match = pattern.exec(post.folded.slice(start, part.end));
    if (match && !STARTS_WITH_LEVEL.test(match[0]) && !isTaught(post, start, match[0])) {
      start += match[0].length;
    }
  }
  start = skipToSubject(post, { start, end: part.end });
  const rest = post.folded.slice(start, part.end);
  const subjectLength = SUBJECT_ENDS.exec(rest)?.index ?? rest.length;
  const commaPlace = findCommaPlace(post, { start, end: part.end });
  const subjectEnd = Math.min(start + subjectLength, commaPlace?.start ?? part.end);
  return {
    line,
    subject: trimSpan(post.text, { start, end: subjectEnd }, ' ,.;:|-_*"'),
    place: findPlace(post, { start, end: part.end }) ?? commaPlace,
    isTagged: false,
  };
}

/** Whether the text from `start` names a subject or a level, so that it is no lead-in. */
function isTaught(post: Post, start: number, text: string): boolean {
  const span = { start, end: start + text.length };
  return SUBJECTS.findAll(post.folded, span).length > 0 || LEVELS.findAll(post.folded, span).length > 0;
}

/** In "we need a tutor for Sec 2 Math" the subject begins after the last "for" that stands before its first word,
 * in "Home tuition in Yishun: Sec 2 Math" after the colon. */
function skipToSubject(post: Post, rest: Span): number {
  const first = [...LEVELS.findAll(post.folded, rest), ...SUBJECTS.findAll(post.folded, rest)]
    .reduce((least, { span }) => Math.min(least, span.start), rest.end);
  const lead = post.folded.slice(rest.start, first);
  const colon = lead.lastIndexOf(": ");
  const at = Math.max(lead.lastIndexOf(" for "), lead.lastIndexOf(" teach "), lead.lastIndexOf(" with "));
  if (colon > at) return rest.start + colon + 2;
  return at < 0 ? rest.start : rest.start + at + (/^ \w+ /.exec(lead.slice(at))?.[0].length ?? 0);
}

/** The place in "P2 Art, 9 Larkspur Rd, 1.5h weekly": the first part between commas that is one. */
function findCommaPlace(post: Post, rest: Span): Span | null {
  let start = rest.start;
  for (const comma of post.folded.slice(rest.start, rest.end).matchAll(/, |$/g)) {
    const part = trimSpan(post.text, { start, end: rest.start + comma.index });
    if (start > rest.start && isPlacePart(post, part)) return part;
    start = rest.start + comma.index + comma[0].length;
  }
  return null;
}

function findPlace(post: Post, rest: Span): Span | null {
  const folded = post.folded.slice(rest.start, rest.end);
  const at = /\s@\s?|@\s| at (?!\$)|\b(?:location|venue)(?: is| at|:)? /.exec(folded);
  if (!at) return null;
  const start = rest.start + at.index + at[0].length;
  const place = post.folded.slice(start, rest.end);
  const region = REGION_PREFIX.exec(place)?.[0].length ?? 0;
  const length = PLACE_ENDS.exec(place.slice(region))?.index ?? place.length - region;
  const span = trimSpan(post.text, { start: start + region, end: start + region + length }, ' ,.;:|-_*"');
  return span.end > span.start ? span : null;
}
