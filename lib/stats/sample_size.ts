import type { McNemarDesign } from "./mcnemar_power.ts";
import { normalQuantile } from "./normal.ts";

export interface SampleSizeDesign extends McNemarDesign {
  /** How often the difference is to be found; default 0.8. */
  readonly power?: number;
  /** How many times as many pairs of the same clusters are needed as independent ones ({@linkcode designEffect}); default 1. */
  readonly designEffect?: number;
}

/**
 * About how many pairs McNemar's test needs to find a difference, rounded up; Infinity where there is none:
 * (z(1 - α/2) √ψ + z(power) √(ψ - δ²))² / δ², ψ = onlyA + onlyB, δ = onlyB - onlyA.
 *
 * R. J. Connor, Sample size for testing differences in proportions for the paired-sample design, Biometrics 43, 1987. Plan with
 * the smallest difference that would matter: the observed one is noise where the test has not found it. The exact test takes a
 * few pairs more where few are discordant; {@linkcode mcnemarPower} says what so many find.
 */
export function mcnemarSampleSize(
  { onlyA, onlyB, alpha = 0.05, power = 0.8, designEffect = 1 }: SampleSizeDesign,
): number {
  const discordant = onlyA + onlyB;
  const difference = onlyB - onlyA;
  if (!(onlyA >= 0 && onlyB >= 0 && discordant <= 1)) {
    throw new RangeError(`${onlyA} and ${onlyB} are not shares of the same pairs`);
  }
  if (difference === 0) return Infinity;
  const underNull = normalQuantile(1 - alpha / 2) * Math.sqrt(discordant);
  const underEffect = normalQuantile(power) * Math.sqrt(discordant - difference ** 2);
  return Math.ceil(designEffect * ((underNull + underEffect) / difference) ** 2);
}
