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

/** Both texts, each character, word or line of them as one UTF-16 unit. */
function comparableUnits(a: string, b: string): [string, string] {
  if (a.length <= MOST_UNITS && b.length <= MOST_UNITS && !SURROGATE.test(a) && !SURROGATE.test(b)) {
    return [a, b];
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

/** Equal units get the same number: with two texts they are fewer than there are UTF-16 units. */
function numbered(a: readonly string[], b: readonly string[]): [string, string] {
  const numbers = new Map<string, number>();
  const numberOf = (unit: string) => {
    const number = numbers.get(unit) ?? numbers.size;
    numbers.set(unit, number);
    return String.fromCharCode(number);
  };
  return [a.map(numberOf).join(""), b.map(numberOf).join("")];
}
