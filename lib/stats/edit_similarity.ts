import { levenshteinDistance } from "./levenshtein_distance.ts";

/** More units than this are not compared; a message of Telegram has at most so many characters. */
const MOST_UNITS = 4_096;
/** Characters outside the basic plane, and all single units in whose place they are numbered: 8,448, more than two texts can have. */
const NUMBERED = /[\ud800-\udbff][\udc00-\udfff]|[\ud800-\uf8ff]/g;
const FIRST_NUMBERED = 0xd800;

/**
 * How alike two texts are, from 0 to 1: 1 less the edit distance over the longer one's length, in characters (code points). Two
 * empty texts are alike. Texts are taken as they are: normalise them first.
 *
 * One of more than 4,096 characters is compared word by word, of more words line by line, and of more lines by its first 4,096:
 * no comparison takes more than some milliseconds. The distance is Levenshtein's ({@linkcode levenshteinDistance}); over the longer
 * length: A. Marzal and E. Vidal, Computation of normalized edit distance and applications, IEEE Transactions on Pattern Analysis
 * and Machine Intelligence 15, 1993.
 */
export function editSimilarity(a: string, b: string): number {
  if (a === b) return 1;
  const [unitsA, unitsB] = comparableUnits(a, b);
  const longer = Math.max(unitsA.length, unitsB.length);
  return longer === 0 ? 1 : 1 - levenshteinDistance(unitsA, unitsB) / longer;
}

/** Both texts, with one UTF-16 unit for each character, word or line of them. */
function comparableUnits(a: string, b: string): [string, string] {
  const numberOf = numberUnits(FIRST_NUMBERED);
  const characters: [string, string] = [a.replace(NUMBERED, numberOf), b.replace(NUMBERED, numberOf)];
  if (areComparable(characters)) return characters;
  const words: [string[], string[]] = [a.match(/\S+/g) ?? [], b.match(/\S+/g) ?? []];
  const units = areComparable(words)
    ? words
    : [a.split("\n", MOST_UNITS), b.split("\n", MOST_UNITS)] as const;
  const numberOfPart = numberUnits(0);
  return [units[0].map(numberOfPart).join(""), units[1].map(numberOfPart).join("")];
}

function areComparable(texts: readonly { readonly length: number }[]): boolean {
  return texts.every(({ length }) => length <= MOST_UNITS);
}

/** Gives each part of a text a UTF-16 unit of its own, the same again for the same part. */
function numberUnits(first: number): (part: string) => string {
  const units = new Map<string, string>();
  return (part) => {
    const unit = units.get(part) ?? String.fromCharCode(first + units.size);
    units.set(part, unit);
    return unit;
  };
}
