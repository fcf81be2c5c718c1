import { mcnemarPower } from "../../stats/mcnemar_power.ts";
import { mcnemarSampleSize } from "../../stats/sample_size.ts";

/** What a test of pairs is planned by. */
export interface PowerDesign {
  /** The share of pairs in which only one of the two has it: fills the field, or is right. A smaller difference is drowned by more. */
  readonly discordant: number;
  /** How many times as many pairs are needed as independent ones: pairs of one channel and day resemble each other. */
  readonly designEffect: number;
}

/** How often so large a difference would be found, by the number of pairs. */
export interface PowerCurve {
  /** In percentage points. */
  readonly points: number;
  /** About how many pairs find it 4 times of 5. */
  readonly pairsNeeded: number;
  readonly curve: readonly { readonly pairs: number; readonly power: number }[];
}

/** The power that sample sizes are planned for, as is usual: 4 times of 5. */
export const PLANNED_POWER = 0.8;

const STEPS = 40;
const FEWEST_PAIRS = 10;

/**
 * The power of McNemar's exact test at the 5 % level for differences of these sizes, over numbers of pairs that grow by a factor,
 * from few to `mostPairs` or more than all of the differences need.
 *
 * @param mostPairs What the curves have to reach, such as the pairs that there are.
 */
export function powerCurves(
  design: PowerDesign,
  differences: readonly number[],
  mostPairs: number,
): PowerCurve[] {
  const sizes = differences.map((points) => ({ points, pairsNeeded: pairsToFind(design, points) }));
  const most = Math.max(mostPairs, ...sizes.map(({ pairsNeeded }) => pairsNeeded)) * 1.5;
  const factor = (most / FEWEST_PAIRS) ** (1 / (STEPS - 1));
  const grid = Array.from({ length: STEPS }, (_, step) => Math.round(FEWEST_PAIRS * factor ** step));
  return sizes.map((size) => ({
    ...size,
    curve: grid.map((pairs) => ({
      pairs,
      power: mcnemarPower(Math.floor(pairs / design.designEffect), sharesFor(design, size.points)),
    })),
  }));
}

/** About how many pairs find a difference of so many percentage points 4 times of 5. */
export function pairsToFind(design: PowerDesign, points: number): number {
  return mcnemarSampleSize({
    ...sharesFor(design, points),
    power: PLANNED_POWER,
    designEffect: design.designEffect,
  });
}

/** No difference is larger than the share of discordant pairs that makes it. */
function sharesFor({ discordant }: PowerDesign, points: number): { onlyA: number; onlyB: number } {
  const difference = points / 100;
  const share = Math.max(discordant, difference);
  return { onlyA: (share - difference) / 2, onlyB: (share + difference) / 2 };
}
