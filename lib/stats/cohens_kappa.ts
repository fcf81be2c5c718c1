import type { Interval } from "./interval.ts";
import { twoSidedQuantile } from "./normal.ts";

export interface CohensKappa extends Interval {
  /** 1 where both always agree, 0 where they agree as often as chance would have it; less where more seldom. */
  readonly kappa: number;
  readonly standardError: number;
  /** The share of agreement, and what it would be by chance. */
  readonly observed: number;
  readonly expected: number;
}

/**
 * Cohen's kappa: agreement of two raters beyond chance, (observed - expected) / (1 - expected), with its large-sample interval;
 * null where there are no ratings, or where both gave one and the same to all: there is no chance to disagree then.
 *
 * J. Cohen, A Coefficient of Agreement for Nominal Scales, Educational and Psychological Measurement 20, 1960; variance: J. L.
 * Fleiss, J. Cohen and B. S. Everitt, Large sample standard errors of kappa and weighted kappa, Psychological Bulletin 72, 1969.
 *
 * @param counts A square table: how often A gave the rating of the row and B that of the column.
 * @param confidence Of the interval; default 0.95.
 */
export function cohensKappa(counts: readonly (readonly number[])[], confidence = 0.95): CohensKappa | null {
  if (counts.some((row) => row.length !== counts.length)) {
    throw new RangeError("A table of agreement has as many columns as rows");
  }
  const total = sum(counts.flat());
  if (total === 0) return null;
  const shares = counts.map((row) => row.map((count) => count / total));
  const rows = shares.map(sum);
  const columns = rows.map((_, column) => sum(shares.map((row) => row[column] ?? 0)));
  const observed = sum(shares.map((row, index) => row[index] ?? 0));
  const expected = sum(rows.map((share, index) => share * (columns[index] ?? 0)));
  if (expected === 1) return null;

  const kappa = (observed - expected) / (1 - expected);
  let variance = -((kappa - expected * (1 - kappa)) ** 2);
  for (const [row, cells] of shares.entries()) {
    for (const [column, share] of cells.entries()) {
      const chance = row === column
        ? (1 - ((rows[row] ?? 0) + (columns[row] ?? 0)) * (1 - kappa)) ** 2
        : (1 - kappa) ** 2 * ((columns[row] ?? 0) + (rows[column] ?? 0)) ** 2;
      variance += share * chance;
    }
  }
  const standardError = Math.sqrt(Math.max(0, variance) / total) / (1 - expected);
  const margin = twoSidedQuantile(confidence) * standardError;
  return { kappa, low: kappa - margin, high: kappa + margin, standardError, observed, expected };
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
