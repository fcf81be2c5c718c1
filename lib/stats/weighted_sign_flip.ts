import { type SignFlipTest, signFlipTest } from "./sign_flip.ts";

/** Into so many steps the largest difference is divided: its rounding moves p by far less than what p says. */
const RESOLUTION = 1_000;
const ROUNDING = 1e-9;

/**
 * {@linkcode signFlipTest} of differences that are no whole numbers, such as sums of weights. Differences that are whole multiples of
 * the least one are taken as such multiples where these can be counted; others are rounded to a thousandth of the largest.
 */
export function weightedSignFlipTest(differences: ArrayLike<number>): SignFlipTest {
  const largest = Array.from(differences).reduce((one, other) => Math.max(one, Math.abs(other)), 0);
  // What is left of sums that cancel is rounding.
  const all = Array.from(differences).filter((difference) => Math.abs(difference) > largest * ROUNDING);
  const least = all.reduce((one, other) => Math.min(one, Math.abs(other)), Infinity);
  const multiples = all.map((difference) => difference / least);
  if (multiples.every((multiple) => Math.abs(multiple - Math.round(multiple)) < ROUNDING)) {
    const counted = signFlipTest(multiples.map(Math.round));
    if (counted.method === "exact") return counted;
  }
  return signFlipTest(all.map((difference) => Math.round(difference / largest * RESOLUTION)));
}
