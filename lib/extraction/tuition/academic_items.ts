import type { Span } from "../../text/span.ts";
import { type AcademicWord, splitAcademicWords } from "./academic_words.ts";
import {
  type AcademicMeaning,
  findMeaning,
  type LexiconEntry,
  meanYear,
} from "./vocabulary/academic_lexicon.ts";

/** A level, a stream or subjects, and where a text names them. */
export type AcademicItem = AcademicMeaning & {
  readonly span: Span;
  /** Whether a comma, an ampersand or the like stands before it. */
  readonly isJoined: boolean;
  readonly isBracketed: boolean;
  readonly isAmbiguous: boolean;
};

/** What makes a number after a year something else: "Sec 3, 2 x 1.5h". */
const UNIT = /^(?:x|h|hr|hrs|hours?|times|lessons?|students?|pax|kids|boys|girls)$/;
/** What subjects are not asked for: "All subjects except MT". */
const EXCEPT = /^(?:except|excluding|excl)$/;
const LIST_WORD = /^(?:&|n)$/;
const RANGE_WORD = /^(?:-|to|till)$/;

/** What a text names, in its order; "P3 and 5", "P3-5" and "P3 to P5" name every year that they stand for. */
export function findAcademicItems(text: string): AcademicItem[] {
  const words = splitAcademicWords(text);
  const items: AcademicItem[] = [];
  let readUntil = 0;
  let isExcluded = false;
  for (let at = 0; at < words.length;) {
    const found = findMeaning(words, at);
    const [first, last] = [words[at], words[at + (found?.length ?? 1) - 1]];
    if (EXCEPT.test(first?.text ?? "")) isExcluded = true;
    if (!found || !first || !last || isUnit(words, at, readUntil, found.entry)) {
      at++;
      continue;
    }
    isExcluded &&= found.entry.meaning.kind === "subjects";
    if (isExcluded) {
      at = readUntil = at + found.length;
      continue;
    }
    items.push({
      ...found.entry.meaning,
      span: { start: first.span.start, end: last.span.end },
      isJoined: words[at - 1]?.text === "&",
      isBracketed: first.isBracketed,
      isAmbiguous: found.entry.certainty === "ambiguous",
    });
    at = readUntil = readFurtherYears(words, at + found.length, items);
  }
  return items;
}

/** "am" in "10 am" is no subject, and neither is "n1" in "5n1" a year, unless the number is that of a level. */
function isUnit(
  words: readonly AcademicWord[],
  at: number,
  readUntil: number,
  { certainty }: LexiconEntry,
): boolean {
  const before = words[at - 1];
  if (at === readUntil || !isNumber(before)) return false;
  return certainty !== "plain" || before?.span.end === words[at]?.span.start;
}

/** Adds the years that a list or range goes on with after the last item; gives the place after them. */
function readFurtherYears(words: readonly AcademicWord[], from: number, items: AcademicItem[]): number {
  let at = from;
  for (;;) {
    const item = items.at(-1);
    const [joiner, next] = [words[at], words[at + 1]];
    if (item?.kind !== "level" || !item.year || !joiner || !next) return at;
    const { range, number } = item.year;
    const isRange = RANGE_WORD.test(joiner.text);
    if (!isRange && !LIST_WORD.test(joiner.text)) return at;
    const until = isNumber(next) ? Number(next.text) : lastOfRange(words, at + 1, range);
    if (until === null || until < range.first || until > range.last || (isRange && until <= number)) {
      return at;
    }
    if (UNIT.test(words[at + 2]?.text ?? "") || (!isNumber(next) && !isRange)) return at;
    const last = isNumber(next) ? until : until - 1;
    for (let year = isRange ? number + 1 : until; year <= last; year++) {
      const span = { start: item.span.start, end: next.span.end };
      items.push({ ...item, ...meanYear(item.level, range, year), isJoined: true, span });
    }
    // The year that a range ends with stands for itself where it is written in full.
    if (!isNumber(next)) return at + 1;
    at += 2;
  }
}

/** 6 at the "p6" of "p1-p6". */
function lastOfRange(words: readonly AcademicWord[], at: number, range: object): number | null {
  const meaning = findMeaning(words, at)?.entry.meaning;
  return meaning?.kind === "level" && meaning.year?.range === range ? meaning.year.number : null;
}

function isNumber(word: AcademicWord | undefined): boolean {
  return word !== undefined && /^\d{1,2}$/.test(word.text);
}
