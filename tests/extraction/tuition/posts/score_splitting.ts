import type { Segment } from "../../../../lib/extraction/domain.ts";

/** Segments as they should be. A single post has none: it is to stay whole. */
export interface ExpectedSplit {
  readonly text: string;
  readonly segments: readonly {
    readonly start: number;
    readonly end: number;
    readonly code: string | null;
  }[];
}

/** How many segments, and codes of segments, were found, given and expected. */
export interface SplitScore {
  readonly segments: { hits: number; given: number; expected: number };
  readonly codes: { hits: number; given: number; expected: number };
  readonly misses: string[];
}

/** Scores a way to split. A segment is right if it shares nine tenths of its stretch. */
export function scoreSplitting(
  posts: Iterable<ExpectedSplit & { readonly name: string }>,
  split: (text: string) => readonly Segment[],
): SplitScore {
  const score: SplitScore = {
    segments: { hits: 0, given: 0, expected: 0 },
    codes: { hits: 0, given: 0, expected: 0 },
    misses: [],
  };
  for (const { name, text, segments: expected } of posts) {
    const all = split(text);
    const given = all.length > 1 ? all : [];
    const hits = expected.filter((one) => given.some((other) => isSame(one, other))).length;
    const codes = expected.flatMap(({ code }) => code ?? []);
    const givenCodes = given.flatMap(({ code }) => code ?? []);
    const codeHits = codes.filter((code) => givenCodes.includes(code)).length;
    score.segments.hits += hits;
    score.segments.given += given.length;
    score.segments.expected += expected.length;
    score.codes.hits += codeHits;
    score.codes.given += givenCodes.length;
    score.codes.expected += codes.length;
    if (
      hits < expected.length || hits < given.length || codeHits < codes.length || codeHits < givenCodes.length
    ) {
      score.misses.push(name);
    }
  }
  return score;
}

function isSame(one: { start: number; end: number }, other: { start: number; end: number }): boolean {
  const shared = Math.min(one.end, other.end) - Math.max(one.start, other.start);
  return shared >= 0.9 * (Math.max(one.end, other.end) - Math.min(one.start, other.start));
}
