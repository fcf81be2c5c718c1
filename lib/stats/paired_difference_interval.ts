import type { Interval } from "./interval.ts";
import { twoSidedQuantile } from "./normal.ts";

/** Pairs and, of these, in which only A has it, or only B. They need not be whole numbers: they may be of an effective sample size. */
export interface DiscordantCounts {
  readonly onlyA: number;
  readonly onlyB: number;
  readonly pairs: number;
}

/** Halvings of the range -1 to 1; 2⁻⁵⁰ is past what is ever shown. */
const STEPS = 50;

/**
 * The score interval of a difference of shares over the same pairs, (onlyB - onlyA) / pairs. Unlike resampling it knows what so few pairs
 * cannot show: where none is discordant it is ±z² / (pairs + z²), as Wilson's is of no success in as many.
 *
 * T. Tango, Equivalence test and confidence interval for the difference in proportions for the paired-sample design, Statistics in
 * Medicine 17, 1998: the differences that the score test does not reject, given the likeliest share of onlyA under each.
 *
 * @throws {RangeError} If there are more discordant pairs than pairs.
 */
export function pairedDifferenceInterval(
  { onlyA, onlyB, pairs }: DiscordantCounts,
  { confidence = 0.95 }: { readonly confidence?: number } = {},
): Interval {
  // What adds up to the pairs but for rounding is no mistake.
  if (!(onlyA >= 0 && onlyB >= 0 && onlyA + onlyB <= pairs * (1 + 1e-9))) {
    throw new RangeError(`${onlyA} and ${onlyB} are not counts of ${pairs} pairs`);
  }
  const z = twoSidedQuantile(confidence);
  const upper = (onlyA: number, onlyB: number) => {
    let [inside, outside] = [(onlyB - onlyA) / pairs, 1];
    for (let step = 0; step < STEPS; step++) {
      const middle = (inside + outside) / 2;
      if (scoreOf(onlyA, onlyB, pairs, middle) < -z) outside = middle;
      else inside = middle;
    }
    return inside;
  };
  // The lower end is the upper one of the opposite.
  return { low: -upper(onlyB, onlyA), high: upper(onlyA, onlyB) };
}

/** How many standard errors the observed difference lies above a supposed one. */
function scoreOf(onlyA: number, onlyB: number, pairs: number, difference: number): number {
  const linear = (2 * pairs - onlyB + onlyA) * difference - onlyA - onlyB;
  const constant = -onlyA * difference * (1 - difference);
  const shareA = (Math.sqrt(Math.max(0, linear ** 2 - 8 * pairs * constant)) - linear) / (4 * pairs);
  const variance = pairs * (2 * shareA + difference * (1 - difference));
  return (onlyB - onlyA - pairs * difference) / Math.sqrt(Math.max(0, variance));
}
