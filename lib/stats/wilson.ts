import type { Interval } from "./interval.ts";
import { twoSidedQuantile } from "./normal.ts";

export interface WilsonOptions {
  /** Default 0.95. */
  readonly confidence?: number;
  /** Whether the interval holds at least its confidence, and is wider for it. Default false. */
  readonly continuity?: boolean;
}

/**
 * Wilson's score interval of a proportion, which stays within 0 and 1 and is of use for few trials and for shares near the ends.
 * Without trials it is everything, 0 to 1. Trials need not be whole numbers: they may be an effective sample size.
 *
 * E. B. Wilson, Probable Inference, the Law of Succession, and Statistical Inference, Journal of the American Statistical
 * Association 22, 1927; with continuity correction: R. G. Newcombe, Two-sided confidence intervals for the single proportion,
 * Statistics in Medicine 17, 1998, methods 3 and 4.
 *
 * @throws {RangeError} If there are more successes than trials, or fewer than none.
 */
export function wilsonInterval(
  successes: number,
  trials: number,
  { confidence = 0.95, continuity = false }: WilsonOptions = {},
): Interval {
  if (!(successes >= 0 && successes <= trials)) {
    throw new RangeError(`There cannot be ${successes} successes in ${trials} trials`);
  }
  const z = twoSidedQuantile(confidence);
  if (trials === 0) return { low: 0, high: 1 };
  const share = successes / trials;
  // The bound is solved for from the nearer side, so that the upper one is the lower one of the failures.
  const low = (p: number) => lowerBound(p, trials, z, continuity);
  return { low: low(share), high: 1 - low(1 - share) };
}

function lowerBound(share: number, trials: number, z: number, continuity: boolean): number {
  if (share === 0) return 0;
  const denominator = 2 * (trials + z * z);
  const middle = 2 * trials * share + z * z;
  const spread = 4 * trials * share * (1 - share);
  if (!continuity) return Math.max(0, (middle - z * Math.sqrt(z * z + spread)) / denominator);
  const corrected = z * z - 2 - 1 / trials + spread + 4 * share;
  return Math.max(0, (middle - 1 - z * Math.sqrt(Math.max(0, corrected))) / denominator);
}
