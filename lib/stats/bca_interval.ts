import type { Interval } from "./interval.ts";
import { normalCumulative, normalQuantile } from "./normal.ts";
import { quantileOfSorted } from "./quantile_of_sorted.ts";

/**
 * The bias-corrected and accelerated interval of a bootstrap: its percentiles, moved by how far the resamples lie to one side of the
 * estimate (z0) and by how the estimate's spread changes with it (a). Share s becomes Φ(z0 + (z0 + z(s)) / (1 - a (z0 + z(s)))).
 * Where all resamples lie on one side, it is the plain percentiles.
 *
 * B. Efron, Better Bootstrap Confidence Intervals, Journal of the American Statistical Association 82, 1987; B. Efron and R. J.
 * Tibshirani, An Introduction to the Bootstrap, 1993, chapter 14.
 *
 * @param sortedResamples The figure of each resample, ascending; one that equals the estimate counts half on either side.
 * @param leaveOneOut The figure without each of the independent units; those that are NaN are left out.
 */
export function bcaInterval(
  estimate: number,
  sortedResamples: ArrayLike<number>,
  leaveOneOut: ArrayLike<number>,
  confidence = 0.95,
): Interval {
  const bias = normalQuantile(shareBelow(estimate, sortedResamples));
  const acceleration = accelerationOf(Array.from(leaveOneOut).filter((value) => !Number.isNaN(value)));
  const quantileAt = (share: number) => {
    if (!Number.isFinite(bias)) return quantileOfSorted(sortedResamples, share);
    const z = bias + normalQuantile(share);
    const slowed = 1 - acceleration * z;
    // Past its pole the formula turns round; the share there tends to the end on the side of z.
    const moved = slowed > 0 ? normalCumulative(bias + z / slowed) : Number(z > 0);
    return quantileOfSorted(sortedResamples, moved);
  };
  return { low: quantileAt((1 - confidence) / 2), high: quantileAt((1 + confidence) / 2) };
}

function shareBelow(estimate: number, sortedResamples: ArrayLike<number>): number {
  let below = 0;
  for (const value of Array.from(sortedResamples)) {
    if (value < estimate) below++;
    else if (value === estimate) below += 0.5;
  }
  return below / sortedResamples.length;
}

/** A sixth of the skewness of the estimate's influence values. */
function accelerationOf(leaveOneOut: readonly number[]): number {
  const mean = leaveOneOut.reduce((sum, value) => sum + value, 0) / leaveOneOut.length;
  let [squares, cubes] = [0, 0];
  for (const value of leaveOneOut) {
    squares += (mean - value) ** 2;
    cubes += (mean - value) ** 3;
  }
  return squares === 0 ? 0 : cubes / (6 * squares ** 1.5);
}
