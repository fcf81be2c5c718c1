import assert from "node:assert/strict";
import { extractPost } from "../../../support/extract_post.ts";

function scheduleOf(lines: string): string[] | null {
  return extractPost(`Subject: P6 Art\n${lines}\nRate: $40/hr`).lesson_schedule;
}

Deno.test("how often and how long are found in running text, with what is said of each lesson", () => {
  assert.deepEqual(
    scheduleOf("We need help fast. Lessons are twice a week for 2 hours, maybe Sunday mornings."),
    [
      "twice a week for 2 hours",
    ],
  );
  assert.deepEqual(scheduleOf("Tutor to come on Monday. Twice weekly, 1.5h each please."), [
    "Twice weekly, 1.5h each",
  ]);
  assert.deepEqual(scheduleOf("For two boys on Monday, 2x3h per week (1.5h per boy)."), [
    "2x3h per week (1.5h per boy)",
  ]);
  assert.deepEqual(scheduleOf("Twice weekly, 1h. Tutor with patience"), ["Twice weekly, 1h"]);
  assert.deepEqual(scheduleOf("Weekly 1.5h lesson on Monday"), ["Weekly 1.5h lesson"]);
});

Deno.test("how often and how long stand in many orders and units", () => {
  const schedules: Record<string, string | null> = {
    "2 sessions weekly; 1h30m each": "2 sessions weekly; 1h30m each",
    "1.5 hrs x 2 per week": "1.5 hrs x 2 per week",
    "She hopes for one 90-minute lesson every week, please": "one 90-minute lesson every week",
    "A tutor is needed for 1.5-hour lessons, twice weekly, on Monday": "1.5-hour lessons, twice weekly",
    "Student is free on Tuesday, 3h/wk altogether": "3h/wk altogether",
    "Tutor to come once weekly (2 hrs), Tue 8pm": "once weekly (2 hrs)",
    "Looking for help, 8 lessons, 1 hour each per child": "8 lessons, 1 hour each per child",
    "4 lessons a month, 2 hours per lesson": "4 lessons a month, 2 hours per lesson",
    "Weekly, 1 to 1.5 hours": "Weekly, 1 to 1.5 hours",
    "Details - 1x per week / 1.5hrs": "1x per week / 1.5hrs",
    "90min once a week, 星期六 上午": "90min once a week",
    "Fortnightly 2hr sessions": "Fortnightly 2hr sessions",
    "Timing: Mon 5pm (1x 2h)": "1x 2h",
    "Student has 2 kittens and 3 hours of piano": null,
    "Tutor taught 2 students for 5 years": null,
  };
  for (const [line, schedule] of Object.entries(schedules)) {
    assert.deepEqual(scheduleOf(line), schedule === null ? null : [schedule], line);
  }
});

Deno.test("a time told with the schedule is a slot where no line is about times", () => {
  const { time_availability } = extractPost("Subject: P6 Art\nLessons: once weekly, Mon 5-6pm\nRate: $40/hr");
  assert.deepEqual(time_availability.explicit.monday, ["17:00-18:00"]);
});
