import type { AssignmentFields } from "../../../schema/tuition_assignment.ts";
import { type Span, subtractSpans, trimSpan } from "../../../text/span.ts";
import type { LabelKind } from "../vocabulary/labels.ts";
import { LEARNING_MODES } from "../vocabulary/phrases.ts";
import { type Post, snippet, stretchesOf, valuesOf } from "./parse_post.ts";

/** Where a post may mention how lessons are held. */
const TELLING_KINDS: readonly LabelKind[] = [
  "other",
  "address",
  "address_or_mrt",
  "code",
  "details",
  "level",
  "rate",
  "region",
  "remarks",
  "requirement",
  "schedule",
  "schedule_or_timing",
  "subject",
  "timing",
  "tutor",
];

type LearningMode = AssignmentFields["learning_mode"];

/** Where a clause begins or ends: punctuation, brackets, "and", a dash between spaces. */
const CLAUSE_EDGE = /[.;,!?()[\]|@\n]| and | but | - | \/ /g;

/** Words that may stand next to a mode without naming a place. */
const MODE_FILLERS =
  /^(?:(?:via|on|over|through|by|lessons?|class(?:es)?|tuition|sessions?|only|is|ok|okay|fine|preferred|both|either|and|or)\b|[^a-z0-9])*$/;

/** Agencies call all they do "home tuition"; only under a label it says how lessons are held. */
const HOME = /\bhome\b/;

/** How the lessons are held: the labelled value, else the first clause that says so. */
export function findLearningMode(post: Post): LearningMode {
  for (const { lines } of valuesOf(post, "mode")) {
    const mode = lines[0] ? readMode(post, lines[0], true) : null;
    if (mode && lines[0]) return { mode, raw_text: snippet(post, lines[0]) };
  }
  for (const { value: span } of stretchesOf(post, ...TELLING_KINDS)) {
    const mentions = LEARNING_MODES.findAll(post.folded, span).filter(({ value }) => value !== "not_a_mode");
    const first = mentions[0];
    if (!first) continue;
    const clause = isModeOnly(post.folded.slice(span.start, span.end))
      ? span
      : clauseAround(post, span, first.span, mentions.map((mention) => mention.span));
    return { mode: readMode(post, clause, false), raw_text: snippet(post, clause) };
  }
  return { mode: null, raw_text: null };
}

/** The mode of the labelled value only. */
export function findLabelledLearningMode(post: Post): LearningMode {
  const [line] = valuesOf(post, "mode").flatMap(({ lines }) => lines.slice(0, 1));
  const mode = line ? readMode(post, line, true) : null;
  return line && mode ? { mode, raw_text: snippet(post, line) } : { mode: null, raw_text: null };
}

/** The clause of a mention, and on to the last mention that no sentence end or bracket parts from it. */
function clauseAround(post: Post, line: Span, first: Span, mentions: readonly Span[]): Span {
  let { start, end } = line;
  let last = first;
  for (const edge of post.folded.slice(line.start, line.end).matchAll(CLAUSE_EDGE)) {
    const from = line.start + edge.index;
    const until = from + edge[0].length;
    if (until <= first.start) {
      start = until;
      continue;
    }
    const next = mentions.find((mention) => mention.start >= until);
    if (from < last.end) continue;
    if (next && /^(?:,| and | \/ )$/.test(edge[0])) {
      last = next;
      continue;
    }
    end = from;
    break;
  }
  const clause = trimSpan(post.text, { start, end }, "-:");
  const isTag = post.text[clause.start - 1] === "[" && post.text[clause.end] === "]";
  return isTag ? { start: clause.start - 1, end: clause.end + 1 } : clause;
}

/** Whether a folded text says how lessons are held and nothing else: "online lessons via zoom". */
export function isModeOnly(folded: string): boolean {
  const modes = LEARNING_MODES.findAll(folded).map(({ span }) => span);
  const rest = subtractSpans({ start: 0, end: folded.length }, modes).map(({ start, end }) =>
    folded.slice(start, end)
  );
  return modes.length > 0 && MODE_FILLERS.test(rest.join(" "));
}

function readMode(post: Post, span: Span, isLabelled: boolean): LearningMode["mode"] {
  const folded = post.folded.slice(span.start, span.end);
  const found = new Set(LEARNING_MODES.findAll(post.folded, span).map(({ value }) => value));
  const isRefused = /\b(?:no|not|non) (?:to )?online\b/.test(folded);
  if (isRefused) return "Face-to-Face";
  if (found.has("hybrid") || (found.has("online") && found.has("face_to_face"))) return "Hybrid";
  if (found.has("online")) return "Online";
  if (found.has("face_to_face")) return "Face-to-Face";
  return isLabelled && HOME.test(folded) ? "Face-to-Face" : null;
}
