import { type SignFlipTest, signFlipTest } from "./sign_flip.ts";
import { signedRanks } from "./signed_ranks.ts";

export interface WilcoxonSignedRank extends SignFlipTest {
  /** Sums of the ranks of the differences above and below 0. */
  readonly positiveRanks: number;
  readonly negativeRanks: number;
  /** Differences that are not 0. */
  readonly n: number;
  /** (positive - negative) / (positive + negative) ranks, from -1 to 1; 0 where there are none. */
  readonly effect: number;
}

/**
 * Wilcoxon's signed rank test: whether paired differences that are independent of each other lie around 0. Only the order of their sizes
 * counts ({@linkcode signedRanks}), so that one slow answer does not decide. Where they come in clusters: `clusteredWilcoxon`.
 *
 * F. Wilcoxon, Individual Comparisons by Ranking Methods, Biometrics Bulletin 1, 1945. The p-value is that of the ranks as they are,
 * ties and all: exact for some hundred differences, beyond as normal with the variance Σr², and no correction for continuity.
 *
 * @throws {RangeError} If a difference is not finite.
 */
export function wilcoxonSignedRank(differences: readonly number[]): WilcoxonSignedRank {
  const { doubled, ...ranks } = signedRanks(differences);
  return { ...signFlipTest(doubled), ...ranks, n: doubled.filter((rank) => rank !== 0).length };
}
