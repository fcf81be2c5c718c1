import { binomialCumulative } from "./binomial.ts";
import { normalCumulative } from "./normal.ts";

/** How likely a sum at least so far from 0 is, on either side. */
export interface SignFlipTest {
  readonly p: number;
  /** Whether every way of giving signs was counted, or their sum taken as normal. */
  readonly method: "exact" | "normal";
}

/** Additions that an exact test may take; about 10 ms. */
const EXACT_STEPS = 4_000_000;

/**
 * Fisher's randomization test of paired differences: under the null hypothesis each of them might as well have the other sign,
 * whatever its size. The two-sided p-value of their sum among all 2ⁿ ways of giving signs; 1 where all are 0.
 *
 * R. A. Fisher, The Design of Experiments, 1935, section 21. All ways are counted by the shift algorithm of B. Streitberg and
 * J. Röhmel, Exact distributions for permutation and rank tests, Statistical Software Newsletter 12, 1986; where that takes too
 * long, the sum over the square root of the sum of squares is taken as standard normal.
 *
 * @param differences Whole numbers, one for each independent unit.
 */
export function signFlipTest(differences: ArrayLike<number>): SignFlipTest {
  const sizes: number[] = [];
  let [total, positive, squares, divisor] = [0, 0, 0, 0];
  for (let unit = 0; unit < differences.length; unit++) {
    const difference = differences[unit] ?? NaN;
    if (!Number.isSafeInteger(difference)) throw new RangeError(`Not a whole number: ${difference}`);
    if (difference === 0) continue;
    const size = Math.abs(difference);
    sizes.push(size);
    total += size;
    positive += Math.max(0, difference);
    squares += size * size;
    divisor = greatestCommonDivisor(size, divisor);
  }
  const smaller = Math.min(positive, total - positive) / divisor;
  if (sizes.length === 0) return { p: 1, method: "exact" };
  if (total === sizes.length * divisor) {
    return { p: twice(binomialCumulative(smaller, sizes.length, 0.5)), method: "exact" };
  }
  if (sizes.length * (smaller + 1) <= EXACT_STEPS) {
    return { p: twice(shareUpTo(smaller, sizes.map((size) => size / divisor))), method: "exact" };
  }
  return {
    p: twice(normalCumulative((2 * smaller * divisor - total) / Math.sqrt(squares))),
    method: "normal",
  };
}

/** The share of all subsets whose sum is at most `limit`. */
function shareUpTo(limit: number, sizes: readonly number[]): number {
  const shares = new Float64Array(limit + 1);
  shares[0] = 1;
  let reached = 0;
  for (const size of sizes) {
    reached = Math.min(limit, reached + size);
    for (let sum = reached; sum >= 0; sum--) {
      const without = shares[sum] ?? 0;
      shares[sum] = (without + (sum >= size ? shares[sum - size] ?? 0 : 0)) / 2;
    }
  }
  return shares.reduce((sum, share) => sum + share, 0);
}

function twice(tail: number): number {
  return Math.min(1, 2 * tail);
}

function greatestCommonDivisor(a: number, b: number): number {
  return b === 0 ? a : greatestCommonDivisor(b, a % b);
}
