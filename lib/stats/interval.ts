/** Where a figure lies, with the confidence that was asked for; both ends are within. */
export interface Interval {
  readonly low: number;
  readonly high: number;
}
