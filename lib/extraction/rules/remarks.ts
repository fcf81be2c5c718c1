import { type Span, trimSpan } from "../../text/span.ts";
import { splitSentences } from "../../text/split_sentences.ts";
import { parseWeeklyTimes } from "../../text/time_expressions.ts";
import { LEARNING_MODES, TUTOR_TYPES } from "../vocabulary/phrases.ts";
import { statesSchedule } from "./lesson_schedule.ts";
import { type Post, snippet, valuesOf } from "./parse_post.ts";

/** A sentence that only says what other fields hold: the tutor sought, or when to start. */
const TUTOR_SOUGHT =
  /^(?:looking for |need |require[sd]? |prefer |seeking )?(?:an? )?[^.]{0,80}\b(?:tutors?|teachers?)\b(?: (?:for|needed|required|preferred|only|please)\b|\.?$)/;
const START = /^(?:to )?(?:start|starting|commence|commencing)\b/;

/** What the post adds in its own words, line by line; null where nothing is added. */
export function findRemarks(post: Post): string | null {
  const spans = [
    ...valuesOf(post, "remarks").flatMap(({ lines }) => lines),
    ...valuesOf(post, "requirement").flatMap(({ lines }) => lines).flatMap((line) => uncaptured(post, line)),
  ];
  const all = spans.length > 0 ? spans : freeBullets(post);
  const text = all.map((span) => snippet(post, trimSpan(post.text, span, "*_"))).filter((line) => line !== "")
    .join("\n");
  return text === "" || /^(?:nil|na|n\/a|none|no|-)\.?$/i.test(text) ? null : text;
}

/** The sentences of a requirement that no other field holds, neighbours joined. */
function uncaptured(post: Post, line: Span): Span[] {
  const kept: Span[] = [];
  let mayJoin = false;
  for (const sentence of splitSentences(post.text, line)) {
    const folded = post.folded.slice(sentence.start, sentence.end);
    const isCaptured = START.test(folded) ||
      (TUTOR_SOUGHT.test(folded) && TUTOR_TYPES.findAll(folded).length > 0);
    const last = kept.at(-1);
    if (!isCaptured && mayJoin && last) kept[kept.length - 1] = { start: last.start, end: sentence.end };
    else if (!isCaptured) kept.push(sentence);
    mayJoin = !isCaptured;
  }
  return kept;
}

/** Without a label for remarks, the bullets that are no field of their own. */
function freeBullets(post: Post): Span[] {
  return post.lines.filter(({ isBullet, isContact, entries, span }) => {
    if (!isBullet || isContact || !entries.every(({ kind }) => kind === "other" || kind === "student")) {
      return false;
    }
    const folded = post.folded.slice(span.start, span.end);
    const isMode = folded.length < 40 &&
      LEARNING_MODES.findAll(folded).some(({ value }) => value !== "not_a_mode");
    return !isMode && !START.test(folded) && !/\$ ?\d/.test(folded) && /\s/.test(folded) &&
      !statesSchedule(folded) && parseWeeklyTimes(folded).length === 0;
  }).map(({ span }) => span);
}
