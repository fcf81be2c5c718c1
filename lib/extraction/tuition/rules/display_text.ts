import { trimSpan } from "../../../text/span.ts";
import { LEVELS, SUBJECTS } from "../vocabulary/phrases.ts";
import type { Headline } from "./headline.ts";
import { type Post, snippet, valuesOf } from "./parse_post.ts";

/** Part of a subject's name, which does not tell the year: "H2 Math", "IP Math". */
const PROGRAMME = /^(?:h[123]|ip|ib|ibdp|ig|igcse|conversational|beginners?)$/;
/** Where the level of a student ends and something else about him begins. */
const AFTER_LEVEL =
  /\b(?:boys?|girls?|(?:fe)?male|students?|pupils?|child|kids?|son|daughter|twins|siblings)\b|[,.;]/;

/** What is taught and at which level, as the post puts it; lines and runs of white space are joined by one space. */
export function findDisplayText(post: Post, headline: Headline | null): string | null {
  const subject = firstLine(post, "subject");
  const level = firstLine(post, "level") ?? findStudentLevel(post);
  const headlineText = headline ? tidy(snippet(post, headline.subject)) : "";
  if (subject === null && level === null) return headlineText === "" ? null : headlineText;
  if (subject === null) {
    // A level alone says less than a text that names the subject too.
    if (level !== null && namesSubject(level)) return level;
    return (namesSubject(headlineText) ? headlineText : findMisplaced(post)) ?? (headlineText || level);
  }
  if (level === null) return subject;
  const folded = subject.toLowerCase();
  const repeatsLevel = subject.includes(level) ||
    LEVELS.findAll(folded).some(({ span }) => !PROGRAMME.test(folded.slice(span.start, span.end)));
  return repeatsLevel ? subject : `${level} ${subject}`;
}

function namesSubject(text: string): boolean {
  return SUBJECTS.findAll(text.toLowerCase()).length > 0;
}

/** "P5 boy, Science" under a label such as "Student" or "Who": the first value that names both level and subject. */
function findMisplaced(post: Post): string | null {
  const [line] = valuesOf(post, "student", "tutor", "other").flatMap(({ lines }) => lines.slice(0, 1)).filter(
    (span) =>
      span.end - span.start <= 60 && SUBJECTS.findAll(post.folded, span).length > 0 &&
      LEVELS.findAll(post.folded, span).length > 0,
  );
  return line ? tidy(snippet(post, line)) : null;
}

/** "Sec 3" in "Student: Sec 3 girl"; a school such as "Bishan Primary" is no level. */
function findStudentLevel(post: Post): string | null {
  for (const { start, end } of valuesOf(post, "student").flatMap(({ lines }) => lines)) {
    const [level] = LEVELS.findAll(post.folded, { start, end });
    const rest = level ? post.folded.slice(level.span.start, end) : "";
    if (!level || !/^[a-z ]{0,12}\d/.test(rest)) continue;
    const length = AFTER_LEVEL.exec(rest)?.index ?? rest.length;
    const span = { start: level.span.start, end: level.span.start + length };
    return tidy(snippet(post, trimSpan(post.text, span, "(")));
  }
  return null;
}

function firstLine(post: Post, kind: "subject" | "level"): string | null {
  for (const { lines } of valuesOf(post, kind)) {
    const text = lines[0] ? tidy(snippet(post, lines[0])) : "";
    if (text !== "") return text;
  }
  return null;
}

function tidy(text: string): string {
  return text.replace(/\s+/g, " ").replace(/[\s,;|*_]+$/, "").trim();
}
