import { splitSentences } from "../../text/split_sentences.ts";
import { parseWeeklyTimes } from "../../text/time_expressions.ts";
import { findAssignmentCode } from "./rules/assignment_code.ts";
import { parsePost, type Post, valuesOf } from "./rules/parse_post.ts";
import { findQuotes } from "./rules/rate.ts";
import type { LabelKind } from "./vocabulary/labels.ts";
import { LEVELS, NOTICE_PHRASES, PLACE_WORDS, SUBJECTS } from "./vocabulary/phrases.ts";

/** What an assignment consists of. */
const FACTS = ["code", "lesson", "place", "rate", "request", "time"] as const;
type Fact = typeof FACTS[number];

const LABELS: Readonly<Record<Fact, readonly LabelKind[]>> = {
  code: ["code"],
  lesson: ["subject", "level", "student"],
  place: ["address", "address_or_mrt", "postal", "region", "mrt"],
  rate: ["rate"],
  request: [],
  time: ["timing", "schedule", "schedule_or_timing", "start"],
};
/** So many labelled facts are the form that an agency fills in for each assignment. */
const FORM = 3;
/** What comes after so many facts is an assignment's small print; with one more, what surrounds them is. */
const ENOUGH = 3;
/** A price list names so many prices and levels; or twice as many prices, whatever its levels are called. */
const PRICES = 3;
const REQUEST =
  /\b(?:looking for|needs?|needed|wanted|wants|seeking|require[sd]?|any)\b[^.?!\n]{0,60}\b(?:tutor|teacher|coach|instructor|help)\b|\b(?:tutor|teacher|coach|instructor) (?:needed|wanted|required|for)\b|\b(?:lessons?|coaching|class) for\b|补习|家教|学生/;
/** A year of school or a subject in Chinese, which puts no space between words. */
const CHINESE_LESSON = /[小中高][一二三四五六]|[华英]文|数学|科学/;
const HAS_MONEY = /\$ ?\d|\d ?(?:\/|per) ?(?:h|hr|hour)\b|\d\/小时/;

/**
 * Whether a post offers an assignment, and is no notice (an announcement, an advertisement, a price list, thanks, rules) that names levels
 * and sums as well. A filled-in form is one; else it takes two facts, and no words of a notice without an assignment before or around them.
 */
export function isAssignment(post: Post): boolean {
  if (labelledFacts(post).size >= FORM) return true;
  const facts = findFacts(post);
  return facts.size >= 2 && !isPriceList(post, facts) && !isNotice(post, facts);
}

function isNotice(post: Post, facts: ReadonlySet<Fact>): boolean {
  const phrases = NOTICE_PHRASES.findAll(post.folded)
    .filter(({ value }) => value === "decisive" || facts.size < ENOUGH)
    .map(({ span }) => span);
  const [first] = phrases;
  if (!first) return false;
  const before = post.text.slice(0, first.start);
  const around = splitSentences(post.text, { start: 0, end: post.text.length })
    .filter(({ start, end }) => !phrases.some((phrase) => phrase.start >= start && phrase.end <= end))
    .map(({ start, end }) => post.text.slice(start, end)).join("\n");
  return findFacts(parsePost(before)).size < ENOUGH && findFacts(parsePost(around)).size <= ENOUGH;
}

/** Several prices, and neither a code nor a place nor a time to which they belong. */
function isPriceList({ folded }: Post, facts: ReadonlySet<Fact>): boolean {
  if (facts.has("code") || facts.has("place") || facts.has("time")) return false;
  const prices = findQuotes(folded, { start: 0, end: folded.length }, false).length;
  const levels = new Set(LEVELS.findAll(folded).map(({ value }) => value)).size;
  return prices >= 2 * PRICES || (prices >= PRICES && levels >= PRICES);
}

function findFacts(post: Post): Set<Fact> {
  const { folded } = post;
  const facts = labelledFacts(post);
  if (HAS_MONEY.test(folded)) facts.add("rate");
  if (/\b\d{6}\b|\s@\s/.test(folded) || PLACE_WORDS.findAll(folded).length > 0) facts.add("place");
  if (namesLesson(folded)) facts.add("lesson");
  if (REQUEST.test(folded)) facts.add("request");
  if (!facts.has("time") && parseWeeklyTimes(folded).length > 0) facts.add("time");
  if (!facts.has("code") && findAssignmentCode(post) !== null) facts.add("code");
  return facts;
}

function labelledFacts(post: Post): Set<Fact> {
  return new Set(FACTS.filter((fact) => valuesOf(post, ...LABELS[fact]).length > 0));
}

/** A subject or a year of school: "Sec 3" is a student's, "Sec" is what an agency deals with. */
function namesLesson(folded: string): boolean {
  return SUBJECTS.findAll(folded).length > 0 || CHINESE_LESSON.test(folded) ||
    LEVELS.findAll(folded).some(({ span }) => /\d/.test(folded.slice(span.start, span.end)));
}
