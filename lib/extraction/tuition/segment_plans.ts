import type { SegmentLine } from "./segment_lines.ts";

/** Lines of a post from one to another, end exclusive. */
export interface LineRange {
  readonly from: number;
  readonly until: number;
}

/** A way to divide a post: what stands before the first block is its head. */
export interface SegmentPlan {
  /** By what it divides. */
  readonly by: "rules" | "numbers" | "marks" | "headings" | "paragraphs" | "codes" | "labels" | "headlines";
  readonly blocks: readonly LineRange[];
}

/** More bullets and icons, and more blocks, than a post has a use for. */
const MOST_MARKS = 12;
const MOST_BLOCKS = 64;

/** Every way to divide a post into at least two blocks that its form suggests. */
export function planSegments(lines: readonly SegmentLine[]): SegmentPlan[] {
  const places = (test: (line: SegmentLine, place: number) => boolean) =>
    lines.flatMap((line, place) => test(line, place) ? [place] : []);
  const starts: [SegmentPlan["by"], readonly number[]][] = [
    ["rules", startsAfter(lines, (line) => line.isRule)],
    ["numbers", numberedLines(lines)],
    ...[...new Set(lines.map(({ mark }) => mark))].filter((mark) => mark !== "").slice(0, MOST_MARKS).map((
      mark,
    ) => ["marks", places((line) => line.mark === mark && !line.isRule)] as [SegmentPlan["by"], number[]]),
    ["headings", repeatedHeadings(lines)],
    ["paragraphs", startsAfter(lines, (line) => line.isBlank || line.isRule)],
    ["codes", places(({ codes }) => codes.length > 0)],
    ...(["code", "level", "subject", "details", "student", "address"] as const).map((kind) =>
      ["labels", places(({ labels }) => labels.has(kind))] as [SegmentPlan["by"], number[]]
    ),
    ["headlines", places(({ hasLevel, hasSubject, isContact }) => hasLevel && hasSubject && !isContact)],
  ];
  const plans: SegmentPlan[] = starts.map(([by, at]) => ({
    by,
    blocks: at.map((from, index) => ({ from, until: at[index + 1] ?? lines.length })),
  }));
  return [...plans, { by: "codes" as const, blocks: blocksUpToCodes(lines) }].filter(({ blocks }) =>
    blocks.length > 1 && blocks.length <= MOST_BLOCKS
  );
}

/** Where text begins: at the top, and after lines of a kind. */
function startsAfter(lines: readonly SegmentLine[], isEnd: (line: SegmentLine) => boolean): number[] {
  const starts: number[] = [];
  let isDue = true;
  lines.forEach((line, place) => {
    if (isDue && !line.isBlank && !line.isRule) {
      starts.push(place);
      isDue = false;
    }
    if (isEnd(line)) isDue = true;
  });
  return starts;
}

/** The lines that count 1, 2, 3 and so on. */
function numberedLines(lines: readonly SegmentLine[]): number[] {
  const starts: number[] = [];
  lines.forEach(({ number }, place) => {
    if (number === starts.length + 1) starts.push(place);
  });
  return starts;
}

/** Where the first line that comes again but for its figures stands: "NEW ASSIGNMENT", "Order 12". */
function repeatedHeadings(lines: readonly SegmentLine[]): number[] {
  const byHeading = Map.groupBy(lines.keys(), (place) => lines[place]?.heading ?? "");
  for (const [heading, places] of byHeading) {
    if (places.length > 1 && /[a-z]{3}/.test(heading)) return places;
  }
  return [];
}

/** Blocks that end with their code. */
function blocksUpToCodes(lines: readonly SegmentLine[]): LineRange[] {
  return startsAfter(lines, ({ codes }) => codes.length > 0).flatMap((from) => {
    const end = lines.findIndex(({ codes }, place) => place >= from && codes.length > 0);
    return end < 0 ? [] : [{ from, until: end + 1 }];
  });
}
