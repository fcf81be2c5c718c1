/** Where a figure lies, with the confidence that was asked for; both ends are within. */
export interface Interval {
  readonly low: number;
  readonly high: number;
}

/** What either of two intervals holds. */
export function widerInterval(one: Interval, other: Interval | null): Interval {
  return other === null ? one : { low: Math.min(one.low, other.low), high: Math.max(one.high, other.high) };
}
