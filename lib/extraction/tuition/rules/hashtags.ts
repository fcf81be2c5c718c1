import { LEVELS, PLACE_WORDS, SUBJECTS } from "../vocabulary/phrases.ts";
import type { Headline } from "./headline.ts";
import { isTagLine } from "./line_parts.ts";
import { type Post, snippet } from "./parse_post.ts";

const TAG = /#(\w+)/g;
/** The words of a tag, parted by case, digits and underscores: AMath, Sec3, H2Chemistry, Primary_Science. */
const TAG_WORD = /[A-Z]+(?![a-z])\d*|[A-Za-z]{1,2}\d+|[A-Z]?[a-z]+|\d+/g;

/** What a line of tags such as "#Sec3 #AMath #Yishun" says, in place of a headline; null where no tag names a subject. */
export function findTaggedHeadline(post: Post): Headline | null {
  for (const { span: line, isContact } of post.lines) {
    if (isContact || !isTagLine(snippet(post, line))) continue;
    const tags = [...snippet(post, line).matchAll(TAG)].map((match) => {
      const start = line.start + match.index;
      const words = (match[1]?.match(TAG_WORD) ?? []).join(" ").toLowerCase();
      return { span: { start, end: start + match[0].length }, words };
    });
    const taught = tags.filter(({ words }) => isTaught(words));
    const [first] = taught;
    const last = taught.at(-1);
    if (!first || !last || !taught.some(({ words }) => SUBJECTS.findAll(words).length > 0)) continue;
    const place = tags.find(({ words }) => !isTaught(words) && PLACE_WORDS.findAll(words).length > 0)?.span;
    return {
      line,
      subject: { start: first.span.start, end: last.span.end },
      place: place ? { start: place.start + 1, end: place.end } : null,
      isTagged: true,
    };
  }
  return null;
}

function isTaught(words: string): boolean {
  return SUBJECTS.findAll(words).length > 0 || LEVELS.findAll(words).length > 0;
}
