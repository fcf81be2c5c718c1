import assert from "node:assert/strict";
import { foldText } from "../../lib/text/fold_text.ts";
import { parseWeeklyTimes } from "../../lib/text/time_expressions.ts";

const DAYS = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];

/** "Tue 15:00-23:00 ~" where the tilde marks an estimate. */
function read(text: string): string {
  return parseWeeklyTimes(foldText(text)).map(({ day, from, until, isEstimated }) =>
    `${DAYS[day]} ${clock(from)}-${clock(until)}${isEstimated ? " ~" : ""}`
  ).join(", ");
}

function clock(minutes: number): string {
  return `${String(Math.floor(minutes / 60)).padStart(2, "0")}:${String(minutes % 60).padStart(2, "0")}`;
}

const CASES: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  "a named day with a time is explicit": {
    "Tuesday 4.30-6pm": "Tue 16:30-18:00",
    "Thurs 7 to 9 pm": "Thu 19:00-21:00",
    "Sat 10-11.30am": "Sat 10:00-11:30",
    "Sat 11am - 1pm": "Sat 11:00-13:00",
    "Sat 11.30-1pm": "Sat 11:30-13:00",
    "Sun 10-12pm": "Sun 10:00-12:00",
    "Wed 1930-2100": "Wed 19:30-21:00",
    "Wed 19:30 to 21:00": "Wed 19:30-21:00",
    "Fri 530-7pm": "Fri 17:30-19:00",
    "Fri 3 ～ 5pm": "Fri 15:00-17:00",
    "Mon 6-7:30": "Mon 18:00-19:30",
    "周三 4.30-6pm": "Wed 16:30-18:00",
  },
  "a single time is a slot of no length": {
    "Tue 8pm": "Tue 20:00-20:00",
    "Fri night 8pm": "Fri 20:00-20:00",
    "Wed 12nn": "Wed 12:00-12:00",
  },
  "one time holds for all the days listed": {
    "Mon, Wed & Fri 5-6pm": "Mon 17:00-18:00, Wed 17:00-18:00, Fri 17:00-18:00",
    "Mon/Tue 3pm, Sat 9am": "Mon 15:00-15:00, Tue 15:00-15:00, Sat 09:00-09:00",
    "5pm Mon and Wed, 6pm Fri": "Mon 17:00-17:00, Wed 17:00-17:00, Fri 18:00-18:00",
  },
  "open ends are estimated": {
    "Tue after 3pm": "Tue 15:00-23:00 ~",
    "Sun from 11.45am": "Sun 11:45-23:00 ~",
    "Sun 2pm onwards": "Sun 14:00-23:00 ~",
    "Sat before 1pm": "Sat 08:00-13:00 ~",
    "Thu aft 5": "Thu 17:00-23:00 ~",
  },
  "parts of the day are estimated": {
    "Sat morning": "Sat 08:00-12:00 ~",
    "Sun afternoon": "Sun 12:00-17:00 ~",
    "Mon evenings": "Mon 16:00-21:00 ~",
    "Fri night": "Fri 19:00-23:00 ~",
    "Tue, afternoon to evening": "Tue 12:00-21:00 ~",
    "Sat AM or Sun PM": "Sat 08:00-12:00 ~, Sun 12:00-23:00 ~",
  },
  "groups and ranges of days are estimated": {
    "Weekends 2-4pm": "Sat 14:00-16:00 ~, Sun 14:00-16:00 ~",
    "Mon-Wed 5pm": "Mon 17:00-17:00 ~, Tue 17:00-17:00 ~, Wed 17:00-17:00 ~",
    "Sat to Mon 9am": "Sat 09:00-09:00 ~, Sun 09:00-09:00 ~, Mon 09:00-09:00 ~",
    "wkends am": "Sat 08:00-12:00 ~, Sun 08:00-12:00 ~",
    "wkend 3pm": "Sat 15:00-15:00 ~, Sun 15:00-15:00 ~",
    "weekdays after 6pm except Tue":
      "Mon 18:00-23:00 ~, Wed 18:00-23:00 ~, Thu 18:00-23:00 ~, Fri 18:00-23:00 ~",
    "Weekdays (except Tue, Thu) after 6pm": "Mon 18:00-23:00 ~, Wed 18:00-23:00 ~, Fri 18:00-23:00 ~",
  },
  "a day without a time, a time without a day and other numbers give nothing": {
    "Tues and Sat": "",
    "I am free on Sat": "",
    "after 5pm": "",
    "tbc": "",
    "Mon, 2 hrs": "",
    "P4 Math, 1.5 hours, 2 lessons on Mon": "",
    "Jan 2026 on Mon": "",
    "$40-50 on Mon": "",
  },
  "a line or a sentence stands for itself": {
    "Sec 1 - Tue 5-6pm\nSec 3 - Thu 6-8pm": "Tue 17:00-18:00, Thu 18:00-20:00",
    "Mon. After 5pm": "",
  },
};

for (const [name, cases] of Object.entries(CASES)) {
  Deno.test(`weekly times: ${name}`, () => {
    for (const [text, expected] of Object.entries(cases)) assert.equal(read(text), expected, text);
  });
}
