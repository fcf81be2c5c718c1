import { twoSidedQuantile } from "./normal.ts";

/** From here on the first term of the expansion in 1 / degrees is exact to seven digits. */
const MANY = 1_000;
const STEPS = 60;

/**
 * The t on both sides of which the rest of `confidence` lies: 4.303 for 0.95 with 2 degrees of freedom, 1.96 with very many.
 *
 * By halving, on the finite series for whole degrees of freedom (Abramowitz and Stegun, Handbook of Mathematical Functions, 1964,
 * 26.7.3 and 26.7.4); for many of them z + (z³ + z) / 4ν (26.7.5).
 *
 * @throws {RangeError} If the degrees are not a whole number from 1.
 */
export function studentQuantile(confidence: number, degrees: number): number {
  if (!(Number.isSafeInteger(degrees) && degrees >= 1)) {
    throw new RangeError(`Degrees of freedom are a whole number from 1, not ${degrees}`);
  }
  const z = twoSidedQuantile(confidence);
  if (degrees > MANY) return z + (z ** 3 + z) / (4 * degrees);
  let [low, high] = [0, Math.PI / 2];
  for (let step = 0; step < STEPS; step++) {
    const middle = (low + high) / 2;
    if (shareWithin(middle, degrees) < confidence) low = middle;
    else high = middle;
  }
  return Math.tan(low) * Math.sqrt(degrees);
}

/** The share of the distribution from -t to t, t = tan(angle) √degrees. */
function shareWithin(angle: number, degrees: number): number {
  const isOdd = degrees % 2 === 1;
  const square = Math.cos(angle) ** 2;
  let term = isOdd ? Math.cos(angle) : 1;
  let sum = degrees === 1 ? 0 : term;
  for (let k = isOdd ? 2 : 1; k <= degrees - 3; k += 2) {
    term *= square * k / (k + 1);
    sum += term;
  }
  const rest = Math.sin(angle) * sum;
  return isOdd ? 2 / Math.PI * (angle + rest) : rest;
}
