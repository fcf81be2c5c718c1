import { binomialCumulative, binomialProbability } from "./binomial.ts";

/** How often each side would have it alone, as shares of all pairs, and what is asked of the test. */
export interface McNemarDesign {
  readonly onlyA: number;
  readonly onlyB: number;
  /** The level of the two-sided test; default 0.05. */
  readonly alpha?: number;
}

/** Numbers of discordant pairs that are less likely than this together do not count. */
const NEGLIGIBLE = 1e-12;

/**
 * The probability that {@linkcode mcnemar}'s exact test of so many independent pairs finds the difference:
 * Σ P(n discordant) P(rejected | n), which is exact too.
 *
 * S. W. Duffy, Asymptotic and exact power for the McNemar test and its analogue with R controls per case, Biometrics 40, 1984.
 */
export function mcnemarPower(pairs: number, { onlyA, onlyB, alpha = 0.05 }: McNemarDesign): number {
  const discordantShare = onlyA + onlyB;
  if (!(onlyA >= 0 && onlyB >= 0 && discordantShare <= 1)) {
    throw new RangeError(`${onlyA} and ${onlyB} are not shares of the same pairs`);
  }
  if (discordantShare === 0) return 0;
  let power = 0;
  /** The most of the rarer kind with which the test still rejects, -1 for never; with more pairs it never falls. */
  let critical = -1;
  for (let n = 0; n <= pairs; n++) {
    while (critical < n && 2 * binomialCumulative(critical + 1, n, 0.5) <= alpha) critical++;
    const likely = binomialProbability(n, pairs, discordantShare);
    if (critical < 0 || likely < NEGLIGIBLE / pairs) continue;
    const share = onlyA / discordantShare;
    power += likely *
      (binomialCumulative(critical, n, share) + binomialCumulative(critical, n, 1 - share));
  }
  return power;
}
