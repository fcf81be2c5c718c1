import type { SegmentLine } from "./segment_lines.ts";
import type { LineRange, SegmentPlan } from "./segment_plans.ts";
import type { LabelKind } from "./vocabulary/labels.ts";

/** What the lines of a block tell together. */
interface Block extends LineRange {
  readonly codes: readonly string[];
  readonly isTaught: boolean;
  readonly hasRate: boolean;
  readonly hasPlace: boolean;
  readonly hasTime: boolean;
}

/** A way to divide a post that holds: each block is an assignment. The higher the score, the better it fits. */
export interface JudgedPlan {
  readonly blocks: readonly LineRange[];
  readonly score: number;
}

/** A label that an assignment has once. */
const SINGLE_LABELS: readonly LabelKind[] = ["code", "subject", "level", "rate", "address"];
const FAMILY =
  /\b(?:child|children|kids?|siblings?|brothers?|sisters?|twins?|same (?:tutor|family|home|student)|student \d|both (?:kids|lessons|students|boys|girls))\b/;
const SEVERAL =
  /\b(?:assignments|jobs|cases|requests|openings|orders|listings|vacancies|these|the following|see below|tutors (?:needed|wanted)|round ?up|digest|list)\b/;

/**
 * Judges a way to divide a post by the agreement of several signs; null where it does not hold. Blocks that are no assignment are the
 * post's head, belong to the block before them, or end up at the end of the last one.
 *
 * With codes: each block, but for one of three, has one of its own, and says what is taught and a rate, a place or a time. Without:
 * each says what is taught, and a place with a rate or time; or, in a post that speaks of several, a rate and a time; and each begins
 * as a list's items do. Children of one family are one assignment.
 */
export function judgePlan(
  folded: string,
  lines: readonly SegmentLine[],
  plan: SegmentPlan,
): JudgedPlan | null {
  const blocks = mergeBlocks(lines, plan);
  const [first] = blocks;
  if (!first || blocks.length < 2) return null;
  const head = readBlock(lines, { from: 0, until: first.from });
  // What is left over would be an assignment too.
  if (isItem(head)) return null;
  const introduction = textOf(folded, lines, head);
  const codeCount = new Set(blocks.flatMap(({ codes }) => codes)).size;
  const isCoded = hasOwnCodes(blocks);
  if (!isCoded && codeCount > 0) return null;
  // A code above the first block shows that each stands above its own assignment.
  if (isCoded && plan.by === "headlines" && head.codes.length > 0) return null;
  if (!isCoded && !isListed(folded, lines, plan, blocks, introduction)) return null;
  // One assignment, and a line each for others.
  if (first.hasRate && blocks.slice(1).every(({ from, until, hasRate }) => !hasRate && until - from === 1)) {
    return null;
  }
  const foot = readBlock(lines, { from: blocks.at(-1)?.until ?? lines.length, until: lines.length });
  if (isItem(foot)) return null;
  const impure = blocks.filter((block) => isImpure(lines, block)).length;
  const isParted = blocks.every(({ from }) => from === first.from || isParting(lines[from - 1]));
  return {
    blocks,
    score: blocks.length - 2 * impure + (isParted ? 1 : 0) + (isCoded ? 1 : 0) -
      (head.isTaught && (head.hasRate || head.hasPlace || head.hasTime) ? 2 : 0) -
      (foot.hasRate || foot.hasTime ? 1 : 0) + (plan.by === "numbers" ? 0.5 : 0),
  };
}

function readBlock(lines: readonly SegmentLine[], range: LineRange): Block {
  const own = lines.slice(range.from, range.until);
  return {
    ...range,
    codes: [...new Set(own.flatMap(({ codes }) => codes))],
    isTaught: own.some(({ hasSubject, hasLevel }) => hasSubject || hasLevel),
    hasRate: own.some(({ hasRate }) => hasRate),
    hasPlace: own.some(({ hasPlace }) => hasPlace),
    hasTime: own.some(({ hasTime }) => hasTime),
  };
}

/** Whether a block says what is taught, and so many things more of what an assignment says. */
function isItem({ isTaught, hasRate, hasPlace, hasTime, codes }: Block, more = 2): boolean {
  return isTaught && [hasRate, hasPlace, hasTime, codes.length > 0].filter(Boolean).length >= more;
}

/** Whether all blocks but one of three pass: a place may have a name that no vocabulary knows. */
function holdsForMost(blocks: readonly Block[], test: (block: Block) => boolean): boolean {
  return blocks.filter(test).length >= blocks.length - Math.floor(blocks.length / 3);
}

/** The blocks that are assignments, each with those after it that are none. */
function mergeBlocks(lines: readonly SegmentLine[], { by, blocks }: SegmentPlan): Block[] {
  const isCounted = by === "numbers" &&
    holdsForMost(blocks.map((range) => readBlock(lines, range)), (block) => isItem(block));
  const items: LineRange[] = [];
  for (const range of blocks) {
    const last = items.at(-1);
    if (isItem(readBlock(lines, range), isCounted ? 1 : 2)) items.push(range);
    else if (last && !isOther(lines, last, range)) {
      items[items.length - 1] = { from: last.from, until: range.until };
    }
  }
  return items.map((range) => readBlock(lines, range));
}

/** "A1024: taken" after an assignment with a code of its own is another one, of which nothing is left to read. */
function isOther(lines: readonly SegmentLine[], item: LineRange, range: LineRange): boolean {
  const [own, others] = [readBlock(lines, item).codes, readBlock(lines, range).codes];
  return own.length > 0 && others.length > 0 && others.every((code) => !own.includes(code));
}

function hasOwnCodes(blocks: readonly Block[]): boolean {
  const withCode = blocks.filter(({ codes }) => codes.length > 0);
  const count = withCode.reduce((sum, { codes }) => sum + codes.length, 0);
  return withCode.length > 1 && holdsForMost(blocks, ({ codes }) => codes.length > 0) &&
    new Set(withCode.flatMap(({ codes }) => codes)).size === count &&
    blocks.every(({ hasRate, hasPlace, hasTime }) => hasRate || hasPlace || hasTime);
}

/** Whether blocks without codes are items of a list, each of them an assignment. */
function isListed(
  folded: string,
  lines: readonly SegmentLine[],
  { by }: SegmentPlan,
  blocks: readonly Block[],
  head: string,
): boolean {
  const shared = commonLabels(lines, blocks);
  const isAlike = by === "numbers" || by === "marks" || by === "rules" || by === "headings" || shared > 1 ||
    blocks.every(({ from }, index) => index === 0 || isParting(lines[from - 1])) ||
    (shared === 0 && blocks.slice(0, -1).every(({ from, until }) => until - from === 1));
  if (!isAlike) return false;
  const firstLines = blocks.map(({ from }) => textOf(folded, lines, { from, until: from + 1 })).join("\n");
  const last = lines.slice(blocks.at(-1)?.from).map(({ span }) => folded.slice(span.start, span.end)).join(
    "\n",
  );
  if (FAMILY.test(head) || FAMILY.test(firstLines) || FAMILY.test(last)) return false;
  if (
    holdsForMost(blocks, ({ hasPlace }) => hasPlace) &&
    blocks.every(({ hasRate, hasTime }) => hasRate || hasTime)
  ) {
    return true;
  }
  return SEVERAL.test(head) && blocks.every(({ hasRate, hasTime }) => hasRate && hasTime);
}

function commonLabels(lines: readonly SegmentLine[], blocks: readonly Block[]): number {
  const [first, ...others] = blocks.map(({ from, until }) =>
    new Set(lines.slice(from, until).flatMap(({ labels }) => [...labels]))
  );
  return [...first ?? []].filter((kind) => kind !== "other" && others.every((labels) => labels.has(kind)))
    .length;
}

function isImpure(lines: readonly SegmentLine[], block: Block): boolean {
  const own = lines.slice(block.from, block.until);
  return block.codes.length > 1 ||
    SINGLE_LABELS.some((kind) => own.filter(({ labels }) => labels.has(kind)).length > 1);
}

function isParting(line: SegmentLine | undefined): boolean {
  return line === undefined || line.isBlank || line.isRule;
}

function textOf(folded: string, lines: readonly SegmentLine[], { from, until }: LineRange): string {
  return lines.slice(from, until).map(({ span }) => folded.slice(span.start, span.end)).join("\n");
}
