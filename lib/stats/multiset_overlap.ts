/** How many items two lists have in common, in any order: one that both have twice counts twice. */
export function multisetOverlap<T>(a: readonly T[], b: readonly T[]): number {
  const left = new Map<T, number>();
  for (const item of a) left.set(item, (left.get(item) ?? 0) + 1);
  let overlap = 0;
  for (const item of b) {
    const count = left.get(item) ?? 0;
    if (count === 0) continue;
    left.set(item, count - 1);
    overlap++;
  }
  return overlap;
}
