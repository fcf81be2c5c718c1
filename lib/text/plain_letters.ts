/** A text whose styled letters are plain ones, and the way back to the text it was made of. */
export interface PlainLetters {
  readonly text: string;
  /** Where the unit at `index` of `text` began; its length leads to the length of the original. */
  originalIndex(index: number): number;
}

/** All of U+1D400 to U+1D7FF begin with this unit, and few other characters do. */
const LEAD_UNIT = "\ud835";
const STYLED = /[\u{1d400}-\u{1d7ff}]/gu;

/**
 * Puts plain letters and digits in place of the mathematical ones that posts use for bold and italics. Each is two
 * UTF-16 units long and becomes one, so that the result is shorter: `originalIndex` tells where its units came from.
 */
export function plainLetters(original: string): PlainLetters {
  if (!original.includes(LEAD_UNIT)) return { text: original, originalIndex: (index) => index };
  const shortenedAt: number[] = [];
  const text = original.replace(STYLED, (letter, at: number) => {
    const plain = letter.normalize("NFKC");
    // Unassigned code points of the block have no plain form.
    if (plain.length !== 1) return letter;
    shortenedAt.push(at - shortenedAt.length);
    return plain;
  });
  return { text, originalIndex: (index) => index + countBelow(shortenedAt, index) };
}

/** How many of the ascending `values` are less than `limit`. */
function countBelow(values: readonly number[], limit: number): number {
  let low = 0;
  let high = values.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((values[middle] ?? limit) < limit) low = middle + 1;
    else high = middle;
  }
  return low;
}
