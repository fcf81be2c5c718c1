import { type Span, subtractSpans, trimSpan } from "../../../text/span.ts";
import { splitSentences } from "../../../text/split_sentences.ts";
import { parseWeeklyTimes } from "../../../text/time_expressions.ts";
import { LEARNING_MODES, LEVELS, OPEN_RATES, SUBJECTS, TUTOR_TYPES } from "../vocabulary/phrases.ts";
import type { Headline } from "./headline.ts";
import { statesSchedule } from "./lesson_schedule.ts";
import { isPlacePart } from "./line_parts.ts";
import { type Post, snippet, valuesOf } from "./parse_post.ts";
import { isContactText, type PostLine } from "./post_lines.ts";

/** A sentence that only says what other fields hold: the tutor sought, or when to start. */
const TUTOR_SOUGHT =
  /^(?:looking for |need |require[sd]? |prefer |seeking )?(?:an? )?[^.]{0,80}\b(?:tutors?|teachers?)\b(?: (?:for|needed|required|preferred|only|please)\b|\.?$)/;
/** "Female tutor only", "Part-time / full-time tutors". */
const TUTOR_ONLY =
  /^(?:(?:fe)?male|any|all|experienced|part|full|ex|current|no|graduate|undergrad|moe)\b[^.]{0,60}$/;
/** "Assignment ref #AB0117". */
const CODE_ONLY = /^(?:[a-z]+ )?(?:assignment|job|case|request|code|ref|id)\b[^.]{0,24}\d[^. ]{0,10}$/;
const START = /^(?:to )?(?:start|starting|commence|commencing)\b/;

/** What the post adds in its own words, line by line; null where nothing is added. */
export function findRemarks(post: Post, headline: Headline | null): string | null {
  const remarks = valuesOf(post, "remarks").flatMap(({ lines }) => lines).map((line) =>
    withBullet(post, line)
  );
  const spans = remarks.length > 0
    ? remarks
    : valuesOf(post, "requirement").flatMap(({ lines }) => lines).flatMap((line) => uncaptured(post, line));
  const all = spans.length > 0 ? spans : freeLines(post, headline);
  const text = all.map((span) => snippet(post, trimSpan(post.text, span, "*_"))).filter((line) => line !== "")
    .join("\n");
  return text === "" || /^(?:nil|na|n\/a|none|no|-)\.?$/i.test(text) ? null : text;
}

/** A line of a list keeps its bullet, so that a list stays one stretch of the post. */
function withBullet(post: Post, line: Span): Span {
  return post.lines.find(({ isBullet, span }) => isBullet && span.start === line.start)?.whole ?? line;
}

/** The sentences of a requirement that no other field holds, neighbours joined. */
function uncaptured(post: Post, line: Span): Span[] {
  const kept: Span[] = [];
  let mayJoin = false;
  for (const sentence of splitSentences(post.text, line)) {
    const folded = post.folded.slice(sentence.start, sentence.end);
    const isCaptured = START.test(folded) || isTutorList(folded) ||
      (TUTOR_SOUGHT.test(folded) && TUTOR_TYPES.findAll(folded).length > 0);
    const last = kept.at(-1);
    if (!isCaptured && mayJoin && last) kept[kept.length - 1] = { start: last.start, end: sentence.end };
    else if (!isCaptured) kept.push(sentence);
    mayJoin = !isCaptured;
  }
  return kept;
}

/** Whether a text is nothing but kinds of tutors, such as "FULL-TIME or EX/CURRENT MOE". */
function isTutorList(folded: string): boolean {
  const types = TUTOR_TYPES.findAll(folded).map(({ span }) => span);
  const rest = subtractSpans({ start: 0, end: folded.length }, types).map(({ start, end }) =>
    folded.slice(start, end)
  );
  return types.length > 0 &&
    /^(?:and|or|only|tutors?|teachers?|ex|current|prefer|preferred|[^a-z0-9])*$/.test(rest.join(" "));
}

/**
 * Without a label for remarks: the bullets, and the lines after the first fact, that are no field of their own; else a
 * long note in brackets.
 */
function freeLines(post: Post, headline: Headline | null): Span[] {
  const factAt = post.lines.findIndex((line) =>
    line.span.start === headline?.line.start || isFact(post, line)
  );
  const contactAt = post.lines.findIndex(({ isContact }, index) => isContact && index > factAt);
  const free = post.lines.slice(0, contactAt < 0 ? undefined : contactAt).flatMap((line, index) =>
    line.isBullet || (factAt >= 0 && index >= factAt) ? freeStretches(post, line) : []
  ).filter(({ start }) => start !== headline?.line.start);
  if (free.length > 0 || headline === null) return free;
  const note = /\(([^()]{40,400})\)/.exec(post.folded.slice(headline.line.start, headline.line.end));
  if (!note || /\b(?:mrt|lrt|station)\b|https?:/.test(note[0])) return [];
  const start = headline.line.start + note.index + 1;
  return [{ start, end: start + (note[1]?.length ?? 0) }];
}

function isFact(post: Post, { isContact, entries, span }: PostLine): boolean {
  if (isContact) return false;
  return entries.some(({ kind }) => kind !== "other" && kind !== "status") || isPlacePart(post, span);
}

/** A line that no other field holds, or such sentences of one that is running text. */
function freeStretches(post: Post, { span, isContact, entries, stretches }: PostLine): Span[] {
  if (isContact) return [];
  if (entries.every(({ kind }) => kind === "other" || kind === "student") && isFree(post, span)) {
    return [span];
  }
  const sentences = stretches.filter(({ kind }) => kind === "other")
    .flatMap((stretch) => splitSentences(post.text, stretch.span));
  return sentences.length < 2 ? [] : sentences.filter((sentence) => isFree(post, sentence));
}

/** Whether a stretch says something in words that no other field holds. */
function isFree(post: Post, span: Span): boolean {
  const folded = post.folded.slice(span.start, span.end);
  if (
    (folded.match(/[\p{L}\p{N}]+/gu) ?? []).length < 3 || folded.startsWith("(") || folded.startsWith("#")
  ) return false;
  const isMode = folded.length < 40 &&
    LEARNING_MODES.findAll(folded).some(({ value }) => value !== "not_a_mode");
  return !isMode && !isContactText(folded) && !isLessonOnly(folded) && !CODE_ONLY.test(folded) &&
    !START.test(folded) &&
    !TUTOR_ONLY.test(folded) &&
    !statesSchedule(folded) &&
    !/\$ ?\d|%|\b(?:mrt|lrt)\b/.test(folded) && OPEN_RATES.findAll(folded).length === 0 &&
    parseWeeklyTimes(folded).length === 0 && !isPlacePart(post, span);
}

/** Whether a text names what is taught or its level, and hardly anything else. */
function isLessonOnly(folded: string): boolean {
  const subjects = SUBJECTS.findAll(folded).map(({ span }) => span);
  const levels = LEVELS.findAll(folded).map(({ span }) => span);
  if (subjects.length + levels.length === 0) return false;
  const rest = subtractSpans({ start: 0, end: folded.length }, [...subjects, ...levels]).map((
    { start, end },
  ) => folded.slice(start, end));
  const otherWords = (rest.join(" ").match(/[\p{L}\p{N}]+/gu) ?? []).length;
  return otherWords <= (subjects.length > 0 && levels.length > 0 ? 3 : 1);
}
