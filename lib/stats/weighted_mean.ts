import type { Interval } from "./interval.ts";
import { twoSidedQuantile } from "./normal.ts";
import { wilsonInterval } from "./wilson.ts";

/** A value that was seen because it was drawn, and how likely that was. */
export interface SampledValue {
  readonly value: number;
  /** Above 0, at most 1; each was drawn or not on its own. */
  readonly probability: number;
}

export interface WeightedMean extends Interval {
  readonly mean: number;
  readonly standardError: number;
  /** Values that were seen. */
  readonly n: number;
}

/**
 * The mean of a population of known size from a sample drawn with known probabilities, Σ y/π / N: without bias whatever the
 * probabilities were. The interval is the normal one, from the variance Σ (1 - π) y²/π² / N²; what was certain to be drawn adds none.
 *
 * D. G. Horvitz and D. J. Thompson, A Generalization of Sampling Without Replacement From a Finite Universe, Journal of the
 * American Statistical Association 47, 1952; for independent draws: C.-E. Särndal, B. Swensson and J. Wretman, Model Assisted
 * Survey Sampling, 1992, section 3.5.
 *
 * @param population How many there were to draw from.
 */
export function horvitzThompsonMean(
  sample: readonly SampledValue[],
  population: number,
  confidence = 0.95,
): WeightedMean {
  let [total, variance] = [0, 0];
  for (const { value, probability } of checked(sample)) {
    total += value / probability;
    variance += (1 - probability) * (value / probability) ** 2;
  }
  return normalMean(total / population, Math.sqrt(variance) / population, sample.length, confidence);
}

/**
 * The same from a sample whose population need not be known: Σ y/π / Σ 1/π. As good as without bias, within the range of the
 * values, and steadier than {@linkcode horvitzThompsonMean}, since how many were drawn by chance cancels. Null for no sample.
 *
 * J. Hájek, Comment on a paper by D. Basu, in Foundations of Statistical Inference, 1971; variance by linearisation,
 * Σ (1 - π) (y - mean)²/π² / (Σ 1/π)²: Särndal, Swensson and Wretman, 1992, section 5.7.
 */
export function hajekMean(sample: readonly SampledValue[], confidence = 0.95): WeightedMean | null {
  if (sample.length === 0) return null;
  let [total, weights, variance] = [0, 0, 0];
  for (const { value, probability } of checked(sample)) {
    total += value / probability;
    weights += 1 / probability;
  }
  const mean = total / weights;
  for (const { value, probability } of sample) {
    variance += (1 - probability) * ((value - mean) / probability) ** 2;
  }
  return normalMean(mean, Math.sqrt(variance) / weights, sample.length, confidence);
}

/**
 * {@linkcode hajekMean} of values that are 0 or 1, with an interval that stays within these and is no point when all are right:
 * Wilson's, of the effective sample size mean (1 - mean) / variance. Where all values are the same they say nothing of the
 * variance, and the size is L. Kish's (Σ w)² / Σ w², with w = 1/π and what was certain to be drawn left out of Σ w².
 *
 * E. L. Korn and B. I. Graubard, Confidence Intervals for Proportions with Small Expected Number of Positive Counts Estimated
 * from Survey Data, Survey Methodology 24, 1998.
 */
export function hajekProportion(sample: readonly SampledValue[], confidence = 0.95): WeightedMean | null {
  const estimate = hajekMean(sample, confidence);
  if (estimate === null) return null;
  const { mean, standardError } = estimate;
  const size = mean === 0 || mean === 1 ? kishSize(sample) : mean * (1 - mean) / standardError ** 2;
  if (size === Infinity) return estimate;
  return { ...estimate, ...wilsonInterval(mean * size, size, { confidence }) };
}

/** Infinity where all were certain to be drawn. */
function kishSize(sample: readonly SampledValue[]): number {
  let [weights, squares] = [0, 0];
  for (const { probability } of sample) {
    weights += 1 / probability;
    squares += (1 - probability) / probability ** 2;
  }
  return weights ** 2 / squares;
}

function checked(sample: readonly SampledValue[]): readonly SampledValue[] {
  const bad = sample.find(({ probability }) => !(probability > 0 && probability <= 1));
  if (bad) throw new RangeError(`Drawn with a probability above 0 and at most 1, not ${bad.probability}`);
  return sample;
}

function normalMean(mean: number, standardError: number, n: number, confidence: number): WeightedMean {
  const margin = twoSidedQuantile(confidence) * standardError;
  return { mean, low: mean - margin, high: mean + margin, standardError, n };
}
