const SQRT_TWO_PI = Math.sqrt(2 * Math.PI);
/** From here on the continued fraction is as exact with few terms, and the series would lose the tail's digits. */
const TAIL_FROM = 2.5;
const FRACTION_TERMS = 60;

/**
 * The standard normal distribution's share below `z`; its tails keep their digits down to 1e-300.
 *
 * Near the middle the series z + z³/3 + z⁵/(3·5) + ... (G. Marsaglia, Evaluating the Normal Distribution, Journal of
 * Statistical Software 11(4), 2004); beyond, Laplace's continued fraction for Mills' ratio (Abramowitz and Stegun,
 * Handbook of Mathematical Functions, 1964, 26.2.14).
 */
export function normalCumulative(z: number): number {
  if (Math.abs(z) < TAIL_FROM) return 0.5 + normalDensity(z) * series(z);
  const tail = normalDensity(z) * millsRatio(Math.abs(z));
  return z < 0 ? tail : 1 - tail;
}

/**
 * The `z` below which a share of the standard normal distribution lies; -Infinity for 0 and Infinity for 1.
 *
 * Starts from Hastings' approximation (Abramowitz and Stegun, 1964, 26.2.23, wrong by at most 4.5e-4) and refines it by
 * Halley's method on {@linkcode normalCumulative}.
 *
 * @throws {RangeError} If the share is not between 0 and 1.
 */
export function normalQuantile(share: number): number {
  if (!(share >= 0 && share <= 1)) throw new RangeError(`A share is from 0 to 1, not ${share}`);
  if (share > 0.5) return -normalQuantile(1 - share);
  if (share === 0) return -Infinity;
  const t = Math.sqrt(-2 * Math.log(share));
  const numerator = 2.515517 + t * (0.802853 + t * 0.010328);
  const denominator = 1 + t * (1.432788 + t * (0.189269 + t * 0.001308));
  let z = numerator / denominator - t;
  // Halley's method triples the digits: 4.5e-4 becomes 1e-10, then exact.
  for (let step = 0; step < 2; step++) {
    const error = (normalCumulative(z) - share) / normalDensity(z);
    z -= error / (1 + (z * error) / 2);
  }
  return z;
}

/** The z on both sides of which the rest of `confidence` lies: 1.96 for 0.95. */
export function twoSidedQuantile(confidence: number): number {
  if (!(confidence > 0 && confidence < 1)) {
    throw new RangeError(`A confidence is between 0 and 1, not ${confidence}`);
  }
  return normalQuantile((1 + confidence) / 2);
}

function normalDensity(z: number): number {
  return Math.exp(-z * z / 2) / SQRT_TWO_PI;
}

function series(z: number): number {
  let term = z;
  let sum = z;
  for (let odd = 3; Math.abs(term) > Math.abs(sum) * 1e-17; odd += 2) {
    term *= z * z / odd;
    sum += term;
  }
  return sum;
}

/** 1/(z + 1/(z + 2/(z + 3/(z + ...)))) */
function millsRatio(z: number): number {
  let fraction = z;
  for (let term = FRACTION_TERMS; term > 0; term--) fraction = z + term / fraction;
  return 1 / fraction;
}
