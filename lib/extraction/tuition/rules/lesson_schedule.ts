import { type Span, trimSpan } from "../../../text/span.ts";
import { splitSentences } from "../../../text/split_sentences.ts";
import { type Post, snippet, valuesOf } from "./parse_post.ts";
import { splitParts } from "./split_parts.ts";

const NUMBER = String.raw`\d{1,2}(?:\.\d{1,2})?`;
/** "1.5h", "1 to 2 hours", "90-minute", "1h30m". */
const HOURS = `${NUMBER}(?: ?(?:-|to|or|/) ?${NUMBER})? ?-?(?:hours?|hrs?|h|minutes?|mins?)` +
  String.raw`(?: ?\d{2} ?(?:minutes?|mins?|m)?)?(?![a-z0-9])`;
const LESSONS = "(?:lessons?|sessions?|class(?:es)?)";
const COUNT = String
  .raw`(?:once|twice|thrice|weekly|fortnightly|(?:\d(?: ?(?:-|or|to) ?\d)?|one|two|three) ?(?:x|times?|days?|${LESSONS})|x ?\d)`;
const PERIOD = String
  .raw`(?: ?(?:\/|per|a|every|each|in a)? ?(?:week|wk|month|fortnight|weekly|wkly|monthly)\b)`;
/** "each", "/lesson", "per child". */
const OF_EACH = `(?: each)?(?:(?: ?/ ?| per | )(?:${LESSONS}|child|kid|student|subject)\\b)?(?: each)?`;

const LENGTH = new RegExp(String.raw`\b${HOURS}`);
const FREQUENCY = new RegExp(String.raw`\b${COUNT}(?![a-z])`);
const PER_WEEK = new RegExp(PERIOD);
const COUNT_TIMES_LENGTH = /^\d(?: ?- ?\d)? ?x ?\d/;
/** A count of lessons and a length side by side, or a length a week. */
const COUNT_AND_LENGTH = new RegExp(
  String.raw`\b(?:` + [
    // "2 lessons a week, 1.5h each", "1x1.5h", "once weekly (2 hrs)"
    String.raw`${
      COUNT.replace("(?![a-z])", "")
    }${PERIOD}?(?:[,;:]| /)?(?: for| of| x| at|)? ?(?:\(${HOURS}\)|${HOURS})${PERIOD}?${OF_EACH}`,
    // "1.5h twice a week", "one 90-minute lesson every week"
    String.raw`(?:one |two |1 |2 |a )?${HOURS}(?: each)?(?: ${LESSONS})?(?:,| x)? ?${COUNT}${PERIOD}?`,
    String.raw`(?:one |two |1 |2 |a )?${HOURS} ${LESSONS}${PERIOD}`,
    // "3 hours a week in total"
    String.raw`${HOURS}${PERIOD}(?: in total| altogether| total)?`,
  ].join("|") + String.raw`)(?: each)?(?: \([^()]{0,12}\d ?h[^()]{0,30}\))?(?![\w$])`,
);
/** "Lessons are": the label of a value that is the rest of its sentence. */
const IN_A_SENTENCE = /\b(?:is|are)\s*$/;
const NAMED_DAY =
  /\b(?:mon|tue|wed|thu|fri|sat|sun|weekday|weekend)|\u5468[\u4e00-\u9fff]|\u661f\u671f|\u793c\u62dc/;

/** How often and how long: the labelled lines, else a line or a bracket that says both. */
export function findLessonSchedule(post: Post): string[] {
  const labelled = valuesOf(post, "schedule", "schedule_or_timing").flatMap(
    ({ kind, labelledLine, lines }) => {
      const [value] = lines;
      if (
        !value || (kind === "schedule_or_timing" && NAMED_DAY.test(post.folded.slice(value.start, value.end)))
      ) return [];
      const phrase = IN_A_SENTENCE.test(post.folded.slice(labelledLine.start, value.start))
        ? findPhrase(post, value)
        : null;
      if (phrase) return [snippet(post, phrase)];
      const span = trimSpan(
        post.text,
        isSelfContained(post, labelledLine, value) ? value : { ...labelledLine, end: value.end },
        ";,|",
      );
      return [snippet(post, span)];
    },
  );
  if (labelled.length > 0) return [...new Set(labelled)];
  for (const { span, isContact } of post.lines) {
    const found = isContact
      ? undefined
      : splitParts(post, span).flatMap((part) => splitSentences(post.text, part))
        .map((sentence) => findStatement(post, sentence)).find(Boolean);
    // "1x per week / 1.5h" falls apart at its slash.
    const whole = found && !LENGTH.test(post.folded.slice(found.start, found.end))
      ? findPhrase(post, span)
      : null;
    if (found) return [snippet(post, whole ?? found)];
  }
  return [];
}

/** "Frequency: 2 x 1.5h" says as much without its label; "Duration: 1.5h" and "Lessons per week: 2" do not. */
function isSelfContained(post: Post, labelledLine: Span, value: Span): boolean {
  return /^freq/.test(post.folded.slice(labelledLine.start, value.start)) &&
    COUNT_TIMES_LENGTH.test(post.folded.slice(value.start, value.end));
}

function findStatement(post: Post, line: Span): Span | null {
  const folded = post.folded.slice(line.start, line.end);
  const bracket = /\[([^\]]{4,80})\]/.exec(folded);
  if (bracket && statesSchedule(bracket[1] ?? "")) {
    const start = line.start + bracket.index + 1;
    return { start, end: start + (bracket[1]?.length ?? 0) };
  }
  const phrase = findPhrase(post, line);
  if (phrase && /\b(?:tutor|student|teacher|looking|need|please|pls)/.test(folded)) return phrase;
  return folded.length <= 80 && !/[$@]/.test(folded) &&
      !NAMED_DAY.test(folded) && statesSchedule(folded)
    ? trimSpan(post.text, line, ".")
    : phrase;
}

/** A count of lessons and a length next to each other within a line: "once a week for 2 hrs", "1.5h x3". */
function findPhrase(post: Post, line: Span): Span | null {
  const match = COUNT_AND_LENGTH.exec(post.folded.slice(line.start, line.end));
  if (!match) return null;
  const start = line.start + match.index;
  return trimSpan(post.text, { start, end: start + match[0].length }, ",");
}

/** Whether a folded line says how often lessons are held, with their length or period. */
export function statesSchedule(folded: string): boolean {
  return FREQUENCY.test(folded) && (LENGTH.test(folded) || PER_WEEK.test(folded));
}
