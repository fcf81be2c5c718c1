import type { SeededRandom } from "../core/seeded_random.ts";

/** A share over time: of each independent unit, such as a day, in the order of time, how many there were and how many of them had it. */
export interface ShareSeries {
  readonly parts: ArrayLike<number>;
  readonly wholes: ArrayLike<number>;
  /** Where the share may have changed: before the unit at each of these places, in ascending order. */
  readonly splits: readonly number[];
}

export interface ChangePointOptions {
  readonly random: SeededRandom;
  /** At most so many; the p-value cannot be less than 1 / (permutations + 1). Default 999. */
  readonly permutations?: number;
}

/** The split at which the share changed most, and how likely so much is where it never changed. */
export interface ChangePoint {
  /** One of the series' splits. */
  readonly split: number;
  /** The share from the split on less the one before, over its standard error; infinite where neither side varies. */
  readonly t: number;
  readonly p: number;
  /** Permutations that were drawn; fewer than allowed where it was soon clear that nothing is unlikely. */
  readonly permutations: number;
}

/** With so many permutations that reach the statistic, more would only tell how large a large p-value is. */
const ENOUGH = 5;

/**
 * Whether a share changed at one of several places in time, where units are independent of each other but what is counted within one
 * is not. Of the splits the one is taken with the largest |t|, the difference of the shares after and before over its standard error;
 * the p-value counts the orders of the units in which some split reaches it, and so accounts for having looked at every one. Null
 * where there is no split, or the share is the same in all units. Where neighbouring units resemble each other, the p-value is too small.
 *
 * A test over permuted times: J. Antoch and M. Hušková, Permutation tests in change point analysis, Statistics & Probability Letters
 * 53, 2001. Divided by a standard error by sides, a difference keeps the level where sizes and spreads differ between them: E. Chung and
 * J. P. Romano, Exact and asymptotically robust permutation tests, Annals of Statistics 41, 2013. It is that of ratios by units: with
 * K units of mean size w on a side, K - 1 degrees of freedom and s² = Σ (part - share · whole)² / ((K - 1) w²), the sum of both sides'
 * s² / K. By chance a few units resemble each other, and their t would hide all others: so each s² is taken together with the one of
 * both sides as if that had 14 degrees of freedom, as G. K. Smyth does, Linear Models and Empirical Bayes Methods, Statistical
 * Applications in Genetics and Molecular Biology 3, 2004. Drawing ends after 5 orders that reach |t|: J. Besag and P. Clifford,
 * Sequential Monte Carlo p-values, Biometrika 78, 1991.
 */
export function changePointTest(
  series: ShareSeries,
  { random, permutations = 999 }: ChangePointOptions,
): ChangePoint | null {
  const scan = new Scan(series);
  const observed = scan.largest(null);
  if (observed === null || observed.t === 0) return null;
  // The same sums in another order differ in their last digits.
  const reached = Math.abs(observed.t) * (1 - 1e-9);
  let [drawn, reaching] = [0, 0];
  while (drawn < permutations && reaching < ENOUGH) {
    drawn++;
    if (Math.abs(scan.largest(random)?.t ?? 0) >= reached) reaching++;
  }
  const p = reaching === ENOUGH ? reaching / drawn : (reaching + 1) / (drawn + 1);
  return { ...observed, p, permutations: drawn };
}

/** The degrees of freedom that the variance of both sides has beside each side's own. */
const PRIOR_FREEDOM = 14;

/** What a share and its variance are made of, on one side of a split. */
interface Side {
  readonly units: number;
  readonly parts: number;
  readonly wholes: number;
  readonly squaredParts: number;
  readonly products: number;
  readonly squaredWholes: number;
}

type Split = Pick<ChangePoint, "split" | "t">;

class Scan {
  readonly #parts: Float64Array;
  readonly #wholes: Float64Array;
  readonly #splits: readonly number[];
  readonly #total: Side;

  constructor({ parts, wholes, splits }: ShareSeries) {
    this.#parts = Float64Array.from(parts);
    this.#wholes = Float64Array.from(wholes);
    this.#splits = splits;
    this.#total = sideOf(this.#parts, this.#wholes);
  }

  /** Of the units in their order, or with `random` in one that is drawn. */
  largest(random: SeededRandom | null): Split | null {
    const [ofParts, ofWholes, all] = [this.#parts, this.#wholes, this.#total];
    let found: Split | null = null;
    let [unit, parts, wholes, squaredParts, products, squaredWholes] = [0, 0, 0, 0, 0, 0];
    for (const split of this.#splits) {
      for (; unit < split; unit++) {
        const from = random === null ? unit : random.integer(unit, all.units - 1);
        const [part, whole] = [ofParts[from] ?? 0, ofWholes[from] ?? 0];
        // What is drawn changes places with the unit whose turn it is: R. Durstenfeld, Communications of the ACM 7, 1964.
        ofParts[from] = ofParts[unit] ?? 0;
        ofWholes[from] = ofWholes[unit] ?? 0;
        ofParts[unit] = part;
        ofWholes[unit] = whole;
        parts += part;
        wholes += whole;
        squaredParts += part * part;
        products += part * whole;
        squaredWholes += whole * whole;
      }
      const before = { units: unit, parts, wholes, squaredParts, products, squaredWholes };
      const after = {
        units: all.units - unit,
        parts: all.parts - parts,
        wholes: all.wholes - wholes,
        squaredParts: all.squaredParts - squaredParts,
        products: all.products - products,
        squaredWholes: all.squaredWholes - squaredWholes,
      };
      const t = standardise(before, after);
      if (found === null || Math.abs(t) > Math.abs(found.t)) found = { split, t };
    }
    return found;
  }
}

function sideOf(ofParts: Float64Array, ofWholes: Float64Array): Side {
  let [parts, wholes, squaredParts, products, squaredWholes] = [0, 0, 0, 0, 0];
  for (let unit = 0; unit < ofParts.length; unit++) {
    const [part, whole] = [ofParts[unit] ?? 0, ofWholes[unit] ?? 0];
    parts += part;
    wholes += whole;
    squaredParts += part * part;
    products += part * whole;
    squaredWholes += whole * whole;
  }
  return { units: ofParts.length, parts, wholes, squaredParts, products, squaredWholes };
}

function standardise(before: Side, after: Side): number {
  const change = after.parts / after.wholes - before.parts / before.wholes;
  // What rounding leaves is none.
  if (!(Math.abs(change) > 1e-12)) return 0;
  const [ofBefore, ofAfter] = [relativeSquares(before), relativeSquares(after)];
  const common = (ofBefore + ofAfter) / (before.units + after.units - 2) * PRIOR_FREEDOM;
  const variance = (common + ofBefore) / (PRIOR_FREEDOM + before.units - 1) / before.units +
    (common + ofAfter) / (PRIOR_FREEDOM + after.units - 1) / after.units;
  return change / Math.sqrt(variance);
}

/** The squared residuals of a side, with the mean size of its units taken as 1. */
function relativeSquares({ units, parts, wholes, squaredParts, products, squaredWholes }: Side): number {
  const share = parts / wholes;
  const squares = squaredParts - 2 * share * products + share * share * squaredWholes;
  return squares > 1e-9 ? squares / (wholes / units) ** 2 : 0;
}
