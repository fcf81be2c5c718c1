import { foldText } from "../../../text/fold_text.ts";
import { wordSpans } from "../../../text/phrase_index.ts";
import { STATUS_FILLERS, STATUS_WORDS } from "../vocabulary/phrases.ts";

/** Words of lines that say nothing but that a post is shown again. */
const BUMP_WORDS: ReadonlySet<string> = new Set(["bump", "bumping", "status", "up", "urgent", "urgently"]);

/** What stays the same of a post when it is shown again: its letters and digits, without the lines that only tell whether it is open. */
export function repostText(text: string): string {
  return foldText(text.normalize("NFKC")).split("\n")
    .filter((line) => !isStatusLine(line))
    .map((line) => line.replace(/[^\p{L}\p{N}]+/gu, ""))
    .join("");
}

function isStatusLine(folded: string): boolean {
  const line = { start: 0, end: folded.length };
  const statuses = STATUS_WORDS.findAll(folded, line).filter(({ value }) => value !== "not_a_status");
  return wordSpans(folded, line).every(({ start, end }) => {
    const word = folded.slice(start, end);
    return BUMP_WORDS.has(word) || STATUS_FILLERS.has(word) ||
      statuses.some(({ span }) => start >= span.start && end <= span.end);
  });
}
