import { type Span, trimSpan } from "../../text/span.ts";
import type { Segment } from "../domain.ts";
import { judgePlan } from "./judge_segments.ts";
import { findPostStatus } from "./post_status.ts";
import { findAssignmentCode } from "./rules/assignment_code.ts";
import { parsePost, type Post, snippet } from "./rules/parse_post.ts";
import { findShownCodes, readSegmentLines, type SegmentLine } from "./segment_lines.ts";
import { type LineRange, planSegments } from "./segment_plans.ts";

/** A line that leads from a post's own assignments to others: "See also:", "Other jobs". */
const POINTER =
  /^[^a-z0-9]{0,6}(?:see also|also (?:available|open|see)|(?:other|more|previous|earlier|similar|recent|past)\b[^\n$\d]{0,30})[^a-z0-9]*$/;

/** What holds for all: "Location for all: Bishan", "All at $40/hr". */
const SHARED =
  /\b[a-z]{3,15} (?:is )?for all\b[^:\n()]{0,20}:[^\n()]{1,80}|\ball (?:assignments |jobs |cases |lessons )?(?:at|are|in|near|online|from)\b(?:[^\n.()]|\.\d){2,60}/;

const BULLETS = "-*+\u2022\u25aa\u25e6\u25cf\u2023\u25cb\u27a2\u27a4\u25ba\u25b6\u2605\u2606\u00b7";

/** Divides a post into its assignments; one that spans all of it where it offers a single one. */
export function splitPost(post: Post): Segment[] {
  const whole = [{ start: 0, end: post.original.length, code: null }];
  // One code is one assignment: most posts are told by this alone.
  if (findShownCodes(post.folded).size === 1) return whole;
  const all = readSegmentLines(post);
  const lines = all.slice(0, findPointer(post, all));
  if (lines.filter(({ hasSubject, hasLevel }) => hasSubject || hasLevel).length < 2) return whole;
  let best: { blocks: readonly LineRange[]; score: number } | null = null;
  for (const plan of planSegments(lines)) {
    const judged = judgePlan(post.folded, lines, plan);
    if (judged && judged.score > (best?.score ?? 0)) best = judged;
  }
  if (best === null) return whole;
  const blocks = trimBlocks(post, lines, best.blocks);
  const shared = findShared(post, lines, blocks);
  const codes = blocks.map((block) => findCode(post, lines, block));
  return blocks.map((block, place) => {
    const code = codes[place] ?? null;
    return {
      ...spanOf(post, lines, block),
      code: codes.filter((other) => other === code).length === 1 ? code : null,
      ...(shared.length > 0 && { shared }),
    };
  });
}

/** The code that the rules read in a block, or the only one that shows itself there. */
function findCode(post: Post, lines: readonly SegmentLine[], block: LineRange): string | null {
  const { start, end } = spanOf(post, lines, block);
  const read = findAssignmentCode(parsePost(post.original.slice(start, end)));
  const [code, ...others] = new Set(lines.slice(block.from, block.until).flatMap(({ codes }) => codes));
  if (read !== null || code === undefined || others.length > 0) return read;
  const at = post.folded.indexOf(code, lines[block.from]?.span.start);
  return snippet(post, { start: at, end: at + code.length });
}

/** What the head and the foot say of all assignments. */
function findShared(post: Post, lines: readonly SegmentLine[], blocks: readonly LineRange[]): Span[] {
  const outside = [...lines.slice(0, blocks[0]?.from), ...lines.slice(blocks.at(-1)?.until)];
  return outside.flatMap((line) => {
    const { span } = line;
    const original = { start: post.originalIndex(span.start), end: post.originalIndex(span.end) };
    if (saysClosed(line, post.original.slice(original.start, original.end))) return [original];
    const match = SHARED.exec(post.folded.slice(span.start, span.end));
    if (!match) return [];
    const start = span.start + match.index;
    return [{
      start: post.originalIndex(start),
      end: post.originalIndex(start + match[0].trimEnd().length),
    }];
  });
}

/** "ALL FILLED", "CLOSED - thank you all": said of no code, and so of all. */
function saysClosed({ isBlank, codes }: SegmentLine, line: string): boolean {
  if (isBlank || codes.length > 0) return false;
  const status = findPostStatus(parsePost(line));
  return status === "taken" || status === "closed";
}

/** The line that leads to other posts, after at least one that says what is taught; else the end. */
function findPointer(post: Post, lines: readonly SegmentLine[]): number {
  const first = lines.findIndex(({ hasSubject, hasLevel }) => hasSubject || hasLevel);
  const at = lines.findIndex(({ span }, place) =>
    first >= 0 && place > first && POINTER.test(post.folded.slice(span.start, span.end))
  );
  return at < 0 ? lines.length : at;
}

/**
 * The blocks without the blank lines and rules at their ends, and the last one without the post's foot: what it has more of than the
 * others and that tells nothing of an assignment.
 */
function trimBlocks(post: Post, lines: readonly SegmentLine[], blocks: readonly LineRange[]): LineRange[] {
  const trimmed = blocks.map((block, place) =>
    trimEnd(
      lines,
      withoutNextHeading(lines, block, blocks[place + 1]),
      ({ isBlank, isRule }) => isBlank || isRule,
    )
  );
  const last = trimmed.at(-1);
  const others = trimmed.slice(0, -1);
  if (!last) return trimmed;
  const endsInContact = others.every(({ until }) => lines[until - 1]?.isContact);
  const longest = Math.max(...others.map(({ from, until }) => until - from));
  const paragraphs = Math.max(...others.map((block) => countParagraphs(lines, block)));
  const isFoot = (line: SegmentLine, place: number) =>
    line.isBlank || line.isRule || (line.isContact && !endsInContact) ||
    countParagraphs(lines, { from: last.from, until: place + 1 }) > paragraphs ||
    (place - last.from >= longest &&
      (!tells(line) || SHARED.test(post.folded.slice(line.span.start, line.span.end))));
  return [...others, trimEnd(lines, last, isFoot)];
}

/** A block up to the paragraph in which the next one begins: what stands above that in the paragraph is its heading. */
function withoutNextHeading(
  lines: readonly SegmentLine[],
  { from, until }: LineRange,
  next: LineRange | undefined,
): LineRange {
  if (next?.from !== until) return { from, until };
  const end = lines.slice(from, until).findLastIndex(({ isBlank, isRule }) => isBlank || isRule);
  const isHeading = end > 0 && !lines.slice(from + end, until).some(tellsMore);
  return { from, until: isHeading ? from + end : until };
}

function countParagraphs(lines: readonly SegmentLine[], { from, until }: LineRange): number {
  return lines.slice(from, until).filter(({ isBlank }, place, own) =>
    !isBlank && (own[place - 1]?.isBlank ?? true)
  ).length;
}

function trimEnd(
  lines: readonly SegmentLine[],
  { from, until }: LineRange,
  isDropped: (line: SegmentLine, place: number) => boolean,
): LineRange {
  let end = until;
  for (let line = lines[end - 1]; line && end > from + 1 && isDropped(line, end - 1); line = lines[end - 1]) {
    end--;
  }
  return { from, until: end };
}

function tells(line: SegmentLine): boolean {
  return line.hasSubject || line.hasLevel || line.labels.size > 0 || tellsMore(line);
}

/** Whether a line tells more of an assignment than what is taught. */
function tellsMore({ hasRate, hasPlace, hasTime, codes }: SegmentLine): boolean {
  return hasRate || hasPlace || hasTime || codes.length > 0;
}

function spanOf(post: Post, lines: readonly SegmentLine[], { from, until }: LineRange): Span {
  const [first, ...others] = lines.slice(from, until);
  if (!first) return { start: 0, end: 0 };
  // A bullet of its own parts an assignment from the others and says nothing of it.
  const isBulleted = first.mark !== "" && BULLETS.includes(first.mark) &&
    others.every(({ mark }) => mark !== first.mark);
  const { start } = isBulleted
    ? trimSpan(post.folded, { start: first.span.start + first.mark.length, end: first.span.end })
    : first.span;
  const end = lines[until - 1]?.span.end ?? start;
  return { start: post.originalIndex(start), end: post.originalIndex(end) };
}
