import type { GoldScore } from "./score_gold.ts";

/** The columns of {@linkcode fieldScoreRows}. */
export const FIELD_SCORE_HEADER = [
  "field",
  "n",
  "exact P",
  "exact R",
  "exact F1",
  "token P",
  "token R",
  "token F1",
  "in the mean",
] as const;

/** A score as rows of a table, one a field; shares have three decimals. */
export function fieldScoreRows(score: GoldScore): (string | number)[][] {
  return Object.entries(score.fields).map(([path, { exact, token, n, judged_by }]) => [
    path,
    n,
    ...[exact.p, exact.r, exact.f1, token.p, token.r, token.f1].map(formatShare),
    judged_by,
  ]);
}

/** A share with three decimals, or "n/a" for null. */
export function formatShare(share: number | null): string {
  return share === null ? "n/a" : share.toFixed(3);
}
