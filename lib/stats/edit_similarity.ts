import { levenshteinDistance } from "./levenshtein_distance.ts";

/** More units than this are not compared; a message of Telegram has at most so many characters. */
const MOST_UNITS = 4_096;
const SURROGATE = /[\ud800-\udfff]/;

/**
 * How alike two texts are, from 0 to 1: 1 less the edit distance over the longer one's length, in characters (code points). Two
 * empty texts are alike. Texts are taken as they are: normalise them first.
 *
 * One of more than 4,096 characters is compared word by word, of more words line by line, and of more lines by its first 4,096:
 * no comparison takes more than about 2 ms. The distance is Levenshtein's ({@linkcode levenshteinDistance}); over the longer
 * length: A. Marzal and E. Vidal, Computation of normalized edit distance and applications, IEEE Transactions on Pattern Analysis
 * and Machine Intelligence 15, 1993, section 1.
 */
export function editSimilarity(a: string, b: string): number {
  if (a === b) return 1;
  const [unitsA, unitsB] = comparableUnits(a, b);
  const longer = Math.max(unitsA.length, unitsB.length);
  return longer === 0 ? 1 : 1 - levenshteinDistance(unitsA, unitsB) / longer;
}

function comparableUnits(a: string, b: string): [Uint16Array, Uint16Array] {
  if (a.length <= MOST_UNITS && b.length <= MOST_UNITS && !SURROGATE.test(a) && !SURROGATE.test(b)) {
    return [utf16Units(a), utf16Units(b)];
  }
  for (const split of [characters, words]) {
    const [unitsA, unitsB] = [split(a), split(b)];
    if (unitsA.length <= MOST_UNITS && unitsB.length <= MOST_UNITS) return numbered(unitsA, unitsB);
  }
  return numbered(lines(a), lines(b));
}

function characters(text: string): string[] {
  return [...text];
}

function words(text: string): string[] {
  return text.match(/\S+/g) ?? [];
}

function lines(text: string): string[] {
  return text.split("\n", MOST_UNITS);
}

function utf16Units(text: string): Uint16Array {
  const units = new Uint16Array(text.length);
  for (let index = 0; index < text.length; index++) units[index] = text.charCodeAt(index);
  return units;
}

/** Equal units get equal numbers. */
function numbered(a: readonly string[], b: readonly string[]): [Uint16Array, Uint16Array] {
  const numbers = new Map<string, number>();
  const numberOf = (unit: string) => {
    const known = numbers.get(unit) ?? numbers.size;
    numbers.set(unit, known);
    return known;
  };
  return [Uint16Array.from(a, numberOf), Uint16Array.from(b, numberOf)];
}
