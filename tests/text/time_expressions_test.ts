import assert from "node:assert/strict";
import fc from "fast-check";
import { foldText } from "../../lib/text/fold_text.ts";
import { parseWeeklyTimes, readWeeklyTimes } from "../../lib/text/time_expressions.ts";

const DAYS = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];

/** "Mon-Fri 15:00-23:00 ~; Sat 10:00-10:00" where the tilde marks an estimate. */
function read(text: string): string {
  return parseWeeklyTimes(foldText(text)).map(({ days, from, until, isEstimated }) =>
    `${writeDays(days)} ${clock(from)}-${clock(until)}${isEstimated ? " ~" : ""}`
  ).join("; ");
}

/** "Mon,Tue,Thu" or, for three and more in a row, "Mon-Wed". */
function writeDays(days: readonly number[]): string {
  const [first = 0] = days;
  const isRow = days.length > 2 && days.every((day, at) => day === (first + at) % 7);
  return isRow
    ? `${DAYS[first]}-${DAYS[days.at(-1) ?? first]}`
    : [...days].sort().map((day) => DAYS[day]).join(",");
}

function clock(minutes: number): string {
  return `${String(Math.floor(minutes / 60)).padStart(2, "0")}:${String(minutes % 60).padStart(2, "0")}`;
}

const CASES: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  "a named day with a range is explicit": {
    "Tuesday 4.30-6pm": "Tue 16:30-18:00",
    "Thurs 7 to 9 pm": "Thu 19:00-21:00",
    "Sat 10-11.30am": "Sat 10:00-11:30",
    "Sat 11am - 1pm": "Sat 11:00-13:00",
    "Sat 11.30-1pm": "Sat 11:30-13:00",
    "Sun 10-12pm": "Sun 10:00-12:00",
    "Fri 530-7pm": "Fri 17:30-19:00",
    "Mon 6-7:30": "Mon 18:00-19:30",
    "Wed 7:30-9pm": "Wed 19:30-21:00",
    "Sat 9-12": "Sat 09:00-12:00",
    "Sun 10-1": "Sun 10:00-13:00",
    "Tue 7-8.30": "Tue 19:00-20:30",
    "Fri 8pm-9.30": "Fri 20:00-21:30",
    "Sat 9am to 12 noon": "Sat 09:00-12:00",
    "Sat 10am-12nn": "Sat 10:00-12:00",
    "Sun noon to 2pm": "Sun 12:00-14:00",
    "Fri 10pm-midnight": "Fri 22:00-23:59",
    "Fri 10pm to 12am": "Fri 22:00-23:59",
    "Mon from 5pm to 7pm": "Mon 17:00-19:00",
    "Mon between 5 and 8pm": "Mon 17:00-20:00",
    "Mon between 4pm to 6pm": "Mon 16:00-18:00",
    "Tue 5pm till 6.30pm": "Tue 17:00-18:30",
    "Tue 5pm until 6:30pm": "Tue 17:00-18:30",
    "Every Sat 2pm-4pm": "Sat 14:00-16:00",
    "Mon evening 7pm to 9pm": "Mon 19:00-21:00",
    "Sat morning 9-11": "Sat 09:00-11:00",
    "Fri night 8-9.30": "Fri 20:00-21:30",
    "Wed 5 p.m. - 7 p.m.": "Wed 17:00-19:00",
    "WED 5.00PM–6.30PM": "Wed 17:00-18:30",
  },
  "the 24 hours of a day": {
    "Wed 1930-2100": "Wed 19:30-21:00",
    "Wed 1930hrs - 2100hrs": "Wed 19:30-21:00",
    "Wed 19:30 to 21:00": "Wed 19:30-21:00",
    "Wed 19.30-21.00": "Wed 19:30-21:00",
    "Sat 0900-1100": "Sat 09:00-11:00",
    "Sat 0730-0900": "Sat 07:30-09:00",
    "Sat 09:00-12:30": "Sat 09:00-12:30",
    "Mon 1930": "Mon 19:30-19:30",
    "Mon 19:30": "Mon 19:30-19:30",
    "Mon 19:30pm": "Mon 19:30-19:30",
    "Fri 2200-2400": "Fri 22:00-23:59",
  },
  "dashes and marks between the ends of a range": {
    "Fri 3 ～ 5pm": "Fri 15:00-17:00",
    "Fri 3pm—5pm": "Fri 15:00-17:00",
    "Fri 3pm − 5pm": "Fri 15:00-17:00",
    "Fri 3pm ~ 5pm": "Fri 15:00-17:00",
    "Fri 3pm → 5pm": "Fri 15:00-17:00",
    "Mon – 3pm–5pm": "Mon 15:00-17:00",
    "Mon: 3pm-5pm": "Mon 15:00-17:00",
    "Mon @ 3pm-5pm": "Mon 15:00-17:00",
    "Mon (3pm-5pm)": "Mon 15:00-17:00",
    "Mon | 3-5pm": "Mon 15:00-17:00",
  },
  "a single time is a slot of no length": {
    "Tue 8pm": "Tue 20:00-20:00",
    "Tue 7.30pm": "Tue 19:30-19:30",
    "Tue 7.30": "Tue 19:30-19:30",
    "Fri night 8pm": "Fri 20:00-20:00",
    "Fri 8pm (night)": "Fri 20:00-20:00",
    "Wed 12nn": "Wed 12:00-12:00",
    "Wed 12 noon": "Wed 12:00-12:00",
    "Sat morning at 9": "Sat 09:00-09:00",
    "Sat 4/5pm": "Sat 16:00-16:00; Sat 17:00-17:00",
    "Sat 10 or 11am": "Sat 10:00-10:00; Sat 11:00-11:00",
    "Sat 11/12pm": "Sat 11:00-11:00; Sat 12:00-12:00",
  },
  "one time holds for all the days listed": {
    "Mon, Wed & Fri 5-6pm": "Mon,Wed,Fri 17:00-18:00",
    "Mon/Wed/Fri 5-6pm": "Mon,Wed,Fri 17:00-18:00",
    "Mon/Tue 3pm, Sat 9am": "Mon,Tue 15:00-15:00; Sat 09:00-09:00",
    "5pm Mon and Wed, 6pm Fri": "Mon,Wed 17:00-17:00; Fri 18:00-18:00",
    "3-6 pm (Mon), 10-12 pm (Sat)": "Mon 15:00-18:00; Sat 10:00-12:00",
    "7-8.30pm on Mon or Tue": "Mon,Tue 19:00-20:30",
    "Tues. and Thurs. 7pm": "Tue,Thu 19:00-19:00",
    "Mon 5-6pm / 7-8pm": "Mon 17:00-18:00; Mon 19:00-20:00",
    "Mon 5pm; Wed 6pm": "Mon 17:00-17:00; Wed 18:00-18:00",
    "Mon 5-6pm or Tue 6-7pm or Sat 9-10am": "Mon 17:00-18:00; Tue 18:00-19:00; Sat 09:00-10:00",
    "2 x 1.5h, Sat or Sun 3pm": "Sat,Sun 15:00-15:00",
  },
  "open ends are estimated": {
    "Tue after 3pm": "Tue 15:00-23:00 ~",
    "Sun from 11.45am": "Sun 11:45-23:00 ~",
    "Sun 2pm onwards": "Sun 14:00-23:00 ~",
    "Sun 2pm or later": "Sun 14:00-23:00 ~",
    "Sun 2pm and after": "Sun 14:00-23:00 ~",
    "Sun 2pm+": "Sun 14:00-23:00 ~",
    "Sun from 2pm onwards": "Sun 14:00-23:00 ~",
    "Sun starting from 2pm": "Sun 14:00-23:00 ~",
    "Sun earliest 2pm": "Sun 14:00-23:00 ~",
    "Sun 2pm earliest": "Sun 14:00-23:00 ~",
    "Sun not before 2pm": "Sun 14:00-23:00 ~",
    "Sun no earlier than 2pm": "Sun 14:00-23:00 ~",
    "Thu aft 5": "Thu 17:00-23:00 ~",
    "Thu anytime after 5": "Thu 17:00-23:00 ~",
    "Sat before 1pm": "Sat 08:00-13:00 ~",
    "Sat by 1pm": "Sat 08:00-13:00 ~",
    "Sat till 1pm": "Sat 08:00-13:00 ~",
    "Sat before noon": "Sat 08:00-12:00 ~",
    "Sat latest 1pm": "Sat 08:00-13:00 ~",
    "Sat no later than 1pm": "Sat 08:00-13:00 ~",
    "Mon after 5pm and before 9pm": "Mon 17:00-21:00 ~",
    "Mon after 5pm, latest 9pm": "Mon 17:00-21:00 ~",
    "Mon 5pm onwards till 9pm": "Mon 17:00-21:00 ~",
    "Mon from 4 pm; latest by 7 pm": "Mon 16:00-19:00 ~",
    "Sat before 10am or after 5pm": "Sat 08:00-10:00 ~; Sat 17:00-23:00 ~",
    "Wed evenings after 7pm": "Wed 19:00-23:00 ~",
  },
  "parts of the day are estimated": {
    "Sat morning": "Sat 08:00-12:00 ~",
    "Sun afternoon": "Sun 12:00-17:00 ~",
    "Mon evenings": "Mon 16:00-21:00 ~",
    "Fri night": "Fri 19:00-23:00 ~",
    "Fri nite": "Fri 19:00-23:00 ~",
    "Fri eve": "Fri 16:00-21:00 ~",
    "Sat aft": "Sat 12:00-17:00 ~",
    "Tue, afternoon to evening": "Tue 12:00-21:00 ~",
    "Sat morning or afternoon": "Sat 08:00-12:00 ~; Sat 12:00-17:00 ~",
    "Sat AM or Sun PM": "Sat 08:00-12:00 ~; Sun 12:00-23:00 ~",
    "Tuesday and Thursday evening or Sat morning": "Tue,Thu 16:00-21:00 ~; Sat 08:00-12:00 ~",
  },
  "groups and ranges of days are estimated": {
    "Weekends 2-4pm": "Sat,Sun 14:00-16:00 ~",
    "Mon-Wed 5pm": "Mon-Wed 17:00-17:00 ~",
    "Monday to Friday, 4pm to 9pm": "Mon-Fri 16:00-21:00 ~",
    "Mon till Thu 5-6pm": "Mon-Thu 17:00-18:00 ~",
    "Sat to Mon 9am": "Sat-Mon 09:00-09:00 ~",
    "wkends am": "Sat,Sun 08:00-12:00 ~",
    "wkend 3pm": "Sat,Sun 15:00-15:00 ~",
    "wkdays aft 7, wkends 9am-1pm": "Mon-Fri 19:00-23:00 ~; Sat,Sun 09:00-13:00 ~",
    "Week days after 7pm": "Mon-Fri 19:00-23:00 ~",
    "Any weekday evening": "Mon-Fri 16:00-21:00 ~",
    "any day after 5pm": "Mon-Sun 17:00-23:00 ~",
    "Daily 5-6pm": "Mon-Sun 17:00-18:00 ~",
    "Everyday night": "Mon-Sun 19:00-23:00 ~",
    "weekday/weekend evening": "Mon-Sun 16:00-21:00 ~",
    "after 4pm on weekdays": "Mon-Fri 16:00-23:00 ~",
    "Mon - Fri: 4pm-9pm; Sat: 9am-6pm": "Mon-Fri 16:00-21:00 ~; Sat 09:00-18:00",
  },
  "exceptions are left out": {
    "weekdays after 6pm except Tue": "Mon,Wed,Thu,Fri 18:00-23:00 ~",
    "No Mon & Tue, Thu 7pm": "Thu 19:00-19:00",
    "Weekdays except Fri, 7.30pm to 9pm": "Mon-Thu 19:30-21:00 ~",
    "Weekdays (except Tue, Thu) after 6pm": "Mon,Wed,Fri 18:00-23:00 ~",
    "Mon to Fri from 4.30pm, not on Tue": "Mon,Wed,Thu,Fri 16:30-23:00 ~",
    "Weekday evenings (no Wednesdays)": "Mon,Tue,Thu,Fri 16:00-21:00 ~",
    "any day except Sun, 5pm": "Mon-Sat 17:00-17:00 ~",
    "Weekdays excluding Mon after 3pm": "Tue-Fri 15:00-23:00 ~",
    "Weekdays after 6pm\n(other than Fri)": "Mon-Thu 18:00-23:00 ~",
    "Mon (not 5pm)": "",
    "Mon 3-6pm (not 4pm)": "Mon 15:00-18:00",
    "Has no school on Mon, 5pm": "Mon 17:00-17:00",
  },
  "days and times go on over the end of a line or a sentence": {
    "Mon:\n 5pm-7pm": "Mon 17:00-19:00",
    "Mon, Wed\nafter 6pm": "Mon,Wed 18:00-23:00 ~",
    "Mon. After 5pm": "Mon 17:00-23:00 ~",
    "Sat/Sun 10am or\n2pm": "Sat,Sun 10:00-10:00; Sat,Sun 14:00-14:00",
    "Mon\nWed\nFri\n5-6pm": "Mon,Wed,Fri 17:00-18:00",
    "5-7pm\nMon, Wed": "Mon,Wed 17:00-19:00",
    "Mon\n3-4pm\nTue\n5-6pm": "Mon 15:00-16:00; Tue 17:00-18:00",
    "3-4pm\nMon\n5-6pm\nTue": "Mon 15:00-16:00; Tue 17:00-18:00",
    "Mon:\n3pm-4pm\n5pm-6pm\nTue:\n4pm-5pm": "Mon 15:00-16:00; Mon 17:00-18:00; Tue 16:00-17:00",
    "Tue and\nThu 5pm": "Tue,Thu 17:00-17:00",
    "Mon, Wed\n\nafter 6pm": "Mon,Wed 18:00-23:00 ~",
    "Weekdays only. After 6pm.": "Mon-Fri 18:00-23:00 ~",
    "- Mon\n- Tue 5pm": "Tue 17:00-17:00",
    "Child 1 (P4): Mon 5-6pm\nChild 2 (Sec 2): Wed 6-8pm": "Mon 17:00-18:00; Wed 18:00-20:00",
    "Sec 1 - Tue 5-6pm\nSec 3 - Thu 6-8pm": "Tue 17:00-18:00; Thu 18:00-20:00",
    "Mon 5pm\nParents want the lesson to end by 9pm": "Mon 17:00-17:00",
    "Sat 10am-12nn\nTutor must reply to us before 8pm today": "Sat 10:00-12:00",
  },
  "Chinese days and times": {
    "周三 4.30-6pm": "Wed 16:30-18:00",
    "星期六 10am-12pm": "Sat 10:00-12:00",
    "礼拜天下午": "Sun 12:00-17:00 ~",
    "周一、三、五 7pm": "Mon,Wed,Fri 19:00-19:00",
    "周二、周四 6:30pm–8:30pm": "Tue,Thu 18:30-20:30",
    "周一至周五 晚上": "Mon-Fri 19:00-23:00 ~",
    "周末上午": "Sat,Sun 08:00-12:00 ~",
    "周六下午3点到5点": "Sat 15:00-17:00",
    "周日早上9点半": "Sun 09:30-09:30",
    "星期日 3pm后": "Sun 15:00-23:00 ~",
    "周六 12点以前": "Sat 08:00-12:00 ~",
    "平日 5pm 或 6pm": "Mon-Fri 17:00-17:00 ~; Mon-Fri 18:00-18:00 ~",
  },
  "numbers that tell no time": {
    "Mon, 2 hrs": "",
    "Mon 1.5h": "",
    "Mon 1h30m": "",
    "Mon, 90 mins": "",
    "Sat 2-hour lesson": "",
    "Mon $40-50": "",
    "Mon $ 10-12": "",
    "Mon 10-12/h": "",
    "Mon 9123 4567": "",
    "Mon +65 8123 4567": "",
    "Mon 1800 123 4567": "",
    "Mon Blk 1230": "",
    "Mon #10-12": "",
    "Mon 560112": "",
    "Jan 2026 on Mon": "",
    "Mon, Dec 2030": "",
    "Mon 5 Jan": "",
    "Mon 12/1": "",
    "Mon 5.1.2026": "",
    "Mon P5-6": "",
    "Sec 1-2 on Mon": "",
    "Sec 1/2/3 on Mon": "",
    "Mon: Primary 3 to 6": "",
    "Topic 1 to 5, Sat": "",
    "Mon, 1-2 years": "",
    "Age 5-6, Mon": "",
    "Mon, 6-8 students": "",
    "Mon, 2-3 lessons": "",
    "Mon, class of 3-5": "",
    "P4 Math, 1.5 hours, 2 lessons on Mon": "",
    "2-3 x 1.5hr/week, Mon": "",
    "Mon 20-24": "",
    "Sec 1-2, Mon 5pm": "Mon 17:00-17:00",
    "Mon 5 Jan 3-6pm": "Mon 15:00-18:00",
    "P5-6 Math, $25-30/h, Tue 2 hrs from 4.30pm": "Tue 16:30-23:00 ~",
    "Blk 10 Ave 4, Mon 7pm": "Mon 19:00-19:00",
  },
  "a day without a time, a time without a day and open words give nothing": {
    "Tues and Sat": "",
    "I am free on Sat": "",
    "after 5pm": "",
    "2 x 1.5h, Sat or Sun": "",
    "tbc": "",
    "Mon, time TBD": "",
    "flexible": "",
    "Any day": "",
    "Weekends, flexible": "",
    "Wed anytime": "",
    "She sat for PSLE": "",
    "Mon 7pm-5pm": "",
    "": "",
  },
};

for (const [name, cases] of Object.entries(CASES)) {
  Deno.test(`weekly times: ${name}`, () => {
    assert.deepEqual(Object.fromEntries(Object.keys(cases).map((text) => [text, read(text)])), cases);
  });
}

/** Each time and each warning with its words: "Mon, Wed | after 6pm", "day_without_time: Sat". */
function readWords(text: string): { times: string[]; warnings: string[] } {
  const folded = foldText(text);
  const { times, warnings } = readWeeklyTimes(folded, [{ start: 0, end: folded.length }]);
  const words = ({ start, end }: { start: number; end: number }) => text.slice(start, end);
  return {
    times: times.map(({ daySpans, timeSpan }) => `${daySpans.map(words).join(", ")} | ${words(timeSpan)}`),
    warnings: warnings.map(({ rule, span }) => `${rule}: ${words(span)}`),
  };
}

Deno.test("a weekly time tells which words gave it", () => {
  assert.deepEqual(readWords("Mon,\nWed – After 6pm, or Sat–Sun morning").times, [
    "Mon, Wed | After 6pm",
    "Sat–Sun | morning",
  ]);
});

Deno.test("words about time that give no slot are warned of, in the order of the text", () => {
  assert.deepEqual(
    readWords("Mon 7pm-5pm or Sat\nTutor has to be there by 9pm at the latest\nTiming TBC").warnings,
    [
      "day_without_time: Mon",
      "range_runs_backwards: 7pm-5pm",
      "day_without_time: Sat",
      "time_without_day: by 9pm",
      "left_open: TBC",
    ],
  );
  assert.deepEqual(readWords("Flexible").warnings, ["left_open: Flexible"]);
  assert.deepEqual(readWords("Mon 5-6pm").warnings, []);
});

Deno.test("lines apart from each other are read as neighbours", () => {
  const folded = foldText("Days: Mon, Wed\nRate: $40/hr from Sat 9am\nTime: 5-6pm");
  const lines = [{ start: 6, end: 14 }, { start: folded.indexOf("5-6pm"), end: folded.length }];
  assert.deepEqual(readWeeklyTimes(folded, lines).times.map(({ days, from }) => [days, from]), [[
    [0, 2],
    1020,
  ]]);
});

Deno.test("no text takes long, and every slot lies within a day", () => {
  const pieces = fc.constantFrom(
    ..."mon |weekdays |sat-sun|to |-|,|/|or |and |not |except |after |between |5|12|1930|5pm|7.30|:|.|1.5|0"
      .split("|"),
    ..."\n| |night |aft |tbc |周一|三|下午|点|$|x|sec |5 jan |am|until |+|later ".split("|"),
  );
  let slowest = 0;
  fc.assert(
    fc.property(fc.array(pieces, { minLength: 1, maxLength: 8 }), fc.boolean(), (parts, isRepeated) => {
      const text = isRepeated ? parts.join("").repeat(4096).slice(0, 4096) : parts.join("");
      const before = performance.now();
      const { times, warnings } = readWeeklyTimes(text, [{ start: 0, end: text.length }]);
      slowest = Math.max(slowest, performance.now() - before);
      for (const { days, from, until, timeSpan } of times) {
        assert.ok(days.length > 0 && 0 <= from && from <= until && until < 24 * 60, text);
        assert.ok(timeSpan.start < timeSpan.end && timeSpan.end <= text.length, text);
      }
      for (const { span } of warnings) assert.ok(span.start < span.end && span.end <= text.length, text);
    }),
    { numRuns: 400, seed: 9 },
  );
  assert.ok(slowest < 300, `${slowest} ms`);
});
