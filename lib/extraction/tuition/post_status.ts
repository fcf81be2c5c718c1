import { type PostStatus, PostStatusSchema } from "../../schema/tuition_assignment.ts";
import type { Span } from "../../text/span.ts";
import { splitSentences } from "../../text/split_sentences.ts";
import { wordSpans } from "../../text/phrase_index.ts";
import { type Post, snippet, valuesOf } from "./rules/parse_post.ts";
import type { LabelKind } from "./vocabulary/labels.ts";
import { LEVELS, STATUS_FILLERS, STATUS_WORDS } from "./vocabulary/phrases.ts";

interface FoundStatus {
  readonly status: PostStatus;
  readonly span: Span;
}

type PostLine = Post["lines"][number];

/** Where several are said, the one that decides whether a tutor may still apply comes first: "Open (repost)" is a repost. */
const PRECEDENCE: readonly PostStatus[] = ["taken", "closed", "reposted", "open"];
/** Lines that a status may share; in others, such as "Gender: open", the same words are about something else. */
const SHARED: readonly LabelKind[] = ["other", "status", "code", "subject", "level", "details"];
const BRACKETED = /[([\u3010]([^()[\]\u3010\u3011]{1,60})[)\]\u3011]/g;
const CLOSED_ICON = /[\u274c\u{1f6ab}\u26d4\u{1f512}\u{1f534}]/u;
const OPEN_ICON = /[\u2705\u{1f7e2}]/u;
/** Nothing but marks of an end: a line of crosses, say. */
const CLOSED_MARKS =
  /^[\s\ufe0f]*[\u274c\u{1f6ab}\u26d4\u{1f512}][\s\ufe0f\u274c\u{1f6ab}\u26d4\u{1f512}]*$/u;
const STRUCK_OUT = /^~~.+~~$/;
/** The combining stroke by which some strike out each letter. */
const STROKE = /[\u0335\u0336]/g;

/** What the post says about itself, by a label, a sentence, a bracket, its first words or crosses; null where it says nothing. */
export function findPostStatus(post: Post): PostStatus | null {
  const said = new Set(statements(post));
  return PRECEDENCE.find((status) => said.has(status)) ?? null;
}

function* statements(post: Post): Generator<PostStatus> {
  for (const { lines } of valuesOf(post, "status")) {
    if (lines[0]) yield* labelledStatuses(post, lines[0]);
  }
  let isFirst = true;
  for (const line of post.lines) {
    if (isMarkedClosed(post, line, isFirst)) yield "closed";
    if (line.span.end === line.span.start) continue;
    if (!line.isContact && line.entries.every(({ kind }) => SHARED.includes(kind))) {
      yield* lineStatuses(post, line, isFirst);
    }
    isFirst = false;
  }
}

function* labelledStatuses(post: Post, value: Span): Generator<PostStatus> {
  const said = statusesIn(post.folded, value).map(({ status }) => status);
  yield* said;
  if (said.length > 0) return;
  const text = snippet(post, value);
  if (CLOSED_ICON.test(text)) yield "closed";
  else if (OPEN_ICON.test(text)) yield "open";
}

function* lineStatuses(post: Post, { span, entries }: PostLine, isFirst: boolean): Generator<PostStatus> {
  const [leading] = statusesIn(post.folded, span);
  if (!leading) return;
  for (const match of post.folded.slice(span.start, span.end).matchAll(BRACKETED)) {
    const start = span.start + match.index + 1;
    yield* statusesAlone(post.folded, { start, end: start + (match[1]?.length ?? 0) });
  }
  if (entries.every(({ kind }) => kind === "other")) {
    for (const sentence of splitSentences(post.text, span)) yield* statusesAlone(post.folded, sentence);
  }
  if (isFirst && leading.span.start === span.start && isHeadingStatus(post, leading, span.end)) {
    yield leading.status;
  }
}

/** "TAKEN - ..." and "taken p5 math ..." speak of the post; "confirmed 2 lessons a week" does not. */
function isHeadingStatus(post: Post, { status, span }: FoundStatus, end: number): boolean {
  if (status === "reposted" || span.end === end || /^ ?[-:|!,.]/.test(post.folded.slice(span.end, end))) {
    return true;
  }
  const next = { start: span.end, end: Math.min(span.end + 16, end) };
  return status !== "open" && LEVELS.findAll(post.folded, next).length > 0;
}

/** The statuses of a stretch that says nothing else: "This case has been taken, thank you". */
function statusesAlone(folded: string, span: Span): PostStatus[] {
  const found = statusesIn(folded, span);
  if (found.length === 0) return [];
  const isElsewhere = (word: Span) =>
    !found.some(({ span: phrase }) => word.start >= phrase.start && word.end <= phrase.end);
  const others = wordSpans(folded, span).filter(isElsewhere).map(({ start, end }) =>
    folded.slice(start, end)
  );
  return others.every((word) => STATUS_FILLERS.has(word)) ? found.map(({ status }) => status) : [];
}

function statusesIn(folded: string, span: Span): FoundStatus[] {
  return STATUS_WORDS.findAll(folded, span).flatMap(({ value, span }) => {
    const status = PostStatusSchema.safeParse(value);
    return status.success ? [{ status: status.data, span }] : [];
  });
}

function isMarkedClosed(post: Post, { whole, span }: PostLine, isFirst: boolean): boolean {
  const text = snippet(post, whole);
  if (span.end === span.start) return CLOSED_MARKS.test(text);
  if (!isFirst) return false;
  const strokes = text.match(STROKE)?.length ?? 0;
  return STRUCK_OUT.test(text) || strokes * 3 > text.length;
}
