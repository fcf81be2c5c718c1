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

Deno.test("a time told with the schedule is a slot where no line is about times", () => {
  const { time_availability } = extractPost("Subject: P6 Art\nLessons: once weekly, Mon 5-6pm\nRate: $40/hr");
  assert.deepEqual(time_availability.explicit.monday, ["17:00-18:00"]);
});
