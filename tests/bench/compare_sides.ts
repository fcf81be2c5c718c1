import type { BenchRecord } from "./benchmark.ts";
import type { Figures } from "./interleave.ts";

/** Which figure of which sides to compare. */
export interface SideComparison {
  readonly name: string;
  readonly unit: string;
  /** Takes the figure, in `unit`, out of what a repetition measured. */
  readonly figure: (figures: Figures) => number;
  readonly ours: string;
  /** What is wished of the ratio, by reference; every key is a side. */
  readonly references: Readonly<Record<string, string | null>>;
}

/**
 * Compares the figure of our side with that of each reference: medians, their ratio, and how far repetitions spread.
 *
 * @throws {RangeError} If a side is missing or was measured another number of times.
 */
export function compareSides(
  measured: ReadonlyMap<string, readonly Figures[]>,
  { name, unit, figure, ours, references }: SideComparison,
): BenchRecord[] {
  const valuesOf = (side: string) => (measured.get(side) ?? []).map(figure);
  const ourValues = valuesOf(ours);
  return Object.entries(references).map(([reference, goal]) => {
    const values = valuesOf(reference);
    if (values.length !== ourValues.length) {
      throw new RangeError(
        `${name}: ${ourValues.length} repetitions of ${ours}, ${values.length} of ${reference}`,
      );
    }
    return {
      name,
      ours: median(ourValues),
      reference: median(values),
      reference_name: reference,
      ratio: median(ourValues) / median(values),
      unit,
      n: values.length,
      spread: spreadOf(ourValues.map((value, index) => value / (values[index] ?? NaN))),
      ours_spread: spreadOf(ourValues),
      reference_spread: spreadOf(values),
      goal,
    };
  });
}

/** @throws {RangeError} If there are no values. */
export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length / 2;
  const [low, high] = [sorted[Math.ceil(middle) - 1], sorted[Math.floor(middle)]];
  if (low === undefined || high === undefined) throw new RangeError("Of no values there is no median");
  return (low + high) / 2;
}

/** The distance from the lowest to the highest value, as a share of the median. */
export function spreadOf(values: readonly number[]): number {
  return (Math.max(...values) - Math.min(...values)) / median(values);
}
