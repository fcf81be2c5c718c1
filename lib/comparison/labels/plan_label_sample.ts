/** What a field's outcome says of how much there is to learn from a label of it. */
export const LABEL_STRATA = ["disagreement", "agreement", "both_null"] as const;
export type LabelStratum = typeof LABEL_STRATA[number];

/** How many cases of one field there are in each stratum. */
export type StratumSizes = Readonly<Record<LabelStratum, number>>;

/**
 * How much "is it right?" is expected to vary from case to case: the square root of p (1 - p), where one of two that disagree is
 * right about half of the time, both that agree in 95 % of the cases, and two that find nothing in 98 %. A wrong guess costs
 * precision only; the estimate stays unbiased.
 */
const EXPECTED_SPREAD: StratumSizes = { disagreement: 0.5, agreement: 0.22, both_null: 0.14 };
/** Of the labels: disagreements alone tell which version is better, and without a share of their own there would be few of them. */
const SHARE_OF_DISAGREEMENTS = 0.5;
/** From two labels on the spread within a stratum can be estimated. */
const FEWEST = 2;

/**
 * Shares labels out over fields and strata. Half of them go to disagreements; the others so that the variances of the fields'
 * accuracies add up to as little as possible: in proportion to a stratum's share of its field times its expected spread (J. Neyman,
 * "On the two different aspects of the representative method", JRSS 97, 1934). Within a stratum every case is as likely as any
 * other: n of N gives an inclusion probability of n / N, never 0, so that `estimateTotal` is unbiased; each stratum gets two labels
 * before any is shared out.
 *
 * @param budget Labels to be made; fewer where there are not as many cases, more where there are more strata than half of it.
 * @returns The number of labels of each stratum, by field as given.
 */
export function planLabelSample(fields: readonly StratumSizes[], budget: number): StratumSizes[] {
  const cells = fields.flatMap((sizes, field) => {
    const all = LABEL_STRATA.reduce((sum, stratum) => sum + sizes[stratum], 0);
    return LABEL_STRATA.filter((stratum) => sizes[stratum] > 0).map((stratum): Cell => ({
      field,
      stratum,
      size: sizes[stratum],
      weight: sizes[stratum] / all * EXPECTED_SPREAD[stratum],
      labels: Math.min(FEWEST, sizes[stratum]),
    }));
  });
  const disagreements = cells.filter(({ stratum }) => stratum === "disagreement");
  shareOut(
    disagreements,
    Math.min(budget * SHARE_OF_DISAGREEMENTS, budget - countLabels(cells) + countLabels(disagreements)),
  );
  shareOut(cells, budget);
  return fields.map((_, field) => {
    const own = cells.filter((cell) => cell.field === field);
    const labelsOf = (stratum: LabelStratum) => own.find((cell) => cell.stratum === stratum)?.labels ?? 0;
    return {
      disagreement: labelsOf("disagreement"),
      agreement: labelsOf("agreement"),
      both_null: labelsOf("both_null"),
    };
  });
}

interface Cell {
  readonly field: number;
  readonly stratum: LabelStratum;
  readonly size: number;
  readonly weight: number;
  labels: number;
}

/** Adds labels until there are `wanted`, each where it lowers the sum of variances most: w^2 / n - w^2 / (n + 1). */
function shareOut(cells: readonly Cell[], wanted: number): void {
  for (let labels = countLabels(cells); labels + 1 <= wanted; labels++) {
    let best: Cell | null = null;
    let most = 0;
    for (const cell of cells) {
      if (cell.labels === cell.size) continue;
      const gain = cell.weight ** 2 / (cell.labels * (cell.labels + 1));
      if (gain > most) [best, most] = [cell, gain];
    }
    if (best === null) return;
    best.labels++;
  }
}

function countLabels(cells: readonly Cell[]): number {
  return cells.reduce((sum, { labels }) => sum + labels, 0);
}

/** A value that was observed, and how likely it was to be. */
export interface SampledValue {
  readonly value: number;
  readonly inclusionProbability: number;
}

/**
 * Estimates the sum over all cases from those that were sampled, each of which stands for 1 / inclusion probability cases:
 * unbiased whatever the probabilities, as long as none is 0 (D. G. Horvitz, D. J. Thompson, "A generalization of sampling
 * without replacement from a finite universe", JASA 47, 1952). Divided by the number of cases it is the mean.
 */
export function estimateTotal(sampled: Iterable<SampledValue>): number {
  let total = 0;
  for (const { value, inclusionProbability } of sampled) total += value / inclusionProbability;
  return total;
}
