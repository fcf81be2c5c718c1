import { LEVELS, SUBJECTS } from "../vocabulary/phrases.ts";
import type { Headline } from "./headline.ts";
import { type Post, snippet, valuesOf } from "./parse_post.ts";

/** What is taught and at which level, as the post puts it; lines and runs of white space are joined by one space. */
export function findDisplayText(post: Post, headline: Headline | null): string | null {
  const subject = firstLine(post, "subject");
  const level = firstLine(post, "level");
  const headlineText = headline ? tidy(snippet(post, headline.subject)) : "";
  if (subject === null && level === null) return headlineText === "" ? null : headlineText;
  if (subject === null) {
    // A level alone says less than a headline that names the subject too.
    return level !== null && SUBJECTS.findAll(level.toLowerCase()).length > 0 ? level : headlineText || level;
  }
  if (level === null) return subject;
  const repeatsLevel = LEVELS.findAll(subject.toLowerCase()).length > 0 || subject.includes(level);
  return repeatsLevel ? subject : `${level} ${subject}`;
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
