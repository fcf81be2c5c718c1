const DAY_MS = 86_400_000;

/** A week as ISO 8601 numbers them: from Monday on; the first of a year is the one that holds its first Thursday. */
export interface IsoWeek {
  /** `2026-W03`. */
  readonly week: string;
  /** Its Monday: `2026-01-12`. */
  readonly since: string;
}

/** The week of a day, which is given as days since 1970-01-01 (UTC). */
export function isoWeekOf(day: number): IsoWeek {
  const monday = mondayOf(day);
  const year = new Date((monday + 3) * DAY_MS).getUTCFullYear();
  // The 4th of January is always in the first week.
  const first = mondayOf(Date.UTC(year, 0, 4) / DAY_MS);
  const number = (monday - first) / 7 + 1;
  return {
    week: `${year}-W${String(number).padStart(2, "0")}`,
    since: new Date(monday * DAY_MS).toISOString().slice(0, 10),
  };
}

/** The Monday of a day's week, both as days since 1970-01-01, which was a Thursday. */
export function mondayOf(day: number): number {
  return Math.floor((day + 3) / 7) * 7 - 3;
}
