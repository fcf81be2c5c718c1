/** With fewer clusters, resampled intervals are too narrow. */
export const FEW_CLUSTERS = 20;

/** A difference in points: `+1.2`. */
export function formatPoints(points: number): string {
  const text = points.toFixed(1);
  return Number(text) > 0 ? `+${text}` : text.replace(/^-0\.0$/, "0.0");
}

/** `-0.4 to +1.2`; `n/a` where there is none. */
export function formatInterval(
  { low, high }: { readonly low: number | null; readonly high: number | null },
): string {
  return low === null || high === null ? "n/a" : `${formatPoints(low)} to ${formatPoints(high)}`;
}

/** `0.042`, `<0.001`. */
export function formatProbability(p: number): string {
  return p < 0.001 ? "<0.001" : p.toFixed(3);
}
