const LOG_SQRT_TWO_PI = Math.log(2 * Math.PI) / 2;

/**
 * The probability of exactly `successes` in `trials` that succeed with `probability` each, to about 14 digits however
 * many trials: differences of log-gammas would lose a digit for each tenfold.
 *
 * C. Loader, Fast and Accurate Computation of Binomial Probabilities, 2000: Stirling's error and the deviance instead.
 */
export function binomialProbability(successes: number, trials: number, probability: number): number {
  if (successes < 0 || successes > trials) return 0;
  if (probability === 0) return successes === 0 ? 1 : 0;
  if (probability === 1) return successes === trials ? 1 : 0;
  if (successes === 0) return Math.exp(trials * Math.log1p(-probability));
  if (successes === trials) return Math.exp(trials * Math.log(probability));
  const failures = trials - successes;
  const logarithm = stirlingError(trials) - stirlingError(successes) - stirlingError(failures) -
    deviance(successes, trials * probability) - deviance(failures, trials * (1 - probability));
  return Math.exp(logarithm) * Math.sqrt(trials / (2 * Math.PI * successes * failures));
}

/** The probability of at most `successes`; below the mean it keeps its digits however small it is. */
export function binomialCumulative(successes: number, trials: number, probability: number): number {
  if (successes < 0) return 0;
  if (successes >= trials) return 1;
  if (successes > trials * probability) {
    return 1 - binomialCumulative(trials - successes - 1, trials, 1 - probability);
  }
  const odds = (1 - probability) / probability;
  let term = binomialProbability(successes, trials, probability);
  let sum = term;
  for (let k = successes; k > 0 && term > sum * 1e-17; k--) {
    term *= k / (trials - k + 1) * odds;
    sum += term;
  }
  return sum;
}

/** ln n! less Stirling's approximation of it. */
function stirlingError(n: number): number {
  if (n <= 15) {
    let factorial = 1;
    for (let factor = 2; factor <= n; factor++) factorial *= factor;
    return Math.log(factorial) - LOG_SQRT_TWO_PI - (n + 0.5) * Math.log(n) + n;
  }
  const square = n * n;
  return (1 / 12 - (1 / 360 - (1 / 1260 - (1 / 1680 - 1 / 1188 / square) / square) / square) / square) / n;
}

/** x ln(x / mean) + mean - x, without losing digits where x is near the mean. */
function deviance(x: number, mean: number): number {
  const difference = x - mean;
  if (Math.abs(difference) >= 0.1 * (x + mean)) return x * Math.log(x / mean) - difference;
  const ratio = difference / (x + mean);
  let sum = difference * ratio;
  let power = 2 * x * ratio;
  for (let odd = 3;; odd += 2) {
    power *= ratio * ratio;
    const next = sum + power / odd;
    if (next === sum) return sum;
    sum = next;
  }
}
