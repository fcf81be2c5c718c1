import assert from "node:assert/strict";
import { isoWeekOf, mondayOf } from "../../lib/core/iso_week.ts";

const dayOf = (date: string) => Date.parse(date) / 86_400_000;

// python3 -c "import datetime as d; [print(x, d.date.fromisoformat(x).isocalendar()[:2]) for x in ['2026-01-12', ...]]"
const WEEKS = [
  ["1969-12-28", "1969-W52", "1969-12-22"],
  ["1970-01-01", "1970-W01", "1969-12-29"],
  ["2020-12-31", "2020-W53", "2020-12-28"],
  ["2021-01-03", "2020-W53", "2020-12-28"],
  ["2021-01-04", "2021-W01", "2021-01-04"],
  ["2024-12-30", "2025-W01", "2024-12-30"],
  ["2026-01-12", "2026-W03", "2026-01-12"],
  ["2026-01-18", "2026-W03", "2026-01-12"],
  ["2027-01-03", "2026-W53", "2026-12-28"],
] as const;

Deno.test("a day's week is numbered as ISO 8601 does, around each new year too", () => {
  for (const [day, week, since] of WEEKS) assert.deepEqual(isoWeekOf(dayOf(day)), { week, since }, day);
});

Deno.test("a week begins on Monday", () => {
  for (let day = -400; day < 400; day++) {
    assert.equal(new Date(mondayOf(day) * 86_400_000).getUTCDay(), 1);
    assert.ok(day - mondayOf(day) >= 0 && day - mondayOf(day) < 7);
  }
});
