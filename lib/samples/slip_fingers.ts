import type { SeededRandom } from "../core/seeded_random.ts";

/** The text with one slip of the finger in a longer word: two letters swapped, one dropped, or one doubled. */
export function slipFingers(random: SeededRandom, text: string): string {
  const words = [...text.matchAll(/[a-z]{5,}/g)];
  if (words.length === 0) return text;
  const word = random.pick(words);
  const at = word.index + random.integer(1, word[0].length - 3);
  const [first = "", second = ""] = text.slice(at, at + 2);
  const slip = random.pick([second + first, first, first + second + second]);
  return text.slice(0, at) + slip + text.slice(at + 2);
}
