import { type Span, trimSpan } from "../../../text/span.ts";
import { LEVELS, SUBJECTS } from "../vocabulary/phrases.ts";
import type { Headline } from "./headline.ts";
import { unlabelledParts } from "./line_parts.ts";
import { type Post, snippet, valuesOf } from "./parse_post.ts";

/** Part of a subject's name, which does not tell the year: "H2 Math", "IP Math". */
const PROGRAMME = /^(?:h[123]|ip|ib|ibdp|ig|igcse|conversational|beginners?)$/;
/** Where the level of a student ends and something else about him begins. */
const AFTER_LEVEL =
  /\b(?:boys?|girls?|(?:fe)?male|students?|pupils?|child|kids?|son|daughter|twins|siblings)\b|[,.;]/;

/** What is taught and at which level, as the post puts it; lines and runs of white space are joined by one space. */
export function findDisplayText(post: Post, headline: Headline | null): string | null {
  const labelled = firstLine(post, "subject");
  const level = firstLine(post, "level") ?? findStudentLevel(post);
  const headlineNames = headline !== null && namesSubject(post, headline.subject);
  // Behind the icon of a book may also stand the agency's name.
  const subject = headlineNames && labelled && !namesSubject(post, labelled) && !namesLevel(post, labelled)
    ? null
    : labelled;
  if (subject) return level ? joinLevel(post, level, subject) : quote(post, subject);
  if (level && namesSubject(post, level)) return quote(post, level);
  // A level alone says less than a text that names the subject too.
  const said = headlineNames ? headline.subject : findMisplaced(post);
  if (said) {
    const above = level ?? (headline ? findLevelBeside(post, headline) : null);
    return above ? joinLevel(post, above, said) : quote(post, said);
  }
  const rest = headline?.subject ?? level;
  return rest ? quote(post, rest) || null : null;
}

/** A subject with its level before it, unless it names one itself. */
function joinLevel(post: Post, level: Span, subject: Span): string {
  const levelText = quote(post, level);
  const subjectText = quote(post, subject);
  const repeatsLevel = subjectText.includes(levelText) ||
    LEVELS.findAll(post.folded, subject).some(({ span }) =>
      !PROGRAMME.test(post.folded.slice(span.start, span.end))
    );
  return repeatsLevel ? subjectText : `${levelText} ${subjectText}`;
}

function namesSubject(post: Post, span: Span): boolean {
  return SUBJECTS.findAll(post.folded, span).length > 0;
}

function namesLevel(post: Post, span: Span): boolean {
  return LEVELS.findAll(post.folded, span).length > 0;
}

/** "Sec 1" in "Sec 1 | English | Bishan": what stands before the headline and is nothing but a level. */
function findLevelBeside(post: Post, { line, subject }: Headline): Span | null {
  return unlabelledParts(post).findLast((part) => {
    const between = post.folded.slice(part.end, Math.min(line.start, subject.start));
    const [level] = LEVELS.findAll(post.folded, part);
    return part.end <= subject.start && between.length < 12 && !between.includes("\n") &&
      level?.span.start === part.start && !/\d{3}/.test(post.folded.slice(part.start, part.end)) &&
      part.end - part.start <= 24;
  }) ?? null;
}

/** "P5 boy, Science" under a label such as "Student" or "Who": the first value that names both level and subject. */
function findMisplaced(post: Post): Span | null {
  return valuesOf(post, "student", "tutor", "other").flatMap(({ lines }) => lines.slice(0, 1)).find((span) =>
    span.end - span.start <= 60 && namesSubject(post, span) && namesLevel(post, span)
  ) ?? null;
}

/** "Sec 3" in "Student: Sec 3 girl"; a school such as "Bishan Primary" is no level. */
function findStudentLevel(post: Post): Span | null {
  for (const { start, end } of valuesOf(post, "student").flatMap(({ lines }) => lines)) {
    const [level] = LEVELS.findAll(post.folded, { start, end });
    const rest = level ? post.folded.slice(level.span.start, end) : "";
    if (!level || !/^[a-z ]{0,12}\d/.test(rest)) continue;
    const length = AFTER_LEVEL.exec(rest)?.index ?? rest.length;
    const span = { start: level.span.start, end: level.span.start + length };
    return trimSpan(post.text, span, "(");
  }
  return null;
}

function firstLine(post: Post, kind: "subject" | "level"): Span | null {
  const lines = valuesOf(post, kind).flatMap((value) => value.lines.slice(0, 1));
  return lines.find((line) => quote(post, line) !== "") ?? null;
}

function quote(post: Post, span: Span): string {
  return snippet(post, span).replace(/\s+/g, " ").replace(/^[\s*_"]+|[\s,;|*_"]+$/g, "");
}
